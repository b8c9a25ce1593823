import type { PathModel } from '../../model/path-model';
import { ORDINARY_CONDITIONS, type NicConditions } from '../../model/nic-conditions';
import type { NicModelInput, NicPrediction } from '../../model/prediction';

/** Whether one ordering that holds on every test bed holds in a model, and by which figures. */
export interface OrderingResult {
  readonly id: string;
  readonly holds: boolean;
  readonly detail: string;
}

/** An ordering every sane model must reproduce; the numbers are those of docs/model.md. */
export interface Ordering {
  readonly id: string;
  readonly check: (model: PathModel) => readonly Claim[];
}

/** One part of an ordering: figures that must be in a relation. */
export interface Claim {
  readonly holds: boolean;
  readonly detail: string;
}

/** Rounding of the last digits is no violation. */
const SLACK = 1 + 1e-9;

function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function listed(entries: readonly (readonly [string, number])[], sign: string): string {
  return entries.map(([name, value]) => `${name} ${figure(value)}`).join(` ${sign} `);
}

/** Each figure at least as large as the one before. */
export function neverFalls(what: string, entries: readonly (readonly [string, number])[]): Claim {
  const holds = entries.every(([, value], i) => i === 0 || value * SLACK >= (entries[i - 1]?.[1] ?? NaN));
  return { holds, detail: `${what}: ${listed(entries, '<=')}` };
}

/** Each figure larger than the one before. */
export function rises(what: string, entries: readonly (readonly [string, number])[]): Claim {
  const holds = entries.every(([, value], i) => i === 0 || value > (entries[i - 1]?.[1] ?? NaN) * SLACK);
  return { holds, detail: `${what}: ${listed(entries, '<')}` };
}

/** A figure between two bounds. */
export function within(what: string, value: number, low: number, high: number): Claim {
  return { holds: value >= low && value <= high, detail: `${what}: ${figure(value)} in [${low}, ${high}]` };
}

/** A NIC on a local port of 25 GbE with posted interrupts, alone and without load; orderings vary what they are about. */
export function nicInput(overrides: Partial<NicModelInput>, conditions: Partial<NicConditions> = {}): NicModelInput {
  return {
    path: 'vhost_net',
    linkSpeedMbps: 25_000,
    vcpus: 8,
    queues: 1,
    numa: 'local',
    interrupts: 'posted',
    sharers: 1,
    bandwidthMbps: null,
    packetRateKpps: null,
    ...overrides,
    conditions: { ...ORDINARY_CONDITIONS, ...conditions },
  };
}

export const gbps = (prediction: NicPrediction): number => prediction.throughputMbps.value / 1000;
export const mpps = (prediction: NicPrediction): number => prediction.packetRateKpps.value / 1000;
export const cores = (prediction: NicPrediction): number => prediction.hostCores.value;
/** p99 round trip, µs; an overloaded path has none that ends. */
export const p99 = (prediction: NicPrediction): number => prediction.latencyUs?.p99 ?? Infinity;
