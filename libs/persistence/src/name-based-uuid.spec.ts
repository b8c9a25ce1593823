import { isUuid, nameBasedUuid } from './name-based-uuid';

describe('name-based UUID', () => {
  it('is the version 5 UUID of the RFC’s own example (RFC 9562, A.4)', () => {
    const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

    expect(nameBasedUuid(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it.each`
    text                                      | verdict
    ${'2ed6657d-e927-568b-95e1-2665a8aea6a2'} | ${true}
    ${'2ED6657D-E927-568B-95E1-2665A8AEA6A2'} | ${true}
    ${'2ed6657de927568b95e12665a8aea6a2'}     | ${false}
    ${'compute-1'}                            | ${false}
    ${''}                                     | ${false}
  `('"$text" can name a row: $verdict', ({ text, verdict }: { text: string; verdict: boolean }) => {
    expect(isUuid(text)).toBe(verdict);
  });
});
