import { novaCpuSpec } from './cpu-spec';
import { isIntLike, lenientBoolean, osloBytes, pythonInt, strictBoolean } from './python-values';

describe('a number as Python reads it', () => {
  it.each`
    text       | value   | intLike
    ${'12'}    | ${12}   | ${true}
    ${' 12 '}  | ${12}   | ${false}
    ${'+3'}    | ${3}    | ${false}
    ${'-3'}    | ${-3}   | ${true}
    ${'02'}    | ${2}    | ${false}
    ${'1_000'} | ${1000} | ${false}
    ${'1__0'}  | ${null} | ${false}
    ${''}      | ${null} | ${false}
    ${'1.0'}   | ${null} | ${false}
    ${'0x10'}  | ${null} | ${false}
  `('"$text"', ({ text, value, intLike }: { text: string; value: number | null; intLike: boolean }) => {
    expect(pythonInt(text)).toBe(value);
    expect(isIntLike(text)).toBe(intLike);
  });
});

describe('a boolean as oslo reads it', () => {
  it.each`
    text       | strict   | lenient
    ${'True'}  | ${true}  | ${true}
    ${' ON '}  | ${true}  | ${true}
    ${'y'}     | ${true}  | ${true}
    ${'0'}     | ${false} | ${false}
    ${'off'}   | ${false} | ${false}
    ${'maybe'} | ${null}  | ${false}
    ${''}      | ${null}  | ${false}
  `('"$text"', ({ text, strict, lenient }: { text: string; strict: boolean | null; lenient: boolean }) => {
    expect(strictBoolean(text)).toBe(strict);
    expect(lenientBoolean(text)).toBe(lenient);
  });
});

describe('a size as oslo reads it', () => {
  it.each`
    text       | bytes
    ${'2MB'}   | ${2 * 1024 ** 2}
    ${'2MiB'}  | ${2 * 1024 ** 2}
    ${'1GB'}   | ${1024 ** 3}
    ${'1Gbit'} | ${1024 ** 3 / 8}
    ${'.5KB'}  | ${512}
    ${'3b'}    | ${1}
    ${'7B'}    | ${7}
    ${'2kB'}   | ${null}
    ${'2M'}    | ${null}
    ${'MB'}    | ${null}
  `('"$text"', ({ text, bytes }: { text: string; bytes: number | null }) => {
    expect(osloBytes(text)).toBe(bytes);
  });
});

describe('a list of guest CPUs as Nova reads it', () => {
  it.each`
    text          | cpus
    ${'0-2,5'}    | ${[0, 1, 2, 5]}
    ${' 3 , 1 '}  | ${[1, 3]}
    ${'0-4,^2-3'} | ${[0, 1, 4]}
    ${'0,,1,'}    | ${[0, 1]}
    ${'^1'}       | ${[]}
    ${''}         | ${[]}
    ${'3-1'}      | ${null}
    ${'a'}        | ${null}
    ${'-1'}       | ${null}
    ${'^'}        | ${null}
  `('"$text"', ({ text, cpus }: { text: string; cpus: number[] | null }) => {
    expect(novaCpuSpec(text)).toEqual(cpus);
  });

  it('stays small whatever range is written', () => {
    expect(novaCpuSpec('0-99999999999')?.length).toBeLessThan(100_000);
  });
});
