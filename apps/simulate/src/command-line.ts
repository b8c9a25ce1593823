import { parseArgs } from 'node:util';
import { PROFILES } from '@iopath/core';
import { POLICIES } from './policies/all-policies';

const POLICY_NAMES = [...Object.keys(POLICIES), 'all'];

export const USAGE = `npm run simulate -- --trace FILE --fleet FILE --policy NAME [options]

Replays VM requests through the advisor or a stand-in for Nova without it, and tells what became of them.

  --trace FILE    CSV (or .csv.gz) of VMs: Azure's columns or openb's, see docs/simulation.md
  --fleet FILE    inventory documents, one a line (.gz too); or openb's node list (.csv); or generated:N
  --policy NAME   ${POLICY_NAMES.join(', ')}
  --hosts N       take N hosts of the fleet, spread evenly over it
  --limit N       replay the first N VMs only
  --seed N        of the drawn needs; 1 when left out
  --profile NAME  by which the advisor scores: ${Object.keys(PROFILES).join(', ')}; balanced when left out
  --json          one JSON document in place of the table
  --help          this text

Ends with 0, or with 2 when it could not run.
`;

export interface CommandLine {
  readonly help: boolean;
  readonly trace: string;
  readonly fleet: string;
  /** In the order in which they are replayed. */
  readonly policies: readonly string[];
  readonly hosts: number | null;
  readonly limit: number;
  readonly seed: number;
  readonly profile: string;
  readonly json: boolean;
}

/** What was typed makes no sense; the message says what does. */
export class UsageError extends Error {}

/** @throws UsageError. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const values = valuesOf(args);
  const { help = false, json = false, profile = 'balanced', trace = '', fleet = '', policy = '' } = values;
  if (!help) {
    if (trace === '' || fleet === '') throw new UsageError('--trace and --fleet are needed.');
    if (!POLICY_NAMES.includes(policy)) throw new UsageError(`--policy has to be one of ${POLICY_NAMES.join(', ')}.`);
  }
  if (!Object.keys(PROFILES).includes(profile))
    throw new UsageError(`--profile has to be one of ${Object.keys(PROFILES).join(', ')}.`);
  return {
    help,
    trace,
    fleet,
    policies: policy === 'all' ? Object.keys(POLICIES) : [policy],
    hosts: values.hosts === undefined ? null : wholeNumber('hosts', values.hosts, 1),
    limit: values.limit === undefined ? Infinity : wholeNumber('limit', values.limit, 1),
    seed: values.seed === undefined ? 1 : wholeNumber('seed', values.seed, 0),
    profile,
    json,
  };
}

function valuesOf(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { trace: text, fleet: text, policy: text, hosts: text, limit: text, seed: text, profile: text };
  try {
    return parseArgs({ args: [...args], options: { ...options, json: flag, help: flag } }).values;
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(`--${name} has to be a whole number from ${least} up.`);
}
