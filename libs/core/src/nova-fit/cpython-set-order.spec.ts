import fc from 'fast-check';
import { cpythonMergedOrder, cpythonSetOrder } from './cpython-set-order';

describe('the order in which CPython walks a set of integers', () => {
  it.each`
    added                 | walked                | case
    ${[]}                 | ${[]}                 | ${'the empty set'}
    ${[0, 1]}             | ${[0, 1]}             | ${'neighbours'}
    ${[0, 12]}            | ${[0, 12]}            | ${'slots 0 and 4'}
    ${[5, 17]}            | ${[17, 5]}            | ${'17 lies in slot 1, 5 in slot 5'}
    ${[7, 31]}            | ${[31, 7]}            | ${'31 gives way to 7 and lands in slot 4'}
    ${[31, 7]}            | ${[7, 31]}            | ${'the other way round when 31 came first'}
    ${[0, 32]}            | ${[0, 32]}            | ${'32 gives way to 0'}
    ${[32, 0]}            | ${[32, 0]}            | ${'0 gives way to 32'}
    ${[6, 7, 8]}          | ${[8, 6, 7]}          | ${'8 wraps round'}
    ${[3, 7, 11, 14]}     | ${[11, 3, 14, 7]}     | ${'four members leave the table as it is'}
    ${[3, 7, 11, 14, 15]} | ${[3, 7, 11, 14, 15]} | ${'the fifth makes it grow to 32 slots'}
  `('$case: $added', ({ added, walked }: { added: number[]; walked: number[] }) => {
    expect(cpythonSetOrder(added)).toEqual(walked);
  });

  it('names each member once', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 8191 })), (members) => {
        expect([...cpythonSetOrder(members)].sort((a, b) => a - b)).toEqual([...members].sort((a, b) => a - b));
      }),
    );
  });
});

describe('the order after a merge into an empty set', () => {
  it.each`
    members                    | walked                     | case
    ${[31, 7]}                 | ${[31, 7]}                 | ${'up to four members lie as they lay'}
    ${[8, 10, 16, 17, 19, 27]} | ${[16, 17, 19, 8, 10, 27]} | ${'six are given 16 slots'}
  `('$case: $members', ({ members, walked }: { members: number[]; walked: number[] }) => {
    expect(cpythonMergedOrder(members)).toEqual(walked);
  });
});
