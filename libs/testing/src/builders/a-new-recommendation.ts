import { PROFILES, type VmRequest } from '@iopath/core';
import type { NewRecommendation } from '@iopath/usecases';
import { aVmRequest } from './a-vm-request';

/** A request as it is accepted, without a key, to be scored by `balanced`. */
export function aNewRecommendation(id: string, changes: Partial<VmRequest> = {}): NewRecommendation {
  return { id, request: aVmRequest(changes), profile: PROFILES.balanced, priority: 'interactive', idempotency: null };
}
