/**
 * Has every format of artifact read by the tools that it is for: libvirt's schema, oslo.config, PyYAML, Python and bash.
 * For a VM by every path, and for many whose names try to be more than names.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ARTIFACT_FORMATS, type ArtifactFormat, renderArtifact } from '@iopath/artifacts';
import type { GuestBlueprint } from '@iopath/core';
import { nastyGuest, tellingGuests } from '@iopath/testing';
import fc from 'fast-check';
import { DOMAIN_SCHEMA, ensureTools, PYTHON } from './tools';

const NASTY_GUESTS = 300;

interface Written {
  readonly file: string;
  readonly format: ArtifactFormat;
  readonly names: {
    readonly server: string;
    readonly flavor: string;
    readonly extra_specs: Readonly<Record<string, string>>;
    /** Null where more may be configured than what a name brought in. */
    readonly alias: string | null;
  };
}

function write(folder: string, name: string, guest: GuestBlueprint, alias: string | null): readonly Written[] {
  return ARTIFACT_FORMATS.map((format) => {
    const source = { recommendationId: guest.recommendationId, guests: [guest], placement: 'host' as const };
    const file = path.join(folder, `${name.replaceAll(' ', '-')}.${format}`);
    writeFileSync(file, renderArtifact(format, source).text);
    const { serverName, flavor } = guest;
    return { file, format, names: { server: serverName, flavor: flavor.name, extra_specs: flavor.extraSpecs, alias } };
  });
}

/** What a tool has against files; nothing when it accepts all. */
function complaints(command: string, args: readonly string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { input, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status === 0) return '';
  const said = `${error?.message ?? ''}${stdout}${stderr}`.replace(/^.* validates\n/gm, '');
  return said.slice(0, 4000) || `${command} failed`;
}

function check(artifacts: readonly Written[]): readonly string[] {
  const filesOf = (format: ArtifactFormat) => artifacts.filter((one) => one.format === format).map(({ file }) => file);
  const forPython = artifacts.filter(({ format }) => ['openstacksdk', 'heat', 'nova_conf'].includes(format));
  return [
    complaints('xmllint', ['--noout', '--relaxng', DOMAIN_SCHEMA, ...filesOf('libvirt')]),
    ...filesOf('cli').map((file) => complaints('bash', ['-n', file])),
    complaints(PYTHON, [path.join(__dirname, 'check.py')], JSON.stringify(forPython)),
  ].filter((text) => text !== '');
}

function main(): number {
  const missing = ensureTools();
  if (missing !== null) {
    console.error(missing);
    return 2;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'iopath-artifacts-'));
  try {
    const telling = [...tellingGuests()].flatMap(([name, guest]) => write(folder, name, guest, null));
    const nasty = fc
      .sample(nastyGuest(), NASTY_GUESTS)
      .flatMap((guest, index) =>
        write(folder, `nasty-${index}`, guest, guest.placement.operatorPrerequisites[0]?.what ?? null),
      );
    const faults = check([...telling, ...nasty]);
    for (const fault of faults) console.error(fault);
    const verdict = faults.length === 0 ? 'all accepted by their tools' : 'NOT all accepted';
    console.log(`${telling.length} artifacts of every path and ${nasty.length} with nasty names: ${verdict}`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

process.exitCode = main();
