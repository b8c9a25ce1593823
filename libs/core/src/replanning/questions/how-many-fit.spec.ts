import { aHostClaim, aHostState, aNicRequest, anInventory, aPf, aVfClaim, aVmRequest } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import type { HostState } from '../../fleet/host-state';
import type { GroupPolicy, VmRequest } from '../../request/vm-request';
import type { CapacityAnswer } from '../replan-result';
import { howManyFit } from './how-many-fit';

const POLICY = { release: '2025.1' } as const;
/** Takes one VF. Hosts have four. */
const ON_A_VF = aVmRequest({ nics: [aNicRequest({ paths: ['sriov_vf'] })] });

function count(
  request: VmRequest,
  hosts: readonly HostState[],
  timeLeftMs = () => 1,
  mostVms?: number,
): CapacityAnswer {
  return howManyFit(request, buildFleet(hosts), POLICY, { timeLeftMs }, mostVms);
}

function hosts(...names: readonly string[]): readonly HostState[] {
  return names.map((name) => aHostState(name));
}

function inGroup(policy: GroupPolicy): VmRequest {
  return { ...ON_A_VF, constraints: { ...ON_A_VF.constraints, group: { id: 'web', policy } } };
}

describe('how many more of a request fit', () => {
  it('counts on every host, and says what is gone', () => {
    const answer = count(ON_A_VF, hosts('a', 'b'));

    expect(answer).toMatchObject({
      fits: 8,
      isAll: true,
      byHost: [
        { hostName: 'a', vms: 4 },
        { hostName: 'b', vms: 4 },
      ],
      fleetDigest: buildFleet(hosts('a', 'b')).digest,
    });
    expect(answer.bottleneck).toMatchObject([{ code: 'vf.none_free', hosts: 2 }]);
    expect(answer.relaxations.map(({ change }) => change)).toContain('nics[data].paths: sriov_vf -> any');
  });

  it('counts one VM at a time, whatever count the request has', () => {
    expect(count({ ...ON_A_VF, count: 3 }, hosts('a')).fits).toBe(4);
  });

  it('counts beside what is held', () => {
    const held = aHostClaim({ devices: [aVfClaim('0000:3b:01.2')] });
    expect(count(ON_A_VF, [aHostState('a', { claims: [held] })]).fits).toBe(3);
  });

  it('goes on by another path when the best is used up', () => {
    const inventory = anInventory({ localDisk: { totalGib: 200, kind: 'nvme' } });
    const answer = count(aVmRequest(), [aHostState('a', { inventory })]);

    expect(answer.fits).toBe(10);
    expect(answer.bottleneck).toMatchObject([{ code: 'capacity.disk' }]);
  });

  it('tells why none fits', () => {
    const answer = count(ON_A_VF, [aHostState('a', { inventory: anInventory({ pfs: [aPf(0)] }) })]);

    expect(answer).toMatchObject({ fits: 0, isAll: true, byHost: [] });
    expect(answer.bottleneck).toHaveLength(1);
  });
});

describe('server groups', () => {
  it('has one a host by anti-affinity, where the group has none', () => {
    const taken = aHostState('b', { claims: [aHostClaim({ groupId: 'web' })] });
    const answer = count(inGroup('anti-affinity'), [aHostState('a'), taken, aHostState('c')]);

    expect(answer.byHost).toEqual([
      { hostName: 'a', vms: 1 },
      { hostName: 'c', vms: 1 },
    ]);
    expect(answer.isAll).toBe(true);
    expect(answer.bottleneck).toMatchObject([{ code: 'group.anti_affinity', hosts: 3 }]);
  });

  it('has all on the host of the group by affinity', () => {
    const taken = aHostState('b', { claims: [aHostClaim({ groupId: 'web' })] });
    expect(count(inGroup('affinity'), [aHostState('a'), taken]).byHost).toEqual([{ hostName: 'b', vms: 4 }]);
  });

  it('has all on the roomiest host by affinity, while the group is nowhere', () => {
    const small = aHostState('a', { inventory: anInventory({ pfs: [aPf(2)] }) });
    expect(count(inGroup('affinity'), [small, aHostState('b')]).byHost).toEqual([{ hostName: 'b', vms: 4 }]);
  });

  it.each(['soft-affinity', 'soft-anti-affinity'] as const)('fills all hosts by %s', (policy) => {
    expect(count(inGroup(policy), hosts('a', 'b')).fits).toBe(8);
  });
});

describe('where counting ends early', () => {
  it('says that there may be more when time is over', () => {
    let left = 3;
    const answer = count(ON_A_VF, hosts('a'), () => left--);

    expect(answer).toMatchObject({ fits: 3, isAll: false, bottleneck: [], relaxations: [] });
  });

  it.each([5, 8])('counts no further than %i', (most) => {
    const answer = count(ON_A_VF, hosts('a', 'b'), undefined, most);

    expect(answer).toMatchObject({ fits: most, isAll: false });
  });
});
