import type { GuestBlueprint } from '@iopath/core';
import fc from 'fast-check';
import { aGuestBlueprint, aPortAnswer } from '../builders/a-guest-blueprint';

/** Ways out of the texts of shells, templates, markups and programs. */
const WAYS_OUT = [
  ...[
    "'",
    '"',
    '`',
    '\\',
    "\\'",
    '\\"',
    "'''",
    '"""',
    '$',
    '$$',
    '#',
    ';',
    '&',
    '|',
    '>',
    '%',
    '{',
    '}',
    ' ',
    '-',
    '--',
  ],
  ...[
    '$(touch canary)',
    '`touch canary`',
    "'; touch canary; '",
    '"; touch canary; "',
    '${IMAGE}',
    '$IMAGE',
    '$((1/0))',
  ],
  ...[
    '${file("canary")}',
    '%{ if true }',
    '{{ x }}',
    '{% raw %}',
    '{ get_param: image }',
    '!!python/object:os.system',
    '*a',
    '&a',
  ],
  ...[
    '</title>',
    ']]>',
    '<!--',
    '-->',
    '&amp;',
    '&#0;',
    '<![CDATA[',
    '\n',
    '\r',
    '\r\n',
    '\t',
    '\n[pci]\n',
    '\n# ',
    '\nEOF\n',
  ],
  ...[
    '\0',
    '\u0001',
    '\u001b[2J',
    '\u007f',
    '\u0085',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\ufffe',
    '\u202e',
    'é',
    '名前',
    '🐳',
  ],
  ...['yes', 'null', '0x1f', '12:30', '1_000', '=', '<<', '-n', '-e', '!', '~', '@', '?'],
  ...['get_file', 'file:///etc/hostname', 'coding: latin-1', '%s', '%(x)s', '\\u0022', '\\x00'],
] as const;

/** Texts that try to be more than texts. */
export function nastyText(): fc.Arbitrary<string> {
  const piece = fc.oneof(fc.constantFrom(...WAYS_OUT), fc.string({ unit: 'binary', maxLength: 4 }));
  return fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
}

/** A VM with such a text wherever a user may put one. */
export function nastyGuest(): fc.Arbitrary<GuestBlueprint> {
  return fc
    .record({
      serverName: nastyText(),
      flavorName: nastyText(),
      extraSpecs: fc.dictionary(nastyText(), nastyText(), { maxKeys: 3, noNullPrototype: true }),
      properties: fc.dictionary(nastyText(), nastyText(), { maxKeys: 2, noNullPrototype: true }),
      nic: nastyText(),
      physicalNetwork: nastyText(),
      profile: nastyText(),
      disk: nastyText(),
      host: nastyText(),
      zone: nastyText(),
      group: nastyText(),
      what: nastyText(),
    })
    .map((texts) => {
      const plain = aGuestBlueprint();
      const profile = { capabilities: [texts.profile] };
      const port = aPortAnswer({ name: texts.nic, physicalNetwork: texts.physicalNetwork, bindingProfile: profile });
      const aliasSpec = JSON.stringify({ name: texts.what });
      return {
        ...plain,
        serverName: texts.serverName,
        flavor: { ...plain.flavor, name: texts.flavorName, extraSpecs: texts.extraSpecs },
        image: { osId: null, properties: texts.properties },
        ports: [port],
        dataDisks: [{ name: texts.disk, diskBus: 'scsi' }],
        hostName: texts.host,
        availabilityZone: texts.zone,
        group: { id: texts.group, policy: 'affinity' as const },
        placement: {
          ...plain.placement,
          operatorPrerequisites: [
            { code: 'pci.alias', what: texts.what, snippet: `[pci]\nalias = ${aliasSpec}`, met: null },
            { code: 'host.other', what: texts.what, snippet: texts.what, met: null },
          ],
        },
      };
    });
}
