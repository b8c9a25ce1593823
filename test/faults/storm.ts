import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { check } from './checker/check';
import { Board } from './clients/board';
import { HOST_CAPACITY, hostNames } from './clients/fleet';
import { type ActionName, type ClientOptions, runClient } from './clients/random-client';
import { uploadFleet } from './clients/upload-fleet';
import { calm } from './cluster/aftermath';
import { type Cluster, startCluster } from './cluster/cluster';
import type { Evidence, Violation } from './history/evidence';
import { readRows } from './history/read-rows';
import { HistoryRecorder } from './history/recorder';
import { unleash } from './nemesis/nemesis';
import { runRogue } from './nemesis/rogue';
import { QUICK_PACE, scheduleOf, USUAL_PACE } from './nemesis/schedule';
import { runTimeLapse } from './nemesis/time-lapse';
import type { FaultTestOptions } from './options';

/** What is done differently for a run that is to find something. */
export interface Weakening {
  readonly root: string;
  /** Takes guards out of the migrated database. */
  readonly prepare: (sql: Client) => Promise<void>;
  /** Whether the rogue's writes are kept where the database lets them pass. */
  readonly rogueKeeps: boolean;
  readonly favoured: ClientOptions['favoured'];
}

export interface StormReport {
  readonly seed: number;
  readonly durationS: number;
  readonly apis: number;
  readonly workers: number;
  readonly clients: number;
  /** By kind and outcome. */
  readonly operations: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly rogueAttempts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly rows: Readonly<Record<string, number>>;
  readonly isAudited: boolean;
  readonly violations: readonly Violation[];
  /** Where history, logs and a dump of the database lie; null when they were removed. */
  readonly folder: string | null;
}

const ROGUE_GAP_MS = [300, 3_000] as const;
const TIME_LAPSE_GAP_MS = [300, 2_500] as const;
const TTL_S = [30, 60] as const;

/** One run: clients and nemesis at work on a cluster of its own, then calm, then judgement. */
export async function runStorm(
  options: FaultTestOptions,
  weakening: Weakening,
  print: (line: string) => void,
): Promise<StormReport> {
  const folder = await mkdtemp(path.join(tmpdir(), 'iopath-faults-'));
  const recorder = new HistoryRecorder(path.join(folder, 'history.jsonl'));
  const cluster = await startCluster(folder, weakening.root, options, weakening.prepare);
  let violations: readonly Violation[];
  let evidence: Evidence;
  try {
    evidence = await rage(cluster, options, weakening, recorder, print);
    violations = check(evidence);
    if (violations.length > 0) dump(cluster, folder);
  } finally {
    await cluster.stop();
    await recorder.close();
  }
  const isKept = violations.length > 0 || options.keepsFolder;
  const report = reportOf(options, evidence, violations, isKept ? folder : null);
  if (isKept) {
    await writeFile(path.join(folder, 'report.json'), JSON.stringify(report, null, 2));
    for (const data of ['postgres-home', 'redis']) await rm(path.join(folder, data), { recursive: true, force: true });
  } else {
    await rm(folder, { recursive: true, force: true });
  }
  return report;
}

