import type { GuestVariant } from '../../planning/devices/guest-variants';
import type { NicPathRule } from '../nic-rule';
import type { Rejection } from '../rejection';

/** The extra specs that a path needs must go with the caller's flavor and image, or Nova refuses the server (handbook 1.5). */
export const flavorAgrees: NicPathRule = {
  name: 'flavor-agrees',
  reject({ needs: { guestMemory } }, _nic, { topologies }) {
    if (guestMemory === 'any') return null;
    const needs = {
      sharedMemory: guestMemory === 'shared',
      lockedMemory: guestMemory === 'locked',
      pciPolicy: false,
    };
    return contradiction(topologies.for(needs, false));
  },
};

/** Why a guest with added extra specs cannot be; null when it can. */
export function contradiction({ addedSpecs, refusal }: GuestVariant): Rejection | null {
  if (refusal === null) return null;
  const required = Object.entries(addedSpecs).map(([key, value]) => `${key}=${value}`);
  return { code: 'flavor.contradiction', required: required.join(', '), available: refusal.message };
}
