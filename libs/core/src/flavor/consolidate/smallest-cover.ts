import { coverParts } from './cover-parts';

/** Which candidates serve which rows; row and candidate of one number are the same thing, and serve each other. */
export interface CoverProblem {
  readonly size: number;
  /** Candidates that serve a row, ascending, the row itself among them. */
  readonly serversOf: readonly (readonly number[])[];
  /** What it costs that a candidate serves a row: compared number by number, and added up. */
  readonly costOf: (server: number, row: number) => readonly number[];
}

export interface Cover {
  /** Candidates chosen, ascending. */
  readonly chosen: readonly number[];
  /** True when it is proven that fewer do not do. */
  readonly exact: boolean;
}

/** Steps of the search, counted and not timed so that the same input gives the same answer: some tens of milliseconds. */
const MAX_STEPS = 2_000_000;

/**
 * The fewest candidates that serve every row; of several such sets the cheapest, then the one that comes first. Set cover
 * is NP-hard, so beyond `maxSteps` the best found so far is given, which is at least as good as the greedy choice.
 *
 * Branch and bound: rows that only one candidate serves settle it first; then the row with the fewest servers is branched
 * on. Rows that share no server with each other give the lower bound.
 */
export function smallestCover(problem: CoverProblem, maxSteps = MAX_STEPS): Cover {
  const covers = coverParts(problem).map((part) => {
    const { chosen, exact } = coverOfPart(part.problem, Math.ceil((maxSteps * part.rows.length) / problem.size));
    return { chosen: chosen.flatMap((row) => part.rows[row] ?? []), exact };
  });
  return {
    chosen: covers.flatMap(({ chosen }) => chosen).sort((a, b) => a - b),
    exact: covers.every(({ exact }) => exact),
  };
}

function coverOfPart(problem: CoverProblem, maxSteps: number): Cover {
  const search = new CoverSearch(problem, maxSteps);
  const forced = [...new Set(problem.serversOf.flatMap((servers) => (servers.length === 1 ? servers : [])))];
  search.offer(search.greedy(forced));
  const exact = search.improve(forced, 'fewer');
  // Fewer do not do; among as many the cheapest is looked for as long as the steps last.
  search.improve(forced, 'cheaper');
  return { chosen: search.best, exact };
}

class CoverSearch {
  best: readonly number[] = [];
  private bestCost: readonly number[] | null = null;
  private readonly rowsOf: readonly (readonly number[])[];
  private stepsLeft: number;

  constructor(
    private readonly problem: CoverProblem,
    maxSteps: number,
  ) {
    this.stepsLeft = maxSteps;
    const rowsOf: number[][] = Array.from({ length: problem.size }, () => []);
    problem.serversOf.forEach((servers, row) => servers.forEach((server) => rowsOf[server]?.push(row)));
    this.rowsOf = rowsOf;
  }

  /** Takes, again and again, the candidate that serves the most rows not yet served; then leaves out whom nobody needs. */
  greedy(forced: readonly number[]): readonly number[] {
    const chosen = [...forced];
    const open = this.openRows(chosen);
    while (open.size > 0) {
      let best = -1;
      let most = 0;
      for (let server = 0; server < this.problem.size; server++) {
        const served = (this.rowsOf[server] ?? []).filter((row) => open.has(row)).length;
        if (served > most) [best, most] = [server, served];
      }
      chosen.push(best);
      for (const row of this.rowsOf[best] ?? []) open.delete(row);
    }
    return chosen.reduceRight<readonly number[]>((needed, one) => {
      const others = needed.filter((other) => other !== one);
      return this.openRows(others).size === 0 ? others : needed;
    }, chosen);
  }

  /** Keeps the set if it is better than the best so far. */
  offer(set: readonly number[]): void {
    const chosen = [...set].sort((a, b) => a - b);
    const cost = this.costOf(chosen);
    if (
      this.bestCost === null ||
      compare([chosen.length, ...cost, ...chosen], [this.best.length, ...this.bestCost, ...this.best]) < 0
    ) {
      this.best = chosen;
      this.bestCost = cost;
    }
  }

  /** @returns True when every set that could be better was looked at. */
  improve(forced: readonly number[], wanted: 'fewer' | 'cheaper'): boolean {
    this.branch([...forced], this.openRows(forced), wanted === 'fewer' ? 1 : 0);
    return this.stepsLeft > 0;
  }

  private branch(chosen: number[], open: ReadonlySet<number>, needed: 0 | 1): void {
    if (this.stepsLeft <= 0) return;
    if (open.size === 0) {
      this.offer(chosen);
      return;
    }
    const { row, bound } = this.look(open);
    if (chosen.length + bound + needed > this.best.length) return;
    for (const server of this.problem.serversOf[row] ?? []) {
      const left = new Set(open);
      for (const served of this.rowsOf[server] ?? []) left.delete(served);
      this.stepsLeft -= open.size;
      chosen.push(server);
      this.branch(chosen, left, needed);
      chosen.pop();
    }
  }

  /** The open row with the fewest servers, and how many servers the open rows need at least. */
  private look(open: ReadonlySet<number>): { readonly row: number; readonly bound: number } {
    const rows = [...open].sort((a, b) => this.serversOf(a).length - this.serversOf(b).length || a - b);
    const taken = new Set<number>();
    let bound = 0;
    for (const row of rows) {
      const servers = this.serversOf(row);
      this.stepsLeft -= servers.length;
      if (servers.some((server) => taken.has(server))) continue;
      bound++;
      servers.forEach((server) => taken.add(server));
    }
    return { row: rows[0] ?? 0, bound };
  }

  private serversOf(row: number): readonly number[] {
    return this.problem.serversOf[row] ?? [];
  }

  private openRows(chosen: readonly number[]): Set<number> {
    const served = new Set(chosen.flatMap((server) => this.rowsOf[server] ?? []));
    return new Set(Array.from({ length: this.problem.size }, (_, row) => row).filter((row) => !served.has(row)));
  }

  private costOf(set: readonly number[]): readonly number[] {
    const chosen = new Set(set);
    const total: number[] = [];
    this.stepsLeft -= this.problem.size;
    for (let row = 0; row < this.problem.size; row++) {
      cheapestServer(this.problem, row, chosen).cost.forEach((cost, i) => (total[i] = (total[i] ?? 0) + cost));
    }
    return total;
  }
}

/** The candidate among the chosen ones that serves a row for the least; of several the first. */
export function cheapestServer(
  { serversOf, costOf }: CoverProblem,
  row: number,
  chosen: ReadonlySet<number>,
): { readonly server: number; readonly cost: readonly number[] } {
  const servers = (serversOf[row] ?? []).filter((server) => chosen.has(server));
  const priced = servers.map((server) => ({ server, cost: costOf(server, row) }));
  const [cheapest] = priced.sort((a, b) => compare(a.cost, b.cost) || a.server - b.server);
  if (cheapest === undefined) throw new Error(`nobody chosen serves row ${row}`);
  return cheapest;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
