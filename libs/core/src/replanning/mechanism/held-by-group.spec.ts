import { aHeldVm, aHostClaim, aHostState, aVmRequest } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import type { GroupPolicy } from '../../request/vm-request';
import { groupSizes, isHeldByGroup } from './held-by-group';

function held(policy: GroupPolicy, members: number): boolean {
  const claims = Array.from({ length: members }, (_, nth) => aHostClaim({ reservationId: `r${nth}`, groupId: 'web' }));
  const { constraints } = aVmRequest();
  const request = aVmRequest({ constraints: { ...constraints, group: { id: 'web', policy } } });
  return isHeldByGroup(aHeldVm({ request }), groupSizes(buildFleet([aHostState('compute-1', { claims })])));
}

it.each([
  ['affinity', 2, true],
  ['affinity', 1, false],
  ['anti-affinity', 2, false],
  ['soft-affinity', 2, false],
] as const)('a VM of a group with %s and %i members is held: %s', (policy, members, expected) => {
  expect(held(policy, members)).toBe(expected);
});
