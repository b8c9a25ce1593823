import { aHeldVm, aHostClaim, aHostState, aNicRequest, anInventory, aPf, aVfClaim, aVmRequest } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import type { HostState } from '../../fleet/host-state';
import { placeOnHost } from '../../planning/search/place-on-host';
import type { GroupPolicy } from '../../request/vm-request';
import type { HeldVm } from '../held-vm';
import { narrowedRequest } from '../mechanism/narrowed-request';
import type { VmMigratability } from './host-migratability';
import { migratabilityOf } from './migratability-of';

const ON_A_VF = {
  request: aVmRequest({ nics: [aNicRequest({ paths: ['sriov_vf', 'vhost_net'] })] }),
  paths: { nics: { data: 'sriov_vf' }, disks: { root: 'virtio_blk' } },
} as const;
const WITHOUT_VFS = anInventory({ pfs: [aPf(0)] });

/** With the flavor that the planner answers for its paths on a usual host. */
function asPlaced(vm: HeldVm): HeldVm {
  const placement = placeOnHost(
    narrowedRequest(vm, { paths: 'same', keepGroups: true, toHosts: null }),
    aHostState('compute-2'),
    {
      release: '2025.1',
    },
  );
  return { ...vm, extraSpecs: placement?.nova.flavor.extraSpecs ?? {} };
}

function judge(vm: HeldVm, ...others: readonly HostState[]): VmMigratability {
  const claims = [aHostClaim({ reservationId: vm.reservationId, groupId: vm.request.constraints.group?.id ?? null })];
  const fleet = buildFleet([aHostState('compute-1', { claims }), ...others]);
  const [judged] = migratabilityOf('compute-1', [vm], fleet, { release: '2025.1' }).vms;
  if (judged === undefined) throw new Error('no VM was judged');
  return judged;
}

function inGroup(policy: GroupPolicy): HeldVm {
  const { constraints } = aVmRequest();
  return aHeldVm({ request: aVmRequest({ constraints: { ...constraints, group: { id: 'web', policy } } }) });
}

describe('where a VM could go', () => {
  it('names hosts by how it would go to them, least disturbing first', () => {
    const withoutVhost = anInventory({ vhost: { net: false, user: true, vdpa: false } });
    const dpdk = anInventory({
      ...withoutVhost,
      bridges: [{ name: 'br', physicalNetwork: 'physnet1', datapath: 'netdev', uplinkMbps: 25_000, hwOffload: null }],
      fileBackedMemory: true,
    });
    const { targets, ways } = judge(
      asPlaced(aHeldVm()),
      aHostState('compute-3'),
      aHostState('compute-2'),
      aHostState('compute-4', { inventory: dpdk }),
    );

    expect(targets).toBe(3);
    expect(ways).toMatchObject([
      {
        mechanism: 'transparent',
        action: 'os-migrateLive',
        paths: { nics: { data: 'vhost_net' } },
        hosts: 2,
        hostNames: ['compute-2', 'compute-3'],
      },
      { mechanism: 'cold', paths: { nics: { data: 'vhost_user' } }, hostNames: ['compute-4'] },
    ]);
  });

  it('keeps to the kind of port that it has', () => {
    const { targets, ways, rejections } = judge(
      aHeldVm(ON_A_VF),
      aHostState('compute-2', { inventory: WITHOUT_VFS }),
      aHostState('compute-3'),
    );

    expect(targets).toBe(1);
    expect(ways).toMatchObject([{ mechanism: 'unplug_replug', hostNames: ['compute-3'] }]);
    expect(rejections).toMatchObject([{ hosts: 1, example: { hostName: 'compute-2' } }]);
  });

  it('counts all hosts and names the first', () => {
    const many = Array.from({ length: 20 }, (_, nth) => aHostState(`other-${String(nth).padStart(2, '0')}`));
    const [way] = judge(aHeldVm(), ...many).ways;

    expect(way?.hosts).toBe(20);
    expect(way?.hostNames).toHaveLength(16);
    expect(way?.hostNames[0]).toBe('other-00');
  });

  it('moves nothing but the reservation of a VM without server', () => {
    expect(judge(aHeldVm({ serverId: null, state: 'reserved' }), aHostState('compute-2')).ways).toMatchObject([
      { mechanism: 'ledger', action: 'none' },
    ]);
  });
});

describe('what is in the way', () => {
  it('is that there is no other host', () => {
    expect(judge(aHeldVm())).toMatchObject({ targets: 0, ways: [], refusals: [], rejections: [] });
  });

  it('is room, by the rules that refuse', () => {
    const claims = [0, 1, 2, 3].map((nth) =>
      aHostClaim({ reservationId: `r${nth}`, devices: [aVfClaim(`0000:3b:0${nth + 1}.2`)] }),
    );
    const { targets, rejections } = judge(aHeldVm(ON_A_VF), aHostState('compute-2', { claims }));

    expect(targets).toBe(0);
    expect(rejections.map(({ code }) => code)).toContain('vf.none_free');
  });

  it('is the need to move while it runs, with the device that cannot', () => {
    const vm = aHeldVm({
      request: aVmRequest({ migration: 'live_required' }),
      extraSpecs: { 'pci_passthrough:alias': 'gpu:2' },
    });
    const { targets, refusals, notLive } = judge(vm, aHostState('compute-2'));

    expect(targets).toBe(0);
    expect(refusals.map(({ code }) => code)).toEqual(['vm.not_live_migratable']);
    expect(notLive).toMatchObject([{ device: 'pci_passthrough:alias', path: null }]);
  });

  it.each([
    ['whole PF', { nics: { data: 'pci_passthrough' }, disks: {} }, 'data'],
    ['passed-through disk', { nics: {}, disks: { root: 'pci_passthrough' } }, 'root'],
  ] as const)('is a %s for a live migration', (_what, paths, device) => {
    expect(judge(aHeldVm({ paths }), aHostState('compute-2')).notLive).toMatchObject([{ device }]);
  });

  it('is an affinity group with others on the host', () => {
    const vm = inGroup('affinity');
    const claims = [vm.reservationId, 'another'].map((reservationId) => aHostClaim({ reservationId, groupId: 'web' }));
    const fleet = buildFleet([aHostState('compute-1', { claims }), aHostState('compute-2')]);
    const [judged] = migratabilityOf('compute-1', [vm], fleet, { release: '2025.1' }).vms;

    expect(judged).toMatchObject({ targets: 0, refusals: [{ code: 'vm.group_holds_it' }] });
    expect(judge(vm, aHostState('compute-2')).targets).toBe(1);
  });

  it('is an anti-affinity group on the other host', () => {
    const taken = aHostState('compute-2', { claims: [aHostClaim({ groupId: 'web' })] });

    expect(judge(inGroup('anti-affinity'), taken)).toMatchObject({
      targets: 0,
      rejections: [{ code: 'group.anti_affinity' }],
    });
  });

  it('is Nova, where it refuses flavor and image by now', () => {
    const flavor = { ...aVmRequest().flavor, extraSpecs: { 'hw:cpu_thread_policy': 'isolate' } };
    const { refusals } = judge(aHeldVm({ request: aVmRequest({ flavor }) }), aHostState('compute-2'));

    expect(refusals).toMatchObject([{ code: 'vm.refused_by_nova' }]);
  });
});
