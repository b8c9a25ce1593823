import { parseArgs } from 'node:util';

export const SABOTAGES = ['drop-unique-index', 'acknowledge-before-commit', 'skip-fencing'] as const;
export type SabotageName = (typeof SABOTAGES)[number];

export const DRILLS = ['kill-only-worker', 'redis-away'] as const;
export type DrillName = (typeof DRILLS)[number];

export interface FaultTestOptions {
  readonly seed: number;
  readonly durationS: number;
  readonly apis: number;
  readonly workers: number;
  readonly clients: number;
  readonly hosts: number;
  /** Short faults and short lives: for runs of less than a minute. */
  readonly isQuick: boolean;
  /** Keep the folder of a clean run too. */
  readonly keepsFolder: boolean;
  readonly sabotages: readonly SabotageName[];
  readonly drill: DrillName | null;
}

/** Thrown for arguments that cannot be used. */
export class UsageError extends Error {}

const USAGE = `usage: npm run test:faults -- [--minutes N | --seconds N] [--seed N] [--apis N] [--workers N] [--clients N]
         [--hosts N] [--quick] [--keep] [--sabotage all|${SABOTAGES.join('|')}] [--drill ${DRILLS.join('|')}]`;

const SABOTAGE_S = 40;

/** @throws UsageError telling what may be given */
export function readOptions(args: readonly string[]): FaultTestOptions {
  const values = parse(args);
  const sabotages = namesOf(values.sabotage, SABOTAGES, 'all');
  const [drill = null] = namesOf(values.drill, DRILLS, '');
  const seconds = values.seconds === undefined ? null : wholeNumber('seconds', values.seconds, 5);
  const minutes = values.minutes === undefined ? null : wholeNumber('minutes', values.minutes, 1);
  return {
    seed: values.seed === undefined ? Date.now() % 1_000_000 : wholeNumber('seed', values.seed, 0),
    durationS: seconds ?? (minutes === null ? (sabotages.length > 0 ? SABOTAGE_S : 60) : minutes * 60),
    apis: wholeNumber('apis', values.apis ?? '2', 1),
    workers: wholeNumber('workers', values.workers ?? '3', 1),
    clients: wholeNumber('clients', values.clients ?? '6', 1),
    hosts: wholeNumber('hosts', values.hosts ?? '6', 1),
    isQuick: (values.quick ?? false) || sabotages.length > 0,
    keepsFolder: values.keep ?? false,
    sabotages,
    drill,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    const options = {
      ...{ minutes: text, seconds: text, seed: text, apis: text, workers: text, clients: text, hosts: text },
      ...{ sabotage: text, drill: text, quick: flag, keep: flag },
    };
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function namesOf<Name extends string>(value: string | undefined, names: readonly Name[], all: string): readonly Name[] {
  if (value === undefined) return [];
  if (value === all) return names;
  const name = names.find((each) => each === value);
  if (name === undefined) throw new UsageError(`"${value}" is none of ${names.join(', ')}\n${USAGE}`);
  return [name];
}

function wholeNumber(name: string, text: string, min: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= min) return value;
  throw new UsageError(`--${name} must be a whole number from ${min} on, not "${text}"\n${USAGE}`);
}
