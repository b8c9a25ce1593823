import { aHostClaim, aHostState, anInventory, aPf, aPfClaim, aVf, aVfClaim } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import type { HostState } from '../../fleet/host-state';
import { MODEL_VERSIONS } from '../../io-path/model/model-versions';
import type { PlanningPolicy } from '../../planning/planning-policy';
import { PROFILES } from '../../scoring/profiles';
import { changeFleet } from './change-fleet';
import type { ChangedFleet } from './changed-fleet';
import type { FleetChange } from './fleet-change';

const POLICY: PlanningPolicy = { release: '2025.1' };
const PF = '0000:3b:00.0';
const HOLDER = aHostClaim({ reservationId: 'holder', devices: [aVfClaim('0000:3b:02.2')] });

function change(hosts: readonly HostState[], ...changes: readonly FleetChange[]): ChangedFleet {
  return changeFleet(buildFleet(hosts), POLICY, changes);
}

function names({ fleet }: ChangedFleet): readonly string[] {
  return fleet.hosts.map(({ hostName }) => hostName);
}

function vfsOf({ fleet }: ChangedFleet, hostName = 'compute-1') {
  return fleet.hosts.find((host) => host.hostName === hostName)?.pfs[0]?.pf.vfs ?? [];
}

function faults({ faults: all }: ChangedFleet): readonly string[] {
  return all.map(({ pointer, code }) => `${pointer} ${code}`);
}

describe('hosts that come and go', () => {
  it('adds a host with nobody on it', () => {
    const changed = change([], { op: 'add_host', hostName: 'compute-9', inventory: anInventory() });

    expect(names(changed)).toEqual(['compute-9']);
    expect(changed.fleet.hosts[0]).toMatchObject({ state: 'active', claims: [] });
  });

  it('adds hosts like one, without its VMs, past the names that are taken', () => {
    const hosts = [aHostState('compute-1', { claims: [HOLDER] }), aHostState('compute-1-like-1')];
    const changed = change(hosts, { op: 'add_hosts_like', hostName: 'compute-1', count: 2 });

    expect(names(changed)).toEqual(['compute-1', 'compute-1-like-1', 'compute-1-like-2', 'compute-1-like-3']);
    expect(changed.fleet.hosts[2]).toMatchObject({ claims: [], free: changed.fleet.hosts[1]?.free });
  });

  it('adds hosts in order, though the one that they are like is not', () => {
    const inventory = anInventory({
      computeService: { status: 'disabled', state: 'down', disabledReason: 'broken' },
      pfs: [aPf(0, { vfs: [aVf({ state: 'unhealthy' }), aVf({ address: '0000:3b:00.3', index: 1 })] })],
    });
    const like = { op: 'add_hosts_like', hostName: 'compute-1', count: 1 } as const;
    const changed = change([aHostState('compute-1', { state: 'disabled', inventory })], like);

    expect(changed.fleet.hosts[1]).toMatchObject({ state: 'active', inventory: { computeService: { state: 'up' } } });
    expect(changed.fleet.hosts[1]?.pfs[0]?.freeVfs).toHaveLength(2);
  });

  it('uproots whoever is on a host that goes', () => {
    const foreign = aHostClaim({ reservationId: 'server', isForeign: true });
    const changed = change([aHostState('compute-1', { claims: [HOLDER, foreign] })], {
      op: 'remove_host',
      hostName: 'compute-1',
    });

    expect(names(changed)).toEqual([]);
    expect(changed.uprooted).toEqual([
      { reservationId: 'holder', isForeign: false, projectId: 'p1', hostName: 'compute-1', devices: [] },
      { reservationId: 'server', isForeign: true, projectId: 'p1', hostName: 'compute-1', devices: [] },
    ]);
  });

  it('makes changes in their order', () => {
    const changed = change(
      [aHostState('compute-1')],
      { op: 'add_hosts_like', hostName: 'compute-1', count: 1 },
      { op: 'remove_host', hostName: 'compute-1' },
      { op: 'remove_pf', hostName: 'compute-1-like-1', address: PF },
    );

    expect(names(changed)).toEqual(['compute-1-like-1']);
    expect(changed.fleet.hosts[0]?.pfs).toEqual([]);
  });
});

