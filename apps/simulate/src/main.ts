import 'reflect-metadata';
import type { PlanningPolicy } from '@iopath/core';
import { readCommandLine, USAGE, UsageError, type CommandLine } from './command-line';
import { readFleet } from './fleet/read-fleet';
import { NeedMix, type NeedyVm } from './needs/need-mix';
import { POLICIES } from './policies/all-policies';
import { replay } from './replay/replay';
import type { ReplayResult } from './replay/replay-result';
import { ProgressLine } from './text/progress-line';
import { resultsTable } from './text/results-table';
import { InputError } from './trace/input-error';
import { readTrace } from './trace/read-trace';

const COULD_NOT_RUN = 2;
const PLANNING: PlanningPolicy = { release: '2025.1' };
const clockMs = (): number => performance.now();

async function main(): Promise<void> {
  const asked = readCommandLine(process.argv.slice(2));
  if (asked.help) {
    process.stdout.write(USAGE);
    return;
  }
  const hosts = await readFleet(asked.fleet, asked.hosts);
  const vms = await needyVms(asked);
  const progress = new ProgressLine(process.stderr, clockMs);
  const results: ReplayResult[] = [];
  for (const name of asked.policies) {
    const policy = POLICIES[name]?.(PLANNING);
    if (policy === undefined) throw new UsageError(`There is no policy ${name}.`);
    const onVm = (done: number, accepted: number): void => progress.tell(name, done, vms.length, accepted);
    results.push(replay({ hosts, vms, policy, planning: PLANNING, clockMs, onVm }));
  }
  const { seed, profile } = asked;
  const document = { hosts: hosts.length, seed, profile, results };
  process.stdout.write(asked.json ? `${JSON.stringify(document, null, 2)}\n` : resultsTable(results));
}

/** Drawn once, so that every policy is asked for the same. */
async function needyVms({ trace, limit, seed, profile }: CommandLine): Promise<readonly NeedyVm[]> {
  const mix = new NeedMix(seed);
  const vms: NeedyVm[] = [];
  for await (const vm of readTrace(trace, limit)) vms.push(mix.next(vm, profile));
  return vms;
}

main().catch((error: unknown) => {
  const isForeseen = error instanceof UsageError || error instanceof InputError;
  const text = isForeseen ? `${error.message}${error instanceof UsageError ? '\n\n' + USAGE : ''}` : String(error);
  process.stderr.write(`The simulation could not be run. ${text}\n`);
  process.exitCode = COULD_NOT_RUN;
});
