import fc from 'fast-check';
import { smallestCover, type CoverProblem } from './smallest-cover';

/** @param serves Pairs of a candidate and a row, beside each serving itself. */
function problem(size: number, serves: readonly (readonly [number, number])[], cost = 1): CoverProblem {
  const serversOf = Array.from({ length: size }, (_, row) =>
    [...new Set([row, ...serves.filter(([, served]) => served === row).map(([server]) => server)])].sort(
      (a, b) => a - b,
    ),
  );
  return { size, serversOf, costOf: (server, row) => [server === row ? 0 : cost] };
}

/** Greed takes 0, which serves four, and then needs two more; 1 and 2 do together. */
const GREEDY_TRAP = problem(9, [
  ...[3, 4, 5, 6].map((row) => [0, row] as const),
  ...[0, 3, 4, 7].map((row) => [1, row] as const),
  ...[5, 6, 8].map((row) => [2, row] as const),
]);

describe('the smallest cover', () => {
  it('is none of nothing', () => {
    expect(smallestCover(problem(0, []))).toEqual({ chosen: [], exact: true });
  });

  it('is smaller than the greedy choice where that goes wrong', () => {
    expect(smallestCover(GREEDY_TRAP)).toEqual({ chosen: [1, 2], exact: true });
  });

  it('is found part by part where parts have nothing to do with each other', () => {
    const many = Array.from(
      { length: 40 },
      (_, part) =>
        [
          [3 * part + 2, 3 * part],
          [3 * part + 2, 3 * part + 1],
          [3 * part + 1, 3 * part + 2],
        ] as const,
    ).flat();

    const { chosen, exact } = smallestCover(problem(120, many));

    expect(chosen).toEqual(Array.from({ length: 40 }, (_, part) => 3 * part + 2));
    expect(exact).toBe(true);
  });

  it('says when it was cut short, and still serves all', () => {
    const { chosen, exact } = smallestCover(GREEDY_TRAP, 1);

    expect(exact).toBe(false);
    expect(serves(GREEDY_TRAP, chosen)).toBe(true);
  });

  it('is the cheapest of several, then the first', () => {
    const either = problem(3, [
      [0, 2],
      [1, 2],
      [2, 0],
      [2, 1],
    ]);

    expect(smallestCover(either).chosen).toEqual([2]);
    expect(
      smallestCover(
        problem(2, [
          [0, 1],
          [1, 0],
        ]),
      ).chosen,
    ).toEqual([0]);
    expect(
      smallestCover({
        ...problem(2, [
          [0, 1],
          [1, 0],
        ]),
        costOf: (server, row) => [server === row ? 0 : 2 - server],
      }).chosen,
    ).toEqual([1]);
  });

  it('is as small as trying every subset finds', () => {
    const pairs = fc.tuple(fc.nat(7), fc.nat(7));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(pairs, { maxLength: 20 }), (size, all) => {
        const tried = problem(
          size,
          all.filter(([server, row]) => server < size && row < size),
        );
        const { chosen, exact } = smallestCover(tried);
        const subsets = Array.from({ length: 2 ** size }, (_, bits) => rowsOf(size).filter((row) => (bits >> row) & 1));
        const covers = subsets.filter((subset) => serves(tried, subset)).map(({ length }) => length);

        expect(exact).toBe(true);
        expect(serves(tried, chosen)).toBe(true);
        expect(chosen.length).toBe(Math.min(...covers));
      }),
      { numRuns: 300 },
    );
  });
});

function rowsOf(size: number): readonly number[] {
  return Array.from({ length: size }, (_, row) => row);
}

function serves({ serversOf }: CoverProblem, chosen: readonly number[]): boolean {
  return serversOf.every((servers) => servers.some((server) => chosen.includes(server)));
}
