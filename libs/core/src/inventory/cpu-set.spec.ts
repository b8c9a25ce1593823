import fc from 'fast-check';
import { CpuSetSyntaxError, formatCpuSet, MAX_CPU, parseCpuSet } from './cpu-set';

const cpuSets = fc
  .uniqueArray(fc.nat({ max: MAX_CPU }), { minLength: 1, maxLength: 200 })
  .map((cpus) => cpus.sort((a, b) => a - b));

describe('a CPU list', () => {
  it.each`
    text            | cpus            | case
    ${'0'}          | ${[0]}          | ${'one CPU'}
    ${'0-3'}        | ${[0, 1, 2, 3]} | ${'a range'}
    ${'0-2,8'}      | ${[0, 1, 2, 8]} | ${'a range and one more'}
    ${'8,0-2'}      | ${[0, 1, 2, 8]} | ${'any order'}
    ${'1,1,0-1'}    | ${[0, 1]}       | ${'a CPU named twice'}
    ${' 0 , 2-3 '}  | ${[0, 2, 3]}    | ${'spaces around a part, as Nova allows'}
    ${'0-3,^2'}     | ${[0, 1, 3]}    | ${'one CPU excluded'}
    ${'^2,0-3'}     | ${[0, 1, 3]}    | ${'an exclusion before what it excludes'}
    ${'0-7,^2-5'}   | ${[0, 1, 6, 7]} | ${'a range excluded'}
    ${'0,^5'}       | ${[0]}          | ${'an exclusion of a CPU not in the list'}
    ${`${MAX_CPU}`} | ${[MAX_CPU]}    | ${'the highest CPU'}
  `('reads $case: "$text"', ({ text, cpus }: { text: string; cpus: number[] }) => {
    expect(parseCpuSet(text)).toEqual(cpus);
  });

  it.each`
    text                | complaint                       | case
    ${''}               | ${'not a CPU number'}           | ${'nothing'}
    ${'0,,1'}           | ${'not a CPU number'}           | ${'an empty part'}
    ${'a'}              | ${'"a" is not a CPU number'}    | ${'a word'}
    ${'-1'}             | ${'not a CPU number'}           | ${'a negative number'}
    ${'1.5'}            | ${'not a CPU number'}           | ${'a fraction'}
    ${'0x3'}            | ${'not a CPU number'}           | ${'a hexadecimal mask'}
    ${'0-'}             | ${'not a CPU number'}           | ${'an open range'}
    ${'3-1'}            | ${'range "3-1" runs backwards'} | ${'a reversed range'}
    ${`${MAX_CPU + 1}`} | ${`above ${MAX_CPU}`}           | ${'a CPU beyond the limit'}
    ${'0-99999999'}     | ${'not a CPU number'}           | ${'a range that would fill the memory'}
    ${'0-1,^0-1'}       | ${'names no CPU'}               | ${'everything excluded'}
  `('refuses $case: "$text"', ({ text, complaint }: { text: string; complaint: string }) => {
    expect(() => parseCpuSet(text)).toThrow(CpuSetSyntaxError);
    expect(() => parseCpuSet(text)).toThrow(complaint);
  });

  it.each`
    cpus            | text
    ${[]}           | ${''}
    ${[5]}          | ${'5'}
    ${[0, 1]}       | ${'0-1'}
    ${[0, 1, 2, 8]} | ${'0-2,8'}
    ${[0, 2, 4]}    | ${'0,2,4'}
  `('is written the shortest way Linux writes it: "$text"', ({ cpus, text }: { cpus: number[]; text: string }) => {
    expect(formatCpuSet(cpus)).toBe(text);
  });

  it('says the same after being written and read again', () => {
    fc.assert(
      fc.property(cpuSets, (cpus) => {
        expect(parseCpuSet(formatCpuSet(cpus))).toEqual(cpus);
      }),
    );
  });

  it('never holds a CPU that it excludes', () => {
    fc.assert(
      fc.property(cpuSets, fc.nat({ max: MAX_CPU }), (cpus, excluded) => {
        const others = cpus.filter((cpu) => cpu !== excluded);
        fc.pre(others.length > 0);

        expect(parseCpuSet(`${formatCpuSet(cpus)},^${excluded}`)).toEqual(others);
      }),
    );
  });
});
