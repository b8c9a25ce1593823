import fc from 'fast-check';
import { compileHexPattern, HexPatternError } from './hex-pattern';

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Patterns of the grammar that both engines know, of any shape and small enough for the one that backtracks. */
const patterns = fc.letrec<{ one: string; repeated: string; whole: string }>((tie) => ({
  one: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('0', '1', 'a', 'f', '.', '\\d', '\\w', '[0-3]', '[^a-f]', '[8a]', '[-1]', '[0-]'),
    fc.constantFrom('^', '$', ''),
    tie('whole').map((inner) => `(${inner})`),
    tie('whole').map((inner) => `(?:${inner})`),
  ),
  repeated: fc
    .tuple(tie('one'), fc.constantFrom('', '', '', '*', '+', '?', '*?', '{2}', '{1,2}', '{0,1}'))
    .map(([one, times]) => (one === '' || one === '^' || one === '$' ? one : one + times)),
  whole: fc
    .array(fc.array(tie('repeated'), { maxLength: 3 }), { minLength: 1, maxLength: 2 })
    .map((branches) => branches.map((parts) => parts.join('')).join('|')),
})).whole;

describe('a pattern for a part of a PCI address', () => {
  it('matches what a backtracking engine matches from the start on', () => {
    fc.assert(
      fc.property(patterns, fc.constantFrom('', '0', '7', '1f', ...BYTES, '0000', 'ffff', '1a2b'), (source, text) => {
        expect(compileHexPattern(source)(text)).toBe(new RegExp(`^(?:${source})`).test(text));
      }),
    );
  });

  it('need not match to the end', () => {
    expect(BYTES.filter(compileHexPattern('0'))).toHaveLength(16);
    expect(BYTES.filter(compileHexPattern('0$'))).toHaveLength(0);
    expect(BYTES.filter(compileHexPattern('.a$'))).toHaveLength(16);
  });

  it('tells capital letters from small ones', () => {
    expect(compileHexPattern('A')('a0')).toBe(false);
  });

  it.each([
    ['{', 'a brace that begins no bounds', '{'],
    ['a{x}', 'a brace with something else in it', 'a{x}'],
    ['{}', 'an empty pair of braces', '{}'],
    ['[]]', 'a bracket that comes first in a class', ']'],
    ['\\.', 'an escaped dot', '.'],
  ])('takes %s for %s', (source, _what, text) => {
    expect(compileHexPattern(source)(text)).toBe(true);
  });

  it('answers at once on what makes a backtracking engine think for hours', () => {
    const nested = `${'('.repeat(16)}a${'*)'.repeat(16)}*b`;

    expect(compileHexPattern(nested)('aaaa')).toBe(false);
    expect(compileHexPattern('(a?){9999}(a?){9999}b$')('aaaa')).toBe(false);
    expect(compileHexPattern('(a{1000}){1000}')('aaaa')).toBe(false);
  });

  it.each([
    '(',
    ')',
    'a)',
    '[',
    '[a',
    '[]',
    '*',
    '+1',
    '{2}',
    'a**',
    'a{2}{3}',
    'a{3,2}',
    '^*',
    '$+',
    '[f-a]',
    '\\',
    'a*+',
    '(?=a)',
    '(?i)a',
    '(?P<x>a)',
    '\\1',
    '\\b',
    '\\x41',
    '[[:digit:]]',
    '[\\d-f]',
    'a{99999}',
    '('.repeat(17) + ')'.repeat(17),
    'a'.repeat(257),
  ])('is refused when it is %s', (source) => {
    expect(() => compileHexPattern(source)).toThrow(HexPatternError);
  });

  it('is refused in words or compiled, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'()[]{}*+?|^$\\.,-019af') })),
        (source) => {
          try {
            expect(typeof compileHexPattern(source)('0a')).toBe('boolean');
          } catch (error) {
            expect(error).toBeInstanceOf(HexPatternError);
          }
        },
      ),
    );
  });
});
