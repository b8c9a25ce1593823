import {
  aCellClaim,
  aHeldVm,
  aHostClaim,
  aHostState,
  anInventory,
  aNicRequest,
  aNumaNode,
  aPf,
  aVfClaim,
  aVmRequest,
} from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import type { HostFacts } from '../../fleet/compile-host';
import type { HostState } from '../../fleet/host-state';
import type { ReplanTask } from '../goal/replan-task';
import { NO_HOSTS, NO_TARGETS } from '../goal/replan-task';
import type { HeldVm } from '../held-vm';
import { weightsFor } from '../objective';
import { NO_LIMITS, type ReplanLimits } from '../replan-request';
import { Choices } from './choices';
import type { MoveOption, OptionTable } from './move-option';
import { optionTable } from './option-table';
import { PlaceBook } from './place-book';

const POLICY = { release: '2025.1' } as const;
const DRAIN = weightsFor({ kind: 'drain', hosts: [] });

/** 30 CPUs that can be pinned on each of two NUMA nodes, a PF with 4 VFs on each. */
const TWO_SIDES = anInventory({
  cpuDedicatedSet: Array.from({ length: 62 }, (_, index) => index + 2),
  cpuSharedSet: [0, 1],
  numaNodes: [0, 1].map((id) =>
    aNumaNode({ id, socket: id, cpus: Array.from({ length: 32 }, (_, cpu) => cpu + id * 32), distances: [] }),
  ),
  pfs: [aPf(4), aPf(4, { address: '0000:af:00.0', numaNode: 1, vfs: otherVfs() })],
});

function otherVfs() {
  return aPf(4).vfs.map((vf) => ({
    ...vf,
    address: vf.address.replace('3b', 'af'),
    iommuGroup: (vf.iommuGroup ?? 0) + 100,
  }));
}

const PINNED = { vcpus: 4, ramMib: 4_096, diskGib: 20, extraSpecs: { 'hw:cpu_policy': 'dedicated' } };
const ON_A_VF = aVmRequest({
  flavor: PINNED,
  nics: [aNicRequest({ bandwidthMbps: 1_000, numaAffinityPolicy: 'required' })],
});
const VF_PATHS = { nics: { data: 'sriov_vf' }, disks: { root: 'virtio_blk' } } as const;
const VM = aHeldVm({
  reservationId: 'r1',
  request: ON_A_VF,
  extraSpecs: { ...PINNED.extraSpecs, 'hw:pci_numa_affinity_policy': 'required' },
  paths: VF_PATHS,
});
const ITS_CLAIM = aHostClaim({
  reservationId: 'r1',
  vcpus: 0,
  pcpus: 4,
  memoryMib: 4_096,
  cells: [aCellClaim({ sharedVcpus: 0, pinnedCpus: [2, 3, 4, 5], memoryMib: 4_096 })],
  devices: [aVfClaim('0000:3b:01.2', '0000:3b:00.0', 1_000)],
});

function aHost(hostName: string, changes: Partial<HostFacts> = {}): HostState {
  return aHostState(hostName, { inventory: TWO_SIDES, ...changes });
}

function tableOf(
  task: Pick<ReplanTask, 'mustLeave' | 'mayMove'> & Partial<ReplanTask>,
  hosts: readonly HostState[],
  limits: ReplanLimits = NO_LIMITS,
): OptionTable {
  const whole: ReplanTask = {
    fleet: buildFleet(hosts),
    lostHosts: NO_HOSTS,
    onlyTo: NO_TARGETS,
    notOurs: [],
    ...task,
  };
  const book = new PlaceBook(whole, POLICY, limits.keepGroups);
  return optionTable(new Choices({ task: whole, book, weights: DRAIN, limits }));
}

const elsewhere = (table: OptionTable, nth = 0): readonly MoveOption[] =>
  (table.options[nth] ?? []).filter(({ mechanism }) => mechanism !== null);

