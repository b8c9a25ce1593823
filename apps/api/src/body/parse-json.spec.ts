import { parseJson } from './parse-json';

function codeOf(bytes: Uint8Array): string {
  try {
    parseJson(bytes);
    return 'none';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('JSON of a body', () => {
  it.each`
    text                                           | code
    ${'{"a":[1,"ü"]}'}                             | ${'none'}
    ${'null'}                                      | ${'none'}
    ${'\ufeff{}'}                                  | ${'none'}
    ${''}                                          | ${'body.empty'}
    ${' \r\n\t'}                                   | ${'body.empty'}
    ${'{"a":'}                                     | ${'body.malformed_json'}
    ${"{'a':1}"}                                   | ${'body.malformed_json'}
    ${'{"a":NaN}'}                                 | ${'body.malformed_json'}
    ${'{"__proto__":{}}'}                          | ${'body.forbidden_key'}
    ${'{"\\u005f_proto__":{}}'}                    | ${'body.forbidden_key'}
    ${'{"constructor":{"prototype":{}}}'}          | ${'body.forbidden_key'}
    ${'['.repeat(32) + ']'.repeat(32)}             | ${'none'}
    ${'['.repeat(33) + ']'.repeat(33)}             | ${'body.too_deep'}
    ${`"${'['.repeat(100)}\\"${'{'.repeat(100)}"`} | ${'none'}
  `('$text: $code', ({ text, code }: { text: string; code: string }) => {
    expect(codeOf(Buffer.from(text))).toBe(code);
  });

  it.each([
    ['a byte that is never UTF-8', [0x22, 0xff, 0x22]],
    ['an overlong slash', [0x22, 0xc0, 0xaf, 0x22]],
    ['half of a surrogate pair', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['a character cut off', [0x22, 0xe2, 0x82, 0x22]],
  ])('%s is refused', (_what, bytes) => {
    expect(codeOf(Uint8Array.from(bytes))).toBe('body.invalid_utf8');
  });

  it('is refused before anything is built when it is nested a million times', () => {
    expect(codeOf(Buffer.from('['.repeat(1_000_000)))).toBe('body.too_deep');
  });
});
