import {
  assignmentModel,
  leastCounts,
  patternBound,
  relaxationBound,
  weightsFor,
  type LinearSolver,
  type OptionTable,
  type Packing,
  type TargetTerms,
} from '@iopath/core';
import { openSolver } from '@iopath/solver';
import { contendedTable, type TableShape } from './solver/contended-table';
import { largePacking } from './solver/large-packing';

/*
 * What HiGHS can do in which time: targets of fleets that are contended, exactly; the relaxation of what is too big for that;
 * how many hosts a large fleet needs at least. Absolute times say little on a shared machine: each line has the ratio to sorting
 * numbers in the same run.
 */

const LIMIT_S = 10;
const AMPLE_S = 60;

const GOALS = {
  drain: weightsFor({ kind: 'drain', hosts: [] }),
  consolidate: weightsFor({ kind: 'consolidate', hosts: null, free: { kind: 'hosts' } }),
} as const;

interface Case extends TableShape {
  readonly goal: keyof typeof GOALS;
}

const EXACT: readonly Case[] = [
  { goal: 'drain', vms: 30, hosts: 8, drained: 1, fill: 0.9 },
  { goal: 'drain', vms: 50, hosts: 20, drained: 4, fill: 0.8 },
  { goal: 'drain', vms: 200, hosts: 50, drained: 5, fill: 0.7 },
  { goal: 'consolidate', vms: 30, hosts: 8, drained: 0, fill: 0.5 },
  { goal: 'consolidate', vms: 50, hosts: 20, drained: 0, fill: 0.5 },
  { goal: 'consolidate', vms: 200, hosts: 50, drained: 0, fill: 0.5 },
];

const RELAXED: readonly TableShape[] = [
  { vms: 400, hosts: 125, drained: 2, fill: 0.8 },
  { vms: 1_000, hosts: 200, drained: 4, fill: 0.8 },
];

void run();

async function run(): Promise<void> {
  const solver = await openSolver((error) => {
    throw error;
  });
  // Code that runs for the first time is compiled first.
  exact({ goal: 'consolidate', vms: 20, hosts: 6, drained: 0, fill: 0.5 }, solver);
  for (const each of EXACT) print(exact(each, solver));
  for (const shape of RELAXED) print(relaxed(shape, solver));
  print(packed(solver));
}

function exact({ goal, ...shape }: Case, solver: LinearSolver): Line {
  const table = contendedTable(shape, 1);
  const weights = GOALS[goal];
  const [leastMs, least] = timed(() => leastCounts(table, weights, TERMS, null, solver, AMPLE_S));
  const [solveMs, solution] = timed(() => {
    const { model } = assignmentModel(table, weights, { ...TERMS, least });
    return { columns: model.columns.length, ...solver.solve(model, LIMIT_S) };
  });
  const { status, objective, bound, columns } = solution;
  const gap = objective === null ? null : (objective - bound) / Math.max(1, Math.abs(bound));
  return {
    case: 'exact',
    goal,
    ...shape,
    columns,
    least,
    status,
    objective,
    bound,
    gap,
    least_ms: leastMs,
    solve_ms: solveMs,
    ratio_to_sorting: (leastMs + solveMs) / sortingMs(),
  };
}

function relaxed(shape: TableShape, solver: LinearSolver): Line {
  const table = contendedTable(shape, 1);
  const [buildMs, { model }] = timed(() => assignmentModel(table, GOALS.drain, TERMS));
  const [solveMs, bound] = timed(() => relaxationBound(model, solver, AMPLE_S));
  const columns = model.columns.length;
  return {
    case: 'relaxation',
    ...shape,
    columns,
    bound,
    each_alone: cheapest(table),
    build_ms: buildMs,
    solve_ms: solveMs,
    ratio_to_sorting: (buildMs + solveMs) / sortingMs(),
  };
}

function packed(solver: LinearSolver): Line {
  const packing = largePacking();
  const [solveMs, bound] = timed(() => patternBound(packing, { stuck: 0, hostInUse: 1 }, Infinity, solver, AMPLE_S));
  return {
    case: 'hosts_needed',
    vms: packing.guests.reduce((sum, { vms }) => sum + vms, 0),
    hosts: packing.hosts.reduce((sum, { hosts }) => sum + hosts, 0),
    vm_kinds: packing.guests.length,
    host_kinds: packing.hosts.length,
    bound,
    by_sums: hostsBySums(packing),
    solve_ms: solveMs,
    ratio_to_sorting: solveMs / sortingMs(),
  };
}

const TERMS: TargetTerms = { noGoods: [], maxMoves: null, alwaysInUse: new Set(), pockets: [] };

/** Work that is the same on every machine: a million numbers from a fixed shuffle. */
function sortingMs(): number {
  const numbers = Float64Array.from({ length: 1_000_000 }, (_, index) => (index * 7_919) % 1_000_003);
  const [ms] = timed(() => numbers.sort());
  return ms;
}

/** What the targets cost if each VM were alone. */
function cheapest({ options }: OptionTable): number {
  return options.reduce((sum, ofVm) => sum + Math.min(...ofVm.map(({ cost }) => cost)), 0);
}

/** Hosts that are needed if of each amount only the sum counts. */
function hostsBySums({ guests, hosts }: Packing): number {
  const rows = [...(hosts[0]?.capacities.keys() ?? [])];
  const least = new Map(hosts[0]?.places.map(({ guest, takes }) => [guest, takes]));
  const needed = rows.map((row) => {
    const demand = guests.reduce(
      (sum, { vms }, guest) => sum + vms * (least.get(guest)?.find((take) => take.row === row)?.amount ?? 0),
      0,
    );
    const most = Math.max(...hosts.map(({ capacities }) => capacities.get(row) ?? 0));
    return Math.ceil(demand / most);
  });
  return Math.max(...needed);
}

function timed<Answer>(work: () => Answer): [number, Answer] {
  const start = performance.now();
  const answer = work();
  return [performance.now() - start, answer];
}

type Line = Readonly<Record<string, unknown>>;

function print(line: Line): void {
  console.log(
    JSON.stringify({ bench: 'solver', ...line }, (_key, value: unknown) =>
      typeof value === 'number' ? Math.round(value * 1000) / 1000 : value,
    ),
  );
}
