import type { AmountPrediction, LatencyPrediction } from '../../io-path/model/prediction';
import type { Decision, DeviceScore, DiskPlacement, NicPlacement, Placement, ScoreTermResult } from '../decision';

export type FactValue = string | number | boolean | null;

/** Steps into a decision, its names and list places: `['members', 0, 'nics', 1, 'path']`. */
export type DecisionPath = readonly (string | number)[];

/** One thing that a decision says. */
export interface DecisionFact {
  /** The same thing in another decision has the same key, wherever it stands there. */
  readonly key: string;
  readonly at: DecisionPath;
  readonly value: FactValue;
}

/** What a decision was made by, and how it ended. */
export function outcomeFacts({ status, profile, modelVersion }: Decision): readonly DecisionFact[] {
  return [
    fact(['status'], status),
    fact(['profile', 'name'], profile.name),
    fact(['profile', 'version'], profile.version),
    fact(['modelVersion'], modelVersion),
  ];
}

/** Reasons of a decision that found no host, each with the hosts it refused. */
export function rejectionFacts(decision: Decision): readonly DecisionFact[] {
  if (decision.status !== 'no_valid_host') return [];
  return decision.rejections.map(({ code, hosts }, index) => ({
    key: `rejections/${code}`,
    at: ['rejections', index, 'hosts'],
    value: hosts,
  }));
}

/** Host and paths: what is left to say of a placement that has no counterpart. */
export function headlineFacts({ hostName, score, nics, disks }: Placement, at: DecisionPath): readonly DecisionFact[] {
  return [
    fact([...at, 'hostName'], hostName),
    fact([...at, 'score'], score),
    ...nics.map(({ path }, index) => fact([...at, 'nics', index, 'path'], path)),
    ...disks.map(({ path }, index) => fact([...at, 'disks', index, 'path'], path)),
  ];
}

/** All that a caller would act on: where, by which paths and devices, how good and why, what to expect. */
export function placementFacts(placement: Placement, at: DecisionPath): readonly DecisionFact[] {
  const { hostTerms, nics, disks, migration, devices } = placement;
  return [
    ...headlineFacts(placement, at),
    ...termFacts(hostTerms, [...at, 'hostTerms']),
    ...nics.flatMap((nic, index) => nicFacts(nic, [...at, 'nics', index])),
    ...disks.flatMap((disk, index) => diskFacts(disk, [...at, 'disks', index])),
    fact([...at, 'migration', 'mechanism'], migration.mechanism),
    ...devices.map(({ address }, index) => fact([...at, 'devices', index, 'address'], address)),
  ];
}

function nicFacts({ vnicType, numaNode, queues, score, predicted }: NicPlacement, at: DecisionPath) {
  return [
    fact([...at, 'vnicType'], vnicType),
    fact([...at, 'numaNode'], numaNode),
    fact([...at, 'queues'], queues),
    ...scoreFacts(score, [...at, 'score']),
    ...latencyFacts(predicted.latencyUs, [...at, 'predicted', 'latencyUs']),
    amountFact(predicted.throughputMbps, [...at, 'predicted', 'throughputMbps']),
    amountFact(predicted.hostCores, [...at, 'predicted', 'hostCores']),
  ];
}

function diskFacts({ numaNode, score, predicted }: DiskPlacement, at: DecisionPath) {
  return [
    fact([...at, 'numaNode'], numaNode),
    ...scoreFacts(score, [...at, 'score']),
    ...latencyFacts(predicted.latencyUs, [...at, 'predicted', 'latencyUs']),
    amountFact(predicted.iops, [...at, 'predicted', 'iops']),
    amountFact(predicted.hostCores, [...at, 'predicted', 'hostCores']),
  ];
}

function scoreFacts({ total, terms }: DeviceScore, at: DecisionPath): readonly DecisionFact[] {
  return [fact([...at, 'total'], total), ...termFacts(terms, [...at, 'terms'])];
}

/** Terms go by name: another version may have others between them. */
function termFacts(terms: readonly ScoreTermResult[], at: DecisionPath): readonly DecisionFact[] {
  return terms.flatMap(({ name, weight, value }, index) => [
    { key: keyOf([...at, name, 'weight']), at: [...at, index, 'weight'], value: weight },
    { key: keyOf([...at, name, 'value']), at: [...at, index, 'value'], value },
  ]);
}

function latencyFacts(latency: LatencyPrediction | null, at: DecisionPath): readonly DecisionFact[] {
  return [
    fact([...at, 'p50'], latency && fourDigits(latency.p50)),
    fact([...at, 'p99'], latency && fourDigits(latency.p99)),
  ];
}

function amountFact({ value }: AmountPrediction, at: DecisionPath): DecisionFact {
  return fact([...at, 'value'], fourDigits(value));
}

function fact(at: DecisionPath, value: FactValue): DecisionFact {
  return { key: keyOf(at), at, value };
}

function keyOf(at: DecisionPath): string {
  return at.join('/');
}

/** More digits than a prediction is good for would make differences of noise. */
function fourDigits(value: number): number {
  return Number(value.toPrecision(4));
}
