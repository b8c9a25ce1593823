import { Readable } from 'node:stream';
import fc from 'fast-check';
import { ndjsonLines } from './ndjson-lines';

async function linesOf(chunks: readonly (string | Buffer)[], maxBytes = 100): Promise<[number, string | null][]> {
  const lines: [number, string | null][] = [];
  const stream = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  for await (const { number, bytes } of ndjsonLines(stream, maxBytes)) lines.push([number, bytes?.toString() ?? null]);
  return lines;
}

describe('lines of an NDJSON body', () => {
  it('are numbered as sent, blank ones left out', async () => {
    expect(await linesOf(['{"a":1}\n\n  \r\n{"b":2}\r\n{"c":3}'])).toEqual([
      [1, '{"a":1}'],
      [4, '{"b":2}\r'],
      [5, '{"c":3}'],
    ]);
  });

  it('are none in a body of blanks', async () => {
    expect(await linesOf(['\n', ' \n\t'])).toEqual([]);
  });

  it('are thrown away when too long, alone', async () => {
    expect(await linesOf(['1234', '5678', '9\nok\n', '123456789'], 8)).toEqual([
      [1, null],
      [2, 'ok'],
      [3, null],
    ]);
  });

  it('do not depend on how the bytes were cut', async () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'ü', ' ', '\n', '\r'), maxLength: 12 }));
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 7 }), async (parts, size) => {
        const whole = Buffer.from(parts.join('\n'));
        const cut = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
          whole.subarray(i * size, (i + 1) * size),
        );

        expect(await linesOf(cut, 6)).toEqual(await linesOf([whole], 6));
      }),
    );
  });
});
