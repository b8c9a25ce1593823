import { aHostState, aNicRequest, anInventory, aPf, aVmRequest } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import type { VmRequest } from '../../request/vm-request';
import { PROFILES } from '../../scoring/profiles';
import type { UnlockAnswer } from '../replan-result';
import type { RejectedRequest } from './rejected-request';
import { unlockingChanges } from './unlocking-changes';

const POLICY = { release: '2025.1' } as const;
/** Four VFs on physnet1, and links that are down. */
const FLEET = buildFleet([
  aHostState('compute-1', { inventory: anInventory({ pfs: [aPf(4, { linkState: 'down', totalVfs: 8 })] }) }),
]);
const ON_A_VF = aVmRequest({ nics: [aNicRequest({ paths: ['sriov_vf'] })] });
const NICS = ['a', 'b', 'c', 'd', 'e'].map((name) => aNicRequest({ name, paths: ['sriov_vf'] }));
const IN_NO_ZONE = aVmRequest({ constraints: { ...aVmRequest().constraints, availabilityZone: 'mars' } });

function rejected(...requests: readonly VmRequest[]): readonly RejectedRequest[] {
  return requests.map((request, nth) => ({ recommendationId: `r${nth}`, request, profile: PROFILES.balanced }));
}

function unlock(requests: readonly RejectedRequest[], timeLeftMs = () => 1): UnlockAnswer {
  return unlockingChanges(requests, FLEET, POLICY, 7, { timeLeftMs });
}

describe('the changes that let rejected requests in', () => {
  it('come with all requests that each lets in, those that let in most first', () => {
    const answer = unlock(rejected(IN_NO_ZONE, ON_A_VF, { ...ON_A_VF, name: 'again' }));

    expect(answer).toMatchObject({ days: 7, rejected: 3, stillRejected: 3, isAll: true });
    expect(answer.changes[0]?.unlocks).toEqual(['r1', 'r2']);
    const links = answer.changes.find(({ change }) => change.includes('link_state'));
    expect(links).toMatchObject({ changes: [{ target: 'fleet', to: 'up' }], unlocks: ['r1', 'r2'] });
    const zone = answer.changes.find(({ change }) => change.startsWith('constraints.availability_zone'));
    expect(zone).toMatchObject({ changes: [{ target: 'request', from: 'mars', to: 'any' }], unlocks: ['r0'] });
  });

  it('are tried on requests that did not bring them', () => {
    const answer = unlock(rejected(ON_A_VF, aVmRequest({ nics: NICS })));
    const more = answer.changes.find(
      ({ change }) => change.includes('more on each PF') && change.includes('link_state'),
    );

    expect(more?.changes.map(({ target }) => target)).toEqual(['fleet', 'fleet']);
    expect([...(more?.unlocks ?? [])].sort()).toEqual(['r0', 'r1']);
  });

  it('are none for what fits by now', () => {
    expect(unlock(rejected(aVmRequest()))).toMatchObject({ rejected: 1, stillRejected: 0, isAll: true, changes: [] });
  });

  it('let in several VMs only where there is room for all', () => {
    const two = { ...ON_A_VF, count: 5 };
    const links = unlock(rejected(ON_A_VF, two)).changes.find(
      ({ change }) => change === 'pfs[physnet1].link_state: down or unknown -> up',
    );

    expect(links?.unlocks).toEqual(['r0']);
  });

  it('are told as far as time went', () => {
    let left = 2;
    expect(unlock(rejected(ON_A_VF, IN_NO_ZONE), () => left--)).toMatchObject({
      stillRejected: 2,
      isAll: false,
      changes: [],
    });
  });

  it('are changes of the request too, for one that Nova refuses by now', () => {
    const flavor = { ...ON_A_VF.flavor, extraSpecs: { 'hw:cpu_thread_policy': 'isolate' } };
    expect(unlock(rejected({ ...ON_A_VF, flavor }))).toMatchObject({ stillRejected: 1 });
  });
});
