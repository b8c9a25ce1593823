import fc from 'fast-check';
import { addHash, formatHash, hash64, subtractHash } from './content-hash';

describe('a content hash', () => {
  it.each`
    text           | case
    ${''}          | ${'nothing'}
    ${'compute-1'} | ${'a host name'}
    ${'Zürich'}    | ${'a text beyond ASCII'}
  `('of $case is 16 hex digits, the same each time', ({ text }: { text: string }) => {
    expect(formatHash(hash64(text))).toMatch(/^[0-9a-f]{16}$/);
    expect(hash64(text)).toEqual(hash64(text));
  });

  it('is the same on every machine', () => {
    expect(formatHash(hash64('compute-1'))).toBe('f4fe6e22b16ffebc');
  });

  it('tells a hundred thousand similar texts apart, by either half nearly as well', () => {
    const hashes = Array.from({ length: 100_000 }, (_, i) => hash64(`compute-${i}`));

    expect(new Set(hashes.map(formatHash)).size).toBe(100_000);
    // 100,000 draws of 2^32 meet about once; a weak half would meet often.
    expect(new Set(hashes.map((hash) => hash.high)).size).toBeGreaterThan(99_990);
    expect(new Set(hashes.map((hash) => hash.low)).size).toBeGreaterThan(99_990);
  });

  it('added and taken off again leaves what was there, in any order', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const sum = addHash(hash64(a), hash64(b));

        expect(sum).toEqual(addHash(hash64(b), hash64(a)));
        expect(subtractHash(sum, hash64(b))).toEqual(hash64(a));
      }),
    );
  });
});
