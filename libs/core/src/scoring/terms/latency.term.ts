import { LATENCY_FORMULA, latencyAt, latencyWorth } from '../curves';
import type { DiskScoreInput, NicScoreInput, ScoreTerm } from '../score-term';

const WITHOUT_TARGET = "Without a target the profile's objective counts";

/** Rewards a NIC whose predicted round trip meets its target, or the profile's objective when it states none. */
export const nicLatency: ScoreTerm<NicScoreInput> = {
  name: 'latency',
  formula: `round trip: ${LATENCY_FORMULA}. ${WITHOUT_TARGET}`,
  value: ({ nic, predicted, objectives }) =>
    latencyWorth(latencyAt(predicted.latencyUs, nic.latency), nic.latency?.targetUs ?? objectives.nicLatencyUs),
  reason: ({ nic, predicted, objectives }) =>
    inWords(latencyAt(predicted.latencyUs, nic.latency), nic.latency?.targetUs ?? null, objectives.nicLatencyUs),
};

/** The same for a disk's completion time. */
export const diskLatency: ScoreTerm<DiskScoreInput> = {
  name: 'latency',
  formula: `completion time: ${LATENCY_FORMULA}. ${WITHOUT_TARGET}`,
  value: ({ disk, predicted, objectives }) =>
    latencyWorth(latencyAt(predicted.latencyUs, disk.latency), disk.latency?.targetUs ?? objectives.diskLatencyUs),
  reason: ({ disk, predicted, objectives }) =>
    inWords(latencyAt(predicted.latencyUs, disk.latency), disk.latency?.targetUs ?? null, objectives.diskLatencyUs),
};

function inWords(latencyUs: number | null, targetUs: number | null, objectiveUs: number): string {
  const against = targetUs === null ? `the profile's ${objectiveUs} µs` : `the target of ${targetUs} µs`;
  if (latencyUs === null) return `overloaded at the load asked for; ${against} is out of reach`;
  const verdict = latencyUs <= (targetUs ?? objectiveUs) ? 'meets' : 'misses';
  return `${Math.round(latencyUs * 10) / 10} µs ${verdict} ${against}`;
}
