import { NIC_PATH_NAMES } from '../io-path';
import { ASSUMED_LINK_SPEED_MBPS, parallelQueues } from './nic-capacity';
import { evidenceOf } from './evidence';
import type { NicTerms } from './nic-terms';
import type { ParameterName } from './parameters.data';
import type { NicModelInput } from './prediction';

const ALWAYS: readonly ParameterName[] = [
  'native.rtt_us',
  'line.efficiency',
  'event.kernel_exit_cycles',
  'event.cold_cache_factor',
  'interrupt.moderation_us',
  'tail.p99_factor',
  'tail.p999_factor',
];
const WHEN_WOKEN: readonly ParameterName[] = ['event.kick_cycles', 'event.wakeup_cycles'];
const WHEN_REMOTE: readonly ParameterName[] = ['numa.bulk_factor', 'numa.packet_factor', 'numa.latency_factor'];
const WHEN_QUEUES: readonly ParameterName[] = ['queues.gain_to_8', 'queues.gain_beyond_8', 'queues.gain_bulk_copy'];
const WHEN_SHARED: readonly ParameterName[] = ['sharers.kernel_exponent', 'sharers.pmd_loss_per_vm'];
const WHEN_LEGACY: readonly ParameterName[] = ['interrupt.exits_legacy', 'event.eoi_exit_cycles'];
const WHEN_POSTED: readonly ParameterName[] = ['interrupt.exits_posted', 'event.posted_interrupt_cycles'];

/** The rows that queue scaling was fitted to end here (M602). */
const MOST_QUEUES = 16;
/** Latency was measured at low load and rates at the limit; close to the limit neither speaks. */
const MOST_RHO = 0.8;

function parametersUsed({ profiles }: NicTerms, input: NicModelInput): readonly ParameterName[] {
  const { parameters, backEnd } = profiles[input.path];
  const names = [...parameters, ...ALWAYS];
  if (backEnd !== null && !backEnd.spins) names.push(...WHEN_WOKEN);
  if (input.numa !== 'local') names.push(...WHEN_REMOTE);
  if (parallelQueues(input) > 1) names.push(...WHEN_QUEUES);
  if (input.sharers > 1) names.push(...WHEN_SHARED);
  if (input.interrupts === 'legacy' || input.interrupts === 'unknown') names.push(...WHEN_LEGACY);
  if (input.interrupts === 'posted' || input.interrupts === 'unknown') names.push(...WHEN_POSTED);
  return names;
}

const INTERRUPTS_CASE = { legacy: 0, posted: 1, polling: 2, unknown: 3, apicv: 4 } as const;

/** One number for everything that decides which parameters enter. */
function caseOf(input: NicModelInput): number {
  const flags = (input.numa !== 'local' ? 8 : 0) + (parallelQueues(input) > 1 ? 16 : 0) + (input.sharers > 1 ? 32 : 0);
  return NIC_PATH_NAMES.indexOf(input.path) * 64 + flags + INTERRUPTS_CASE[input.interrupts];
}

/** Ids of the measurements behind the parameters that enter this prediction, sorted, each once; remembered by case. */
export function nicEvidence(terms: NicTerms, input: NicModelInput): readonly string[] {
  const key = caseOf(input);
  const known = terms.evidenceByCase.get(key);
  if (known !== undefined) return known;

  const evidence = evidenceOf(parametersUsed(terms, input).map((name) => terms.parameters[name]));
  terms.evidenceByCase.set(key, evidence);
  return evidence;
}

/** True where no measurement of this path reaches: link speed, queues, neighbours, load, or a path never measured. */
export function isNicExtrapolated({ profiles }: NicTerms, input: NicModelInput, rho: number): boolean {
  const { linkSpeedsMbps, mostSharers } = profiles[input.path];
  if (linkSpeedsMbps === null) return true;
  const link = input.linkSpeedMbps ?? ASSUMED_LINK_SPEED_MBPS;
  return (
    link < linkSpeedsMbps[0] ||
    link > linkSpeedsMbps[1] ||
    parallelQueues(input) > MOST_QUEUES ||
    input.sharers > mostSharers ||
    rho > MOST_RHO
  );
}
