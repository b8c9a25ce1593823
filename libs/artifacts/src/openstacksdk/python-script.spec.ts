import { aGuestBlueprint, nastyGuest, nastyText } from '@iopath/testing';
import fc from 'fast-check';
import { pythonLiteral } from './python-literal';
import { pythonScript } from './python-script';

function linesOf(guest = aGuestBlueprint()): readonly string[] {
  const source = { recommendationId: guest.recommendationId, guests: [guest], placement: 'zone' as const };
  return pythonScript(source).text.split('\n');
}

function dataOf(lines: readonly string[], name: string): unknown {
  const line = lines.find((one) => one.startsWith(`${name} = `)) ?? '';
  const json = line.slice(name.length + 3).replaceAll(': None', ': null');
  // Outside of the basic plane Python counts characters, and JSON halves of pairs.
  return JSON.parse(
    json.replace(/\\U([0-9a-f]{8})/g, (_all, code: string) => String.fromCodePoint(Number.parseInt(code, 16))),
  );
}

describe('the Python script', () => {
  it('has what was recommended as data', () => {
    const [server] = dataOf(linesOf(), 'SERVERS') as [object];

    expect(server).toMatchObject({
      name: 'web-1',
      availability_zone: 'az1',
      ports: [{ 'binding:vnic_type': 'direct' }],
    });
  });

  it('has the same program for all, and keeps names within their texts', () => {
    const programOf = (lines: readonly string[]) => lines.slice(lines.indexOf('def arguments():')).join('\n');
    fc.assert(
      fc.property(nastyGuest(), (guest) => {
        const lines = linesOf(guest);
        const head = lines.slice(0, lines.indexOf('def arguments():'));

        expect(programOf(lines)).toBe(programOf(linesOf()));
        expect(head.join('\n')).toMatch(/^[\x20-\x7e\n]*$/);
        expect(
          head.every((line) => /^(#|"""Makes|import |FLAVORS = |NETWORKS = |DISKS = |SERVERS = |$)/.test(line)),
        ).toBe(true);
        expect(head.slice(0, 3).join()).not.toMatch(/coding[=:]/);
      }),
    );
  });

  it('writes texts that Python reads back, in ASCII', () => {
    fc.assert(
      fc.property(nastyText(), (text) => {
        const literal = pythonLiteral(text);
        const json = literal.replace(/\\U([0-9a-f]{8})/g, (_all, code: string) =>
          String.fromCodePoint(Number.parseInt(code, 16)),
        );

        expect(literal).toMatch(/^"[\x20-\x7e]*"$/);
        // A backslash that was doubled before a U is no escape of a character.
        if (!text.includes('\\')) expect(JSON.parse(json)).toBe(text);
      }),
    );
  });
});