async function rage(
  cluster: Cluster,
  options: FaultTestOptions,
  { rogueKeeps, favoured }: Weakening,
  recorder: HistoryRecorder,
  print: (line: string) => void,
): Promise<Evidence> {
  const { seed, hosts } = options;
  const apis = cluster.apis.map(({ url }) => url);
  await uploadFleet(apis[0] ?? '', hosts);
  const known = await readAbilities(apis[0] ?? '');
  if (known.without.length > 0) print(`the service does not know yet: ${known.without.join(', ')}`);
  const stormMs = options.durationS * 1_000;
  const schedule = scheduleOf(seed, stormMs, options.isQuick ? QUICK_PACE : USUAL_PACE);
  for (const { atMs, kind, durationMs, index } of schedule) {
    print(`${(atMs / 1_000).toFixed(1)} s: ${kind} for ${durationMs} ms (${index})`);
  }

  const endMs = Date.now() + stormMs;
  const isOver = () => Date.now() >= endMs;
  const board = new Board();
  const client = { seed, apis, hosts, ttlS: TTL_S, favoured, ...known };
  await Promise.all([
    unleash(cluster, schedule, recorder),
    runRogue(cluster, { seed, gapMs: ROGUE_GAP_MS, keeps: rogueKeeps }, recorder, isOver),
    runTimeLapse(cluster, { seed, gapMs: TIME_LAPSE_GAP_MS }, recorder, board, isOver),
    ...Array.from({ length: options.clients }, (_, index) =>
      runClient(`client-${index + 1}`, client, board, recorder, isOver),
    ),
    sleep(stormMs),
  ]);
  const aftermath = await calm(cluster, recorder);
  const sql = await cluster.sql();
  const rows = await readRows(sql);
  await sql.end();
  return {
    operations: recorder.operations,
    faults: recorder.faults,
    rogueAttempts: recorder.rogueAttempts,
    unexpectedEnds: [...cluster.apis.map(({ process }) => process), ...cluster.workers].flatMap(
      ({ unexpectedEnds }) => unexpectedEnds,
    ),
    capacities: Object.fromEntries(hostNames(hosts).map((name) => [name, HOST_CAPACITY])),
    rows,
    aftermath,
  };
}

/** Endpoints that came later than others; what the service does not document is not tried on it. */
const LATER: Readonly<Partial<Record<ActionName, string>>> = {
  renew: '/v1/allocations/{id}:renew',
  renewAll: '/v1/recommendations/{id}:renew',
  swap: '/v1/allocations:swap',
  quarantine: '/v1/quarantines',
  clearQuarantine: '/v1/quarantines/{id}:clear',
  readHistory: '/v1/recommendations/{id}/history',
};

async function readAbilities(api: string): Promise<{ readonly without: ActionName[]; readonly hasPriority: boolean }> {
  const text = await (await fetch(`${api}/openapi.json`)).text();
  const { paths } = JSON.parse(text) as { readonly paths: Readonly<Record<string, unknown>> };
  const missing = Object.entries(LATER).filter(([, route]) => !(route in paths));
  return { without: missing.map(([action]) => action as ActionName), hasPriority: text.includes('"priority"') };
}

/** For people, after the fact; a machine without `pg_dump` has the history alone. */
function dump(cluster: Cluster, folder: string): void {
  const program = path.join(cluster.postgres.binaries, 'pg_dump');
  spawnSync(program, ['--file', path.join(folder, 'database.sql'), cluster.postgres.url('advisor')]);
}

function reportOf(
  { seed, durationS, apis, workers, clients }: FaultTestOptions,
  { operations, faults, rogueAttempts, rows, aftermath }: Evidence,
  violations: readonly Violation[],
  folder: string | null,
): StormReport {
  const outcomes = operations.map(({ kind, outcome }) => ({
    kind,
    outcome: outcome.kind === 'refused' ? outcome.code : outcome.kind === 'ok' ? 'ok' : `? ${outcome.why}`,
  }));
  return {
    ...{ seed, durationS, apis, workers, clients },
    operations: countTwice(outcomes),
    faults: count(faults.map(({ kind }) => kind)),
    rogueAttempts: countTwice(rogueAttempts.map(({ kind, refusedBy }) => ({ kind, outcome: refusedBy ?? 'passed' }))),
    rows: {
      recommendations: rows.recommendations.length,
      reservations: rows.reservations.length,
      allocations: rows.allocations.length,
      ledger: rows.ledger.length,
      ...count(rows.recommendations.map(({ status }) => status)),
    },
    isAudited: aftermath.auditFindings !== null,
    violations,
    folder,
  };
}

function countTwice(items: readonly { readonly kind: string; readonly outcome: string }[]) {
  const kinds = [...new Set(items.map(({ kind }) => kind))].sort();
  return Object.fromEntries(
    kinds.map((kind) => [kind, count(items.filter((item) => item.kind === kind).map(({ outcome }) => outcome))]),
  );
}

function count(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** The product as it is, built in `root`. */
export function unweakened(root: string): Weakening {
  return { root, prepare: () => Promise.resolve(), rogueKeeps: false, favoured: {} };
}
