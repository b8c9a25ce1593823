import { novaCpuSpec } from './cpu-spec';

describe('a list of guest CPUs, as Nova reads it', () => {
  it.each<[string, string, readonly number[] | null]>([
    ['one CPU', '5', [5]],
    ['a range of one', '3-3', [3]],
    ['blanks around parts, and empty parts', ' 0-1 ,, 4 ', [0, 1, 4]],
    ['an exclusion, wherever it stands', '^1,0-3', [0, 2, 3]],
    ['everything excluded', '0-1,^0-1', []],
    ['nothing', '', []],
    ['a range that runs backwards', '3-1', null],
    ['a range without an end', '3-', null],
    ['a range without a beginning', '-3', null],
    ['a word', 'a', null],
  ])('with %s', (_case, text, cpus) => {
    expect(novaCpuSpec(text)).toEqual(cpus);
  });

  it.each<[string, string, readonly number[]]>([
    ['no more than both of its ends', '4095-999999', [4095, 4096, 999_999]],
    ['in order', '9000,5000', [5000, 9000]],
    ['not what is excluded', '5000,6000,^5000', [6000]],
    ['the first of them', '4096', [4096]],
  ])('has of CPUs that no guest has %s: enough to tell that they are out of range', (_case, text, cpus) => {
    expect(novaCpuSpec(text)).toEqual(cpus);
  });
});
