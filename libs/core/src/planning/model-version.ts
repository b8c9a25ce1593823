import { MODEL_VERSION } from '../io-path/model/parameters.data';
import type { PlanningPolicy } from './planning-policy';

/** The version of the performance model that plans by this policy are made with. */
export function modelVersionOf({ model }: PlanningPolicy): string {
  return model?.version ?? MODEL_VERSION;
}