describe('the places that a VM can choose from', () => {
  const HOSTS = [aHost('compute-1', { claims: [ITS_CLAIM] }), aHost('compute-2')];

  it('are the NUMA nodes with the PFs that its policy allows there', () => {
    const table = tableOf({ mustLeave: [VM], mayMove: [] }, HOSTS);
    expect(new Set(elsewhere(table).map(({ hostName, spot }) => `${hostName}: ${spot}`))).toEqual(
      new Set(['compute-2: nodes 0, node0/physnet1/legacy', 'compute-2: nodes 1, node1/physnet1/legacy']),
    );
  });

  it('take CPUs and memory of the node, and a VF and its bandwidth of the pool', () => {
    const places = elsewhere(tableOf({ mustLeave: [VM], mayMove: [] }, HOSTS));
    expect(places.find(({ spot }) => spot.startsWith('nodes 0'))?.takes).toEqual(
      expect.arrayContaining([
        { row: 'compute-2/pcpus', amount: 4 },
        { row: 'compute-2/memory_mib', amount: 4_096 },
        { row: 'compute-2/node0/pinned_cpus', amount: 4 },
        { row: 'compute-2/node0/physnet1/legacy/vfs', amount: 1 },
        { row: 'compute-2/node0/physnet1/legacy/mbps', amount: 1_000 },
      ]),
    );
  });

  it('cost how it moves, and the score that it loses', () => {
    const [first] = elsewhere(tableOf({ mustLeave: [VM], mayMove: [] }, HOSTS));
    expect(first).toMatchObject({ mechanism: 'unplug_replug' });
    expect(first?.cost).toBeCloseTo(DRAIN.move.unplug_replug, 6);
  });

  it('hold its own for a VM that may stay, named like any other', () => {
    const table = tableOf({ mustLeave: [], mayMove: [VM] }, HOSTS);
    expect(table.options[0]?.[0]).toMatchObject({
      hostName: 'compute-1',
      mechanism: null,
      cost: 0,
      spot: 'nodes 0, node0/physnet1/legacy',
    });
  });

  it('are none on hosts that rules keep it off', () => {
    const draining = aHost('compute-2', { state: 'draining' });
    expect(elsewhere(tableOf({ mustLeave: [VM], mayMove: [] }, [HOSTS[0] as HostState, draining]))).toEqual([]);
  });

  it('are only those that its move may be made to', () => {
    const other = aHost('compute-3');
    const onlyTo = new Map([['r1', 'compute-3']]);
    const table = tableOf({ mustLeave: [VM], mayMove: [], onlyTo }, [...HOSTS, other]);
    expect(new Set(elsewhere(table).map(({ hostName }) => hostName))).toEqual(new Set(['compute-3']));
  });

  it('are none for a VM that would have to be shut down where only live moves are allowed', () => {
    const cold: HeldVm = { ...VM, paths: { ...VF_PATHS, disks: { root: 'pci_passthrough' } } };
    const limits = { ...NO_LIMITS, liveOnly: true };
    expect(elsewhere(tableOf({ mustLeave: [cold], mayMove: [] }, HOSTS, limits))).toEqual([]);
  });

  it('are none for one of several of an affinity group, unless groups need not hold', () => {
    const { constraints } = aVmRequest();
    const group = { id: 'web', policy: 'affinity' } as const;
    const member: HeldVm = { ...VM, request: { ...ON_A_VF, constraints: { ...constraints, group } } };
    const claims = [{ ...ITS_CLAIM, groupId: 'web' }, aHostClaim({ reservationId: 'r2', groupId: 'web' })];
    const hosts = [aHost('compute-1', { claims }), aHost('compute-2')];
    const task = { mustLeave: [member], mayMove: [] };
    expect(elsewhere(tableOf(task, hosts))).toEqual([]);
    expect(elsewhere(tableOf(task, hosts, { ...NO_LIMITS, keepGroups: false }))).not.toEqual([]);
  });
});

describe('the rows that places share', () => {
  const capacityOf = (table: OptionTable, key: string) => table.rows.find((row) => row.key === key)?.capacity;

  it('hold what is left when all who may move have left, whatever they hold today', () => {
    const stranger = aHostClaim({ reservationId: 'x', isForeign: true, pcpus: 6, vcpus: 0 });
    const hosts = [aHost('compute-1', { claims: [ITS_CLAIM, stranger] }), aHost('compute-2')];
    const table = tableOf({ mustLeave: [], mayMove: [VM] }, hosts);
    expect(capacityOf(table, 'compute-1/pcpus')).toBe(56);
    expect(capacityOf(table, 'compute-1/node0/physnet1/legacy/vfs')).toBe(4);
  });

  it('have room for whoever is there, even where the host has shrunk', () => {
    const small = anInventory({ cpuDedicatedSet: [2, 3], cpuSharedSet: [0, 1] });
    const hosts = [aHost('compute-1', { claims: [ITS_CLAIM], inventory: small }), aHost('compute-2')];
    const table = tableOf({ mustLeave: [], mayMove: [VM] }, hosts);
    expect(capacityOf(table, 'compute-1/pcpus')).toBe(4);
  });

  it('have one place for an anti-affinity group, none where one stays for good', () => {
    const { constraints } = aVmRequest();
    const group = { id: 'web', policy: 'anti-affinity' } as const;
    const member: HeldVm = { ...VM, request: { ...ON_A_VF, constraints: { ...constraints, group } } };
    const stays = aHostClaim({ reservationId: 'x', groupId: 'web' });
    const hosts = [
      aHost('compute-1', { claims: [ITS_CLAIM] }),
      aHost('compute-2', { claims: [stays] }),
      aHost('compute-3'),
    ];
    const table = tableOf({ mustLeave: [member], mayMove: [] }, hosts);
    expect(capacityOf(table, 'compute-3/group/web')).toBe(1);
    expect(new Set(elsewhere(table).map(({ hostName }) => hostName))).toEqual(new Set(['compute-3']));
  });
});
