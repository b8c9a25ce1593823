import type { GuestBlueprint } from '@iopath/core';
import type { RenderArtifact } from '../artifact';
import { oneLine } from '../one-line';

/** Prerequisites whose snippet is a whole setting of nova.conf; of others the operator has to merge values by hand. */
const SETTINGS: readonly string[] = ['pci.device_spec', 'pci.alias', 'nova.cpu_dedicated_set'];

interface Setting {
  readonly section: string;
  readonly line: string;
  readonly why: string;
}

/** What nova.conf of the hosts, and of nova-api, has to say; everything else that is needed stands in comments. */
export const novaConf: RenderArtifact = ({ recommendationId, guests }) => ({
  fileName: `iopath-${recommendationId}.nova.conf`,
  contentType: 'text/plain; charset=utf-8',
  text: [
    `# nova.conf for recommendation ${oneLine(recommendationId)}`,
    '# An alias has to stand alike in the nova.conf of nova-api and of every nova-compute;',
    '# the rest belongs to the nova-compute of the host that it names.',
    '',
    ...sections(guests),
    ...remarks(guests),
  ].join('\n'),
});

function sections(guests: readonly GuestBlueprint[]): readonly string[] {
  const settings = guests.flatMap(settingsOf);
  const names = [...new Set(settings.map(({ section }) => section))].sort();
  return names.flatMap((name) => {
    const its = settings.filter(({ section }) => section === name);
    const lines = [...new Set(its.map(({ line }) => line))];
    const explained = lines.flatMap((line) => [
      ...[...new Set(its.filter((one) => one.line === line).map(({ why }) => why))].map((why) => `# ${why}`),
      line,
    ]);
    return [`[${name}]`, ...explained, ''];
  });
}

function settingsOf({ hostName, placement }: GuestBlueprint): readonly Setting[] {
  return placement.operatorPrerequisites
    .filter(({ code }) => SETTINGS.includes(code))
    .flatMap(({ what, snippet }) => {
      let section = 'DEFAULT';
      return snippet.split('\n').flatMap((line): Setting[] => {
        const head = /^\[(\w+)\]$/.exec(line);
        if (head?.[1] !== undefined) section = head[1];
        const assigned = /^(\w+) = (.*)$/s.exec(line);
        if (assigned === null) return [];
        // oslo.config reads `$name` as another option (oslo.config, "Option Value Interpolation").
        const value = ascii(assigned[2] ?? '').replaceAll('$', () => '$$');
        return [{ section, line: `${assigned[1] ?? ''} = ${value}`, why: `${oneLine(hostName)}: ${oneLine(what)}` }];
      });
    });
}

/** Values that are not numbers are JSON, which can say every character in ASCII. */
function ascii(value: string): string {
  return value.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function remarks(guests: readonly GuestBlueprint[]): readonly string[] {
  const others = guests.flatMap(({ hostName, placement }) =>
    placement.operatorPrerequisites
      .filter(({ code }) => !SETTINGS.includes(code))
      .flatMap(({ code, what, snippet }) => [
        `# ${oneLine(hostName)}: ${code}: ${oneLine(what)}`,
        ...snippet.split('\n').map((line) => `#   ${oneLine(line)}`),
      ]),
  );
  return others.length === 0 ? [] : ['# What else is needed:', ...others, ''];
}