describe('NICs that come and go', () => {
  it('puts a PF into a host', () => {
    const pf = aPf(2, { address: '0000:5e:00.0', vfs: [aVf({ address: '0000:5e:00.1', iommuGroup: 90 })] });
    const changed = change([aHostState('compute-1')], { op: 'add_pf', hostName: 'compute-1', pf });

    expect(changed.fleet.hosts[0]?.vfSupply.get('physnet1')).toBe(5);
    expect(changed.uprooted).toEqual([]);
  });

  it.each([
    ['a VF of it', HOLDER, '0000:3b:02.2'],
    ['it as a whole', aHostClaim({ reservationId: 'holder', devices: [aPfClaim(PF)] }), PF],
    [
      'some VF of it',
      aHostClaim({
        reservationId: 'holder',
        isForeign: true,
        somewhere: [{ count: 1, among: [{ kind: 'vf', address: PF }] }],
      }),
      PF,
    ],
  ])('uproots who holds %s when a PF goes', (_what, claim, device) => {
    const hosts = [aHostState('compute-1', { claims: [claim, aHostClaim()] })];
    const { uprooted } = change(hosts, { op: 'remove_pf', hostName: 'compute-1', address: PF });

    expect(uprooted).toMatchObject([{ reservationId: 'holder', devices: [device] }]);
  });
});

describe('a PF with another number of VFs', () => {
  const numvfs = (vfs: number): FleetChange => ({
    op: 'set_sriov_numvfs',
    hostName: 'compute-1',
    address: PF,
    vfs,
  });
  const withTotal = (totalVfs: number | null, vfs = aPf().vfs): HostState =>
    aHostState('compute-1', { inventory: anInventory({ pfs: [aPf(4, { totalVfs, vfs })] }) });

  it('has more like those that it has, where its offset and stride put them', () => {
    const added = vfsOf(change([withTotal(64)], numvfs(6))).slice(4);

    expect(added.map(({ address }) => address)).toEqual(['0000:3b:05.2', '0000:3b:06.2']);
    expect(added[0]).toMatchObject({ index: 4, productId: '101e', driver: 'vfio-pci', queues: 11, state: 'available' });
  });

  it('has the first ones when there are fewer', () => {
    expect(vfsOf(change([withTotal(64)], numvfs(2))).map(({ index }) => index)).toEqual([0, 1]);
  });

  it('names a VF by its number where nothing tells its address', () => {
    const [added] = vfsOf(change([withTotal(64, [])], numvfs(1)));

    expect(added).toMatchObject({ address: `${PF}/vf0`, productId: '', driver: null });
  });

  it('names a VF by its number where another device has its address', () => {
    const other = aPf(0, { address: '0000:3b:05.2' });
    const inventory = anInventory({ pfs: [aPf(4, { totalVfs: 64 }), other] });
    const added = vfsOf(change([aHostState('compute-1', { inventory })], numvfs(5)))[4];

    expect(added?.address).toBe(`${PF}/vf4`);
  });

  it.each([2, 6])('uproots who holds one of its VFs, though VF 1 is there with %i too', (vfs) => {
    const inventory = anInventory({ pfs: [aPf(4, { totalVfs: 64 })] });
    const { uprooted } = change([aHostState('compute-1', { inventory, claims: [HOLDER] })], numvfs(vfs));

    expect(uprooted).toMatchObject([{ reservationId: 'holder', devices: ['0000:3b:02.2'] }]);
  });

  it('uproots nobody when the number stays', () => {
    const before = aHostState('compute-1', { claims: [HOLDER] });
    const changed = change([before], numvfs(4));

    expect(changed.uprooted).toEqual([]);
    expect(changed.fleet.hosts[0]?.digest).toBe(before.digest);
  });

  it.each([
    [65, 64, 'pf.more_vfs_than_total'],
    [5, null, 'pf.total_vfs_unknown'],
    [-1, 64, 'change.count_out_of_range'],
  ])('cannot have %i VFs of %s', (vfs, total, code) => {
    expect(faults(change([withTotal(total)], numvfs(vfs)))).toEqual([`/changes/0/vfs ${code}`]);
  });
});

