import type { DeviceScore, ScoreTermResult } from '../planning/decision';
import type { VmRequest } from '../request/vm-request';
import type { Profile } from './profile';
import { SCORE_TERM_NAMES, type ScoreTerm, type ScoreTermName } from './score-term';
import { DISK_TERMS, HOST_TERMS, NIC_TERMS } from './terms';

/** A request's weights, with the sums that every candidate needs. */
export interface Weights {
  readonly byTerm: Readonly<Record<ScoreTermName, number>>;
  readonly nicSum: number;
  readonly diskSum: number;
  readonly hostSum: number;
}

/** Worth of a score that nothing speaks against. */
const PERFECT = 1;

const NO_WEIGHTS = Object.fromEntries(SCORE_TERM_NAMES.map((name) => [name, 0])) as Record<ScoreTermName, number>;

/**
 * The weights a request is scored by: its profile's, overridden term by term. The server group term counts only
 * where a soft policy gives it something to judge.
 */
export function weightsOf(request: VmRequest, profile: Pick<Profile, 'weights'>): Weights {
  const isSoft = request.constraints.group?.policy.startsWith('soft-') ?? false;
  const byTerm = { ...NO_WEIGHTS, ...profile.weights, ...request.weights };
  if (!isSoft) byTerm.server_group = 0;
  const sum = (terms: readonly { readonly name: ScoreTermName }[]): number =>
    terms.reduce((total, term) => total + byTerm[term.name], 0);
  return { byTerm, nicSum: sum(NIC_TERMS), diskSum: sum(DISK_TERMS), hostSum: sum(HOST_TERMS) };
}

/** Weighted mean of the terms over one input, 0..1; weights that are all 0 give 1. */
export function weightedTotal<Input>(terms: readonly ScoreTerm<Input>[], input: Input, weights: Weights): number {
  let sum = 0;
  let weightSum = 0;
  for (const term of terms) {
    const weight = weights.byTerm[term.name];
    if (weight === 0) continue;
    sum += weight * term.value(input);
    weightSum += weight;
  }
  return weightSum === 0 ? PERFECT : sum / weightSum;
}

/** The same total with every term's value and reason beside it. */
export function explainedScore<Input>(terms: readonly ScoreTerm<Input>[], input: Input, weights: Weights): DeviceScore {
  const results: ScoreTermResult[] = terms.map((term) => ({
    name: term.name,
    weight: weights.byTerm[term.name],
    value: round(term.value(input)),
    reason: term.reason(input),
  }));
  return { total: round(weightedTotal(terms, input, weights)), terms: results };
}

/** What a host brings to the score of a VM on it. */
export interface HostWorth {
  /** What its own terms come to, 0..1. */
  readonly total: number;
  /** Share of the whole score that is lost, because what is known of the host is old (`fleet/fact-age.ts`). */
  readonly discount: number;
}

/** For comparing devices alone. */
export const NO_HOST: HostWorth = { total: 0, discount: 0 };

/** What the devices of a VM come to, kind by kind. */
export interface DeviceTotals {
  /** Sum of the totals of so many NICs. */
  readonly nicTotal: number;
  readonly nics: number;
  readonly diskTotal: number;
  readonly disks: number;
}

/**
 * One score for the VM: the mean of its devices' totals and the host's total, each weighted by the sum of the
 * weights that went into it, less what old facts cost. A VM without NICs and disks is scored by its host alone.
 */
export function vmScore(
  nicTotals: readonly number[],
  diskTotals: readonly number[],
  host: HostWorth,
  weights: Weights,
): number {
  const [nics, disks] = [nicTotals.length, diskTotals.length];
  return scoreOf({ nicTotal: sumOf(nicTotals), nics, diskTotal: sumOf(diskTotals), disks }, host, weights);
}

/** The same from sums. It rises with each of the totals, so bounds on totals bound the score. */
export function scoreOf(
  { nicTotal, nics, diskTotal, disks }: DeviceTotals,
  { total: hostTotal, discount }: HostWorth,
  { nicSum, diskSum, hostSum }: Weights,
): number {
  const devices = nics + disks;
  const kept = 1 - discount;
  if (devices === 0) return round(hostTotal * kept);
  const deviceWeights = nicSum * nics + diskSum * disks;
  const meanDevice = deviceWeights === 0 ? PERFECT : (nicSum * nicTotal + diskSum * diskTotal) / deviceWeights;
  const meanDeviceWeight = deviceWeights / devices;
  const all = meanDeviceWeight + hostSum;
  return round((all === 0 ? PERFECT : (meanDevice * meanDeviceWeight + hostTotal * hostSum) / all) * kept);
}

/** Sum of numbers, left to right. */
export function sumOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** Six digits: enough to tell candidates apart, few enough that sums in another order tie alike. */
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
