import type { AmountPrediction } from '../../io-path/model/prediction';
import type { ScoreTerm } from '../score-term';

/** Rewards paths that cost the hypervisor little: 1 for nothing, a half for one whole core. */
export const hostCpu: ScoreTerm<{ readonly predicted: { readonly hostCores: AmountPrediction } }> = {
  name: 'host_cpu',
  formula: '`1 / (1 + host cores)`',
  value: ({ predicted }) => 1 / (1 + Math.max(0, predicted.hostCores.value)),
  reason: ({ predicted }) => `about ${Math.round(predicted.hostCores.value * 100) / 100} host cores`,
};
