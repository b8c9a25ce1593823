import type { LinearEntry, LinearModel, LinearSolution, LinearSolver } from '../linear-model';
import type { GuestPlace, HostKind, Packing } from './packing';

/** What a packing is charged for. */
export interface PackingPoints {
  readonly stuck: number;
  readonly hostInUse: number;
}

/** Guests that fit on a host of a kind together. */
interface Pattern {
  readonly host: number;
  /** How many of each kind. */
  readonly guests: readonly number[];
}

const TOLERANCE = 1e-6;
const MOST_ROUNDS = 200;
/** For one that finds no place though it may stay: only to begin with, before there are patterns. */
const UNPLACED = 100;

/**
 * What any packing is charged at least, by column generation (Gilmore and Gomory): the linear program over all patterns of
 * guests that fit on a host together, of which only those are made that its prices ask for. Far nearer to the truth than the
 * relaxation of the assignment, which fills hosts to the last fraction of a guest.
 *
 * Each round proves a bound, by Lagrange: for its prices no pattern saves more than the best one. The best of them holds
 * whenever it ends.
 *
 * @param enough a bound as high as this is looked for no further.
 * @param timeLimitS what the solver may take in all.
 */
export function patternBound(
  packing: Packing,
  points: PackingPoints,
  enough: number,
  solver: LinearSolver,
  timeLimitS: number,
): number {
  const patterns: Pattern[] = [];
  let leftS = timeLimitS;
  const solve = (model: LinearModel): LinearSolution => {
    const solution = solver.solve(model, leftS);
    leftS -= solution.tookS;
    return solution;
  };
  let best = 0;
  if (enough <= 0) return best;
  for (let round = 0; round < MOST_ROUNDS && leftS > 0; round++) {
    const master = solve(masterModel(packing, points, patterns));
    if (master.status !== 'optimal' || master.objective === null) return best;
    const prices = packing.guests.map((_, guest) => Math.max(0, master.prices[guest] ?? 0));
    const worth = packing.hosts.map((host, index) => ({
      index,
      host,
      ...bestPattern(host, packing, prices, solve),
    }));
    best = Math.max(
      best,
      lagrangeBound(
        packing,
        points,
        prices,
        worth.map(({ most }) => most),
      ),
    );
    // The whole program comes to no more than this part of it.
    if (best >= Math.min(enough, master.objective) - TOLERANCE) return best;
    const better = worth.filter(({ index, host, value }) => {
      const slack = master.prices[packing.guests.length + index] ?? 0;
      return value > chargeOf(host, points) - slack + TOLERANCE;
    });
    if (better.length === 0) return best;
    patterns.push(...better.map(({ index, guests }) => ({ host: index, guests })));
  }
  return best;
}

function chargeOf({ isAlwaysInUse }: HostKind, { hostInUse }: PackingPoints): number {
  return isAlwaysInUse ? 0 : hostInUse;
}

/** Rows: each guest placed, stuck or unplaced; no more patterns than hosts. Columns: the stuck, the unplaced, the patterns. */
function masterModel({ guests, hosts }: Packing, points: PackingPoints, patterns: readonly Pattern[]): LinearModel {
  const column = (cost: number, upper: number) => ({ cost, lower: 0, upper, isInteger: false });
  const first = 2 * guests.length;
  return {
    offset: 0,
    columns: [
      ...guests.map(({ leaving }) => column(points.stuck, leaving)),
      ...guests.map(({ vms }) => column(UNPLACED * (points.stuck + points.hostInUse), vms)),
      ...patterns.map(({ host }) => column(chargeOf(hosts[host] as HostKind, points), Infinity)),
    ],
    rows: [
      ...guests.map(({ vms }, guest) => ({
        lower: vms,
        upper: Infinity,
        entries: [
          { column: guest, factor: 1 },
          { column: guests.length + guest, factor: 1 },
          ...patterns.map((pattern, nth) => ({ column: first + nth, factor: pattern.guests[guest] ?? 0 })),
        ].filter(({ factor }) => factor > 0),
      })),
      ...hosts.map(({ hosts: count }, index) => ({
        lower: -Infinity,
        upper: count,
        entries: patterns.flatMap(({ host }, nth) => (host === index ? [{ column: first + nth, factor: 1 }] : [])),
      })),
    ],
  };
}

interface BestPattern {
  readonly guests: readonly number[];
  /** What its guests are worth at the prices. */
  readonly value: number;
  /** No pattern of this host is worth more: proven. */
  readonly most: number;
}

function bestPattern(
  { capacities, places }: HostKind,
  { guests }: Packing,
  prices: readonly number[],
  solve: (model: LinearModel) => LinearSolution,
): BestPattern {
  const wanted = places.filter(({ guest }) => (prices[guest] ?? 0) > TOLERANCE);
  const columns = wanted.map(({ guest }) => ({
    cost: -(prices[guest] ?? 0),
    lower: 0,
    upper: guests[guest]?.vms ?? 0,
    isInteger: true,
  }));
  const rows = [...capacities].map(([row, upper]) => ({ lower: -Infinity, upper, entries: takenOf(row, wanted) }));
  const ofKind = guests.map(({ vms }, guest) => ({
    lower: -Infinity,
    upper: vms,
    entries: wanted.flatMap((place, column) => (place.guest === guest ? [{ column, factor: 1 }] : [])),
  }));
  const model = { columns, rows: [...rows, ...ofKind].filter(({ entries }) => entries.length > 0), offset: 0 };
  const { values, objective, bound } = solve(model);
  const counts = guests.map((_, guest) =>
    wanted.reduce((sum, place, column) => sum + (place.guest === guest ? (values[column] ?? 0) : 0), 0),
  );
  return { guests: counts, value: -(objective ?? 0), most: -bound };
}

function takenOf(row: string, places: readonly GuestPlace[]): readonly LinearEntry[] {
  return places.flatMap(({ takes }, column) => {
    const amount = takes.reduce((sum, take) => sum + (take.row === row ? take.amount : 0), 0);
    return amount > 0 ? [{ column, factor: amount }] : [];
  });
}

/** Every guest pays its price; a host gives back what its best pattern is worth beyond its charge, a stuck guest likewise. */
function lagrangeBound(
  { guests, hosts }: Packing,
  points: PackingPoints,
  prices: readonly number[],
  most: readonly number[],
): number {
  const paid = guests.reduce((sum, { vms, leaving }, guest) => {
    const price = prices[guest] ?? 0;
    return sum + vms * price - leaving * Math.max(0, price - points.stuck);
  }, 0);
  return hosts.reduce(
    (sum, host, index) => sum - host.hosts * Math.max(0, (most[index] ?? Infinity) - chargeOf(host, points)),
    paid,
  );
}
