import { PARAMETERS } from './parameters.data';
import { quadrature, uncertain, type Uncertain } from './uncertain';

const GAIN_TO_8 = uncertain(PARAMETERS['queues.gain_to_8']);
const GAIN_BEYOND_8 = uncertain(PARAMETERS['queues.gain_beyond_8']);
const GAIN_BULK_COPY = uncertain(PARAMETERS['queues.gain_bulk_copy']);
const GAIN_KNEE = 8;

/** What `workers` queues with a worker each carry, in units of one: 0.93 each up to eight, 0.6 beyond (M597 to M602). */
export function packetGain(workers: number): Uncertain {
  const near = GAIN_TO_8.value * (Math.min(workers, GAIN_KNEE) - 1);
  const far = GAIN_BEYOND_8.value * Math.max(0, workers - GAIN_KNEE);
  const value = 1 + near + far;
  return { value, sd: quadrature(near * GAIN_TO_8.sd, far * GAIN_BEYOND_8.sd) / value };
}

/** The same for workers that copy bulk data, which memory limits sooner than cores do (M280, M281, M284). */
export function bulkCopyGain(workers: number): Uncertain {
  const gain = GAIN_BULK_COPY.value * (workers - 1);
  return { value: 1 + gain, sd: (gain * GAIN_BULK_COPY.sd) / (1 + gain) };
}
