import type { CoverProblem } from './smallest-cover';

/** Rows that nobody outside of them serves, as a problem of their own. */
export interface CoverPart {
  /** Number in the whole problem of each row of the part, ascending. */
  readonly rows: readonly number[];
  readonly problem: CoverProblem;
}

/**
 * Takes a problem apart where no candidate serves rows of both sides. Each part is searched alone: together their ways
 * would multiply.
 *
 * @returns Parts in order of their first rows.
 */
export function coverParts(problem: CoverProblem): readonly CoverPart[] {
  const partOf = new Map<number, number>();
  const neighbours = neighboursOf(problem);
  for (let row = 0; row < problem.size; row++) {
    const waiting = partOf.has(row) ? [] : [row];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      partOf.set(next, row);
      waiting.push(...(neighbours[next] ?? []).filter((other) => !partOf.has(other)));
    }
  }
  const first = [...new Set(partOf.values())].sort((a, b) => a - b);
  return first.map((part) => {
    const rows = [...partOf].flatMap(([row, its]) => (its === part ? [row] : [])).sort((a, b) => a - b);
    return { rows, problem: restricted(problem, rows) };
  });
}

function neighboursOf({ size, serversOf }: CoverProblem): readonly (readonly number[])[] {
  const neighbours: number[][] = Array.from({ length: size }, () => []);
  serversOf.forEach((servers, row) => {
    for (const server of servers) {
      neighbours[row]?.push(server);
      neighbours[server]?.push(row);
    }
  });
  return neighbours;
}

function restricted({ serversOf, costOf }: CoverProblem, rows: readonly number[]): CoverProblem {
  const local = new Map(rows.map((row, index) => [row, index]));
  return {
    size: rows.length,
    serversOf: rows.map((row) => (serversOf[row] ?? []).flatMap((server) => local.get(server) ?? [])),
    costOf: (server, row) => costOf(rows[server] ?? 0, rows[row] ?? 0),
  };
}
