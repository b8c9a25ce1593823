import type { ModelParameters } from './parameters.data';
import { quadrature, uncertain, type Uncertain } from './uncertain';

/** What each queue more brings, in units of the first. */
export interface QueueTerms {
  readonly to8: Uncertain;
  readonly beyond8: Uncertain;
  readonly bulkCopy: Uncertain;
}

const GAIN_KNEE = 8;

export function queueTerms(parameters: ModelParameters): QueueTerms {
  return {
    to8: uncertain(parameters['queues.gain_to_8']),
    beyond8: uncertain(parameters['queues.gain_beyond_8']),
    bulkCopy: uncertain(parameters['queues.gain_bulk_copy']),
  };
}

/** What `workers` queues with a worker each carry, in units of one: 0.93 each up to eight, 0.6 beyond (M597 to M602). */
export function packetGain({ to8, beyond8 }: QueueTerms, workers: number): Uncertain {
  const near = to8.value * (Math.min(workers, GAIN_KNEE) - 1);
  const far = beyond8.value * Math.max(0, workers - GAIN_KNEE);
  const value = 1 + near + far;
  return { value, sd: quadrature(near * to8.sd, far * beyond8.sd) / value };
}

/** The same for workers that copy bulk data, which memory limits sooner than cores do (M280, M281, M284). */
export function bulkCopyGain({ bulkCopy }: QueueTerms, workers: number): Uncertain {
  const gain = bulkCopy.value * (workers - 1);
  return { value: 1 + gain, sd: (gain * bulkCopy.sd) / (1 + gain) };
}