describe('another judgement', () => {
  it('weighs a profile otherwise, as its next version', () => {
    const { policy, profiles } = change([], { op: 'set_profile', profile: 'balanced', weights: { latency: 1 } });

    expect(policy.profiles?.['balanced']).toMatchObject({
      weights: { latency: 1 },
      version: PROFILES.balanced.version + 1,
    });
    expect(policy.profiles?.['latency']).toBe(PROFILES.latency);
    expect(Object.keys(profiles)).toEqual(['balanced']);
  });

  it('predicts by the model as shipped, where it was a calibrated one', () => {
    const model = { version: '2026.11.0+cal.1', scopes: [] };
    const use = (modelVersion: string) =>
      changeFleet(buildFleet([]), { ...POLICY, model }, [{ op: 'use_model', modelVersion }]);

    expect(use(MODEL_VERSIONS[0] ?? '').policy.model).toBeNull();
    expect(use(model.version).policy.model).toBe(model);
    expect(use('2026.11.0+cal.2').faults).toMatchObject([{ code: 'model_version.unknown' }]);
  });
});

describe('changes that cannot be', () => {
  const host = aHostState('compute-1');
  const inventory = anInventory();

  it.each<readonly [string, FleetChange]>([
    ['/changes/0/host_name host.already_in_fleet', { op: 'add_host', hostName: 'compute-1', inventory }],
    [
      '/changes/0/inventory/pfs/1/address pci_address.duplicate',
      { op: 'add_host', hostName: 'compute-2', inventory: anInventory({ pfs: [aPf(0), aPf(0)] }) },
    ],
    ['/changes/0/host_name host.unknown', { op: 'add_hosts_like', hostName: 'compute-2', count: 1 }],
    ['/changes/0/count change.count_out_of_range', { op: 'add_hosts_like', hostName: 'compute-1', count: 0 }],
    ['/changes/0/host_name host.unknown', { op: 'remove_host', hostName: 'compute-2' }],
    ['/changes/0/pf/address pci_address.duplicate', { op: 'add_pf', hostName: 'compute-1', pf: aPf(0) }],
    [
      '/changes/0/pf pci_address.duplicate',
      { op: 'add_pf', hostName: 'compute-1', pf: aPf(0, { address: '0000:3b:01.2' }) },
    ],
    ['/changes/0/host_name host.unknown', { op: 'add_pf', hostName: 'compute-2', pf: aPf() }],
    ['/changes/0/address pf.unknown', { op: 'remove_pf', hostName: 'compute-1', address: '0000:00:00.0' }],
    ['/changes/0/host_name host.unknown', { op: 'remove_pf', hostName: 'compute-2', address: PF }],
    [
      '/changes/0/address pf.unknown',
      { op: 'set_sriov_numvfs', hostName: 'compute-1', address: '0000:00:00.0', vfs: 1 },
    ],
    ['/changes/0/host_name host.unknown', { op: 'set_sriov_numvfs', hostName: 'x', address: PF, vfs: 1 }],
    ['/changes/0/profile profile.unknown', { op: 'set_profile', profile: 'constructor', weights: { latency: 1 } }],
    [
      '/changes/0/weights/a~1b profile.unknown_term',
      { op: 'set_profile', profile: 'balanced', weights: { 'a/b': 1, latency: 1 } },
    ],
    [
      '/changes/0/weights/latency profile.weight_out_of_range',
      { op: 'set_profile', profile: 'balanced', weights: { latency: -1, scarcity: 1 } },
    ],
    ['/changes/0/weights profile.weighs_nothing', { op: 'set_profile', profile: 'balanced', weights: {} }],
    ['/changes/0/model_version model_version.unknown', { op: 'use_model', modelVersion: '1' }],
  ])('tells %s and changes nothing', (fault, wrong) => {
    const changed = change([host], wrong);

    expect(faults(changed)).toEqual([fault]);
    expect(changed.fleet.digest).toBe(buildFleet([host]).digest);
  });

  it('points at each of several', () => {
    const unknown = { op: 'remove_host', hostName: 'x' } as const;
    const changed = change([host], unknown, { op: 'remove_host', hostName: 'compute-1' }, unknown);

    expect(changed.faults.map(({ pointer }) => pointer)).toEqual(['/changes/0/host_name', '/changes/2/host_name']);
    expect(names(changed)).toEqual([]);
  });

  it('does not blame a change for what a host had wrong before', () => {
    const flawed = anInventory({ pfs: [aPf(2), aPf(2)] });
    const pf = aPf(0, { address: '0000:5e:00.0' });
    const changed = change([aHostState('compute-1', { inventory: flawed })], {
      op: 'add_pf',
      hostName: 'compute-1',
      pf,
    });

    expect(changed.faults).toEqual([]);
  });
});
