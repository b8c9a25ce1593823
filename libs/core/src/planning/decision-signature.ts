import { formatHash, hash64 } from '../fleet/content-hash';
import type { Fleet } from '../fleet/fleet';
import { canonicalJson } from '../inventory/canonical-inventory';
import { modelVersionOf } from './model-version';
import type { VmRequest } from '../request/vm-request';
import type { Decision } from './decision';
import type { PlanningPolicy } from './planning-policy';
import { profileOf } from './request-profile';

export type DecisionSignature = Pick<Decision, 'modelVersion' | 'profile' | 'fleetDigest' | 'inputHash'>;

/**
 * What goes into a decision, by name and by hash: the same hash on every installation for the same input, and the same
 * decision for the same hash. Of the policy's profiles only the one in use counts, and its model counts by its version.
 *
 * @throws UnknownProfileError for a profile that is not in the policy's book.
 */
export function signatureOf(request: VmRequest, fleet: Fleet, policy: PlanningPolicy): DecisionSignature {
  const profile = profileOf(request, policy);
  const { model: _model, factAges: _inTheFleet, ...stated } = policy;
  const settings = canonicalJson({ ...stated, profiles: profile });
  const modelVersion = modelVersionOf(policy);
  const inputHash = formatHash(hash64([canonicalJson(request), fleet.digest, settings, modelVersion].join('\n')));
  const { name, version } = profile;
  return { modelVersion, profile: { name, version }, fleetDigest: fleet.digest, inputHash };
}
