import type { Parameter } from './parameter';
import type { NumaLocality } from './prediction';
import { between1And, exactly, uncertain, type Uncertain } from './uncertain';

export type ByLocality = Readonly<Record<NumaLocality, Uncertain>>;

/**
 * The factor for each locality, from the factor for a remote device. Unknown is half way between local and remote in
 * logarithms, spread so that the interval reaches both.
 */
export function byLocality(remote: Parameter): ByLocality {
  const factor = uncertain(remote);
  return { local: exactly(1), remote: factor, unknown: between1And(factor) };
}
