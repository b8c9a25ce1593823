import { NO_LIMITS, replan, type ReplanGoal, type ReplanPlan } from '@iopath/core';
import { openSolver } from '@iopath/solver';
import { heldFleet, POLICY, type HeldFleet } from './replan/held-fleet';

/*
 * Re-planning in process: how long a plan takes on 1,000 hosts, how many moves it makes, and how far it is from a proven
 * bound. Absolute times say little on a shared machine: the ratio to a plain pass over the claims is taken in the same run.
 *
 * Only the cases named on the command line are run: `npm run bench:replan -- drain`.
 */

const HOSTS = 1_000;
/** The case with the most to do is asked for within half a minute. */
const BUDGET_MS = 30_000;

interface Case {
  readonly goal: ReplanGoal;
  /** VMs on the nth host. */
  readonly vmsOn: (nth: number) => number;
}

const RACK = Array.from({ length: 10 }, (_, nth) => hostName(500 + nth));

const CASES: Readonly<Record<string, Case>> = {
  drain: { goal: { kind: 'drain', hosts: [hostName(500)] }, vmsOn: (nth) => (nth === 500 ? 40 : 2 + (nth % 5)) },
  failure: {
    goal: { kind: 'failure', failed: RACK.map((name) => ({ kind: 'host', hostName: name })) },
    vmsOn: (nth) => (RACK.includes(hostName(nth)) ? 20 : 2 + (nth % 5)),
  },
  consolidate: {
    goal: { kind: 'consolidate', hosts: null, free: { kind: 'hosts' } },
    vmsOn: (nth) => 3 + (nth % 5),
  },
};

void run(process.argv.slice(2));

async function run(asked: readonly string[]): Promise<void> {
  const solver = await openSolver((error) => {
    throw error;
  });
  for (const [name, { goal, vmsOn }] of Object.entries(CASES)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const held = heldFleet(HOSTS, vmsOn);
    const passMs = timed(() => passOver(held));
    let plan: ReplanPlan | null = null;
    const start = performance.now();
    const planMs = timed(() => {
      plan = replan(
        { ...held, goal, limits: NO_LIMITS, policy: POLICY, waiting: [] },
        { solver, timeLeftMs: () => BUDGET_MS - (performance.now() - start), onProgress: () => undefined },
      );
    });
    print(name, held, plan as unknown as ReplanPlan, planMs, passMs);
  }
}

function print(name: string, { vms }: HeldFleet, plan: ReplanPlan, planMs: number, passMs: number): void {
  const { steps, stuck, objective, efficacy, status } = plan;
  const line = {
    bench: 'replan',
    case: name,
    hosts: HOSTS,
    vms: vms.length,
    status,
    plan_ms: planMs,
    ratio_to_plain_pass: planMs / passMs,
    moves: steps.length,
    temporary: steps.filter(({ isTemporary }) => isTemporary).length,
    stuck: Object.fromEntries(
      [...new Set(stuck.map(({ code }) => code))].map((code) => [code, stuck.filter((vm) => vm.code === code).length]),
    ),
    hosts_freed: efficacy.hostsFreed.length,
    value: objective.value,
    bound: objective.bound,
    gap: objective.gap,
    bound_by: objective.boundBy,
  };
  console.log(
    JSON.stringify(line, (_key, value: unknown) =>
      typeof value === 'number' ? Math.round(value * 10_000) / 10_000 : value,
    ),
  );
}

/** The least that any planner has to do: look at what every VM takes. */
function passOver({ fleet }: HeldFleet): number {
  let memoryMib = 0;
  for (const { claims } of fleet.hosts) for (const claim of claims) memoryMib += claim.memoryMib;
  return memoryMib;
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function hostName(nth: number): string {
  return `compute-${String(nth).padStart(5, '0')}`;
}
