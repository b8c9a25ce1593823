import { aHostState, anInventory, aNicRequest, aPf, aVmRequest } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import type { Inventory, PhysicalFunction } from '../../inventory/inventory';
import type { DiskRequest, NicRequest, NumaAffinityPolicy, VmRequest } from '../../request/vm-request';
import { aDrive, range, TWO_NODES } from '../../spec-plans';
import type { PathReason } from '../decision';
import type { Candidate } from './evaluate-host';
import { explainedHost } from '../explanation/explained-host';
import { explainFleet } from '../explanation/explain-fleet';
import { requestContext } from '../request-context';
import { searchFleet } from './search-fleet';

const PINNED = { vcpus: 4, ramMib: 4_096, diskGib: 20, extraSpecs: { 'hw:cpu_policy': 'dedicated' } };

interface Evaluation {
  readonly candidates: readonly Candidate[];
  readonly reasons: readonly PathReason[];
}

function evaluate(request: Partial<VmRequest>, inventory: Partial<Inventory>): Evaluation {
  const host = aHostState('compute-1', { inventory: anInventory(inventory) });
  const fleet = buildFleet([host]);
  const context = requestContext(aVmRequest({ disks: [], ...request }), fleet, { release: '2025.1' });
  const { reasons } = explainedHost(explainFleet(fleet, context), 0);
  return { candidates: searchFleet(fleet, context).champions.map(({ tried }) => tried), reasons };
}

/** Where the devices of the only candidate lie, NICs first; null when there is no candidate. */
function deviceNodes(request: Partial<VmRequest>, inventory: Partial<Inventory>): (number | null)[] | null {
  const [candidate] = evaluate(request, inventory).candidates;
  if (candidate === undefined) return null;
  const { nics, disks, aliasDevices } = candidate.assignment;
  return [
    ...nics.map(({ pf }) => pf?.pf.numaNode ?? null),
    ...disks.flatMap(({ device }) => (device === null ? [] : [device.numaNode])),
    ...aliasDevices.map(({ numaNode }) => numaNode),
  ];
}

function guestNodes(request: Partial<VmRequest>, inventory: Partial<Inventory>): readonly number[] | null | undefined {
  return evaluate(request, inventory).candidates[0]?.assignment.anchor.nodes;
}

function codes({ reasons }: Evaluation): string[] {
  return reasons.map(({ subject, path, code }) => [subject, path, code].filter((part) => part !== null).join(' '));
}

function vfNic(name: string, numaAffinityPolicy: NumaAffinityPolicy | null): NicRequest {
  return aNicRequest({ name, paths: ['sriov_vf'], numaAffinityPolicy });
}

/** PFs with these NUMA nodes, each with as many VFs as told. */
function pfs(...shapes: readonly { node: number | null; vfs: number }[]): PhysicalFunction[] {
  return shapes.map(({ node, vfs }, index) => {
    const bus = (0x40 + index).toString(16);
    return aPf(vfs, {
      address: `0000:${bus}:00.0`,
      numaNode: node,
      iommuGroup: 100 * index,
      vfs: aPf(vfs).vfs.map((vf, n) => ({ ...vf, address: `0000:${bus}:01.${n}`, iommuGroup: 100 * index + n + 1 })),
    });
  });
}

function aDisk(name: string, changes: Partial<DiskRequest> = {}): DiskRequest {
  return { name, iops: null, throughputMibps: null, latency: null, paths: null, ...changes };
}

/** Dedicated CPUs on node 0 only: a pinned guest lies there. */
const PINNED_ON_0 = { ...TWO_NODES, cpuDedicatedSet: range(2, 16) };

describe('the device of a NIC', () => {
  it.each<[NumaAffinityPolicy, (number | null)[], (number | null)[] | null]>([
    ['required', [1, null, 0], [0]],
    ['required', [1, null], null],
    ['legacy', [1, null, 0], [0]],
    ['legacy', [1, null], [null]],
    ['legacy', [1], null],
    ['preferred', [1, null], [null]],
    ['preferred', [1], [1]],
  ])('with policy %s, the guest on node 0 and PFs on %j', (policy, nodes, expected) => {
    const inventory = { ...PINNED_ON_0, pfs: pfs(...nodes.map((node) => ({ node, vfs: 2 }))) };

    expect(deviceNodes({ flavor: PINNED, nics: [vfNic('data', policy)] }, inventory)).toEqual(expected);
  });

  it('is the nearest even where a farther one would score better', () => {
    const [near, far] = pfs({ node: 0, vfs: 4 }, { node: 1, vfs: 4 });
    const slow = { ...(near as PhysicalFunction), linkSpeedMbps: 10_000 };
    const inventory = { ...PINNED_ON_0, pfs: [slow, { ...(far as PhysicalFunction), linkSpeedMbps: 100_000 }] };
    const nic = aNicRequest({ paths: ['sriov_vf'], numaAffinityPolicy: 'preferred', bandwidthMbps: 10_000 });

    expect(deviceNodes({ flavor: PINNED, nics: [nic], profile: 'throughput' }, inventory)).toEqual([0]);
  });

  it('is not left to a later NIC that needs it more: Nova serves ports in order', () => {
    const inventory = { ...PINNED_ON_0, pfs: pfs({ node: 0, vfs: 1 }, { node: 1, vfs: 1 }) };
    const lenient = vfNic('a', 'preferred');
    const strict = vfNic('b', 'required');

    expect(deviceNodes({ flavor: PINNED, nics: [strict, lenient] }, inventory)).toBeNull();
    expect(deviceNodes({ flavor: PINNED, nics: [lenient, strict] }, inventory)).toBeNull();
  });

  it('goes to the first NIC, and the next nearest to the second, where the near PF is not wholly free', () => {
    const [near, far] = pfs({ node: 0, vfs: 2 }, { node: 1, vfs: 1 });
    const used =
      near?.vfs.map((vf, n) => ({ ...vf, state: n === 0 ? ('in_use_externally' as const) : vf.state })) ?? [];
    const inventory = { ...PINNED_ON_0, pfs: [{ ...(near as PhysicalFunction), vfs: used }, far as PhysicalFunction] };

    expect(deviceNodes({ flavor: PINNED, nics: [vfNic('a', 'required'), vfNic('b', 'preferred')] }, inventory)).toEqual(
      [0, 1],
    );
  });

  it('is the one with the lower PCI address among equals', () => {
    const [first, second] = pfs({ node: 0, vfs: 2 }, { node: 0, vfs: 2 });
    const swapped = { ...PINNED_ON_0, pfs: [second as PhysicalFunction, first as PhysicalFunction] };

    const [candidate] = evaluate({ flavor: PINNED, nics: [vfNic('data', 'required')] }, swapped).candidates;

    expect(candidate?.assignment.nics[0]?.pf?.pf.address).toBe('0000:40:00.0');
  });
});

describe('the guest’s place', () => {
  const flavor = { ...PINNED, vcpus: 2 };
  const twoSided = { ...TWO_NODES, pfs: pfs({ node: 1, vfs: 4 }), pciDevices: [aDrive({ numaNode: 1 })] };

  it('is beside the devices when the VM asks for some, and wherever they are when it does not (nova/compute/claims.py)', () => {
    expect(guestNodes({ flavor, nics: [vfNic('data', null)] }, twoSided)).toEqual([1]);
    expect(guestNodes({ flavor, nics: [aNicRequest({ paths: ['vhost_net'] })] }, twoSided)).toEqual([0]);
  });

  it('moves to the devices for a disk that takes one, though the NIC is on software', () => {
    const nics = [aNicRequest({ paths: ['vhost_net'] })];
    const disks = [aDisk('data', { paths: ['pci_passthrough'] })];

    expect(guestNodes({ flavor, nics, disks }, twoSided)).toEqual([1]);
  });

  it('stays where it was where the disk is better off with a path of Nova’s own', () => {
    const nics = [aNicRequest({ paths: ['vhost_net'] })];

    const [candidate] = evaluate({ flavor, nics, disks: [aDisk('data')] }, twoSided).candidates;

    expect(candidate?.assignment.disks[0]?.device).toBeNull();
    expect(candidate?.assignment.anchor.nodes).toEqual([0]);
  });

  it('is the first of Nova’s at which all devices can be had, not a later and better one', () => {
    const inventory = { ...TWO_NODES, pfs: pfs({ node: 0, vfs: 4 }, { node: 1, vfs: 8 }) };
    const nics = [vfNic('a', 'required')];

    // Node 1 has more free devices, so Nova tries it first.
    expect(guestNodes({ flavor, nics }, inventory)).toEqual([1]);
    expect(deviceNodes({ flavor, nics }, inventory)).toEqual([1]);
  });
});

describe('devices of the caller’s own alias', () => {
  const alias = (count: number, policy: NumaAffinityPolicy | null = null) => ({
    ...PINNED,
    extraSpecs: {
      ...PINNED.extraSpecs,
      'pci_passthrough:alias': `nvme:${count}`,
      ...(policy === null ? {} : { 'hw:pci_numa_affinity_policy': policy }),
    },
  });
  const drives = (...nodes: (number | null)[]) =>
    nodes.map((numaNode, index) => aDrive({ address: `0000:6${index}:00.0`, numaNode, iommuGroup: 600 + index }));

  it.each<[number, NumaAffinityPolicy | null, (number | null)[], (number | null)[] | null]>([
    [1, null, [1, null, 0], [0]],
    [2, null, [1, null, 0], [0, null]],
    [2, null, [1, 0], null],
    [2, 'preferred', [1, 0], [0, 1]],
    [1, 'required', [null, 1], null],
  ])('%d with policy %s of drives on %j', (count, policy, nodes, expected) => {
    const inventory = { ...PINNED_ON_0, pfs: [], pciDevices: drives(...nodes) };

    expect(deviceNodes({ flavor: alias(count, policy), nics: [] }, inventory)).toEqual(expected);
  });

  it('that lie too far refuse the host as a whole', () => {
    const inventory = { ...PINNED_ON_0, pciDevices: drives(1) };

    expect(codes(evaluate({ flavor: alias(1) }, inventory))).toEqual(['host pci.numa_affinity']);
  });
});

describe('what is left out', () => {
  it('of a host refused as a whole is told once', () => {
    expect(codes(evaluate({ flavor: { ...PINNED, vcpus: 16 } }, TWO_NODES))).toEqual(['host numa.cell_pinned_cpus']);
  });

  it('for the sake of NUMA names the policy and the nodes', () => {
    const inventory = { ...PINNED_ON_0, pfs: pfs({ node: 1, vfs: 2 }) };

    const { reasons } = evaluate({ flavor: PINNED, nics: [vfNic('data', 'required')] }, inventory);

    expect(reasons).toEqual([
      {
        subject: 'data',
        path: 'sriov_vf',
        code: 'pci.numa_affinity',
        required: 'required: a device near NUMA node 0',
        available: 'devices on node 1',
      },
    ]);
  });

  it('for want of a place for the guest node that the policy needs is told as NUMA tells it', () => {
    const nic = aNicRequest({ paths: ['sriov_vf'], numaAffinityPolicy: 'required' });
    const flavor = { vcpus: 4, ramMib: 2_048, diskGib: 1, extraSpecs: {} };

    // Two shared CPUs a node and ratio 4: Placement has room for eight vCPUs, no node for four of one guest.
    expect(codes(evaluate({ flavor, nics: [nic] }, { ...TWO_NODES, pfs: pfs({ node: 1, vfs: 2 }) }))).toEqual([
      'data sriov_vf numa.cell_cpus',
    ]);
  });

  it('because an image has one hw_vif_model', () => {
    const nics = [
      aNicRequest({ name: 'a', paths: ['emulated'] }),
      aNicRequest({ name: 'b', paths: ['emulated', 'vhost_net'] }),
    ];

    expect(codes(evaluate({ nics }, {}))).toEqual(['b vhost_net image.one_vif_model']);
  });

  it('is nothing of eight NICs with three paths each, though 6561 combinations are too many to try', () => {
    const paths = ['vhost_net', 'sriov_vf', 'pci_passthrough'] as const;
    const nics = range(0, 8).map((index) => aNicRequest({ name: `nic${index}`, paths }));
    const inventory = { pfs: pfs(...range(0, 8).map(() => ({ node: 0, vfs: 8 }))) };

    const { candidates, reasons } = evaluate({ nics }, inventory);

    expect(candidates.map(({ nicPaths }) => new Set(nicPaths.split(',')).size)).toEqual(expect.arrayContaining([1, 2]));
    expect(reasons).toEqual([]);
  });

  it('of a disk, whose device lies where the policy does not allow it', () => {
    const flavor = { ...PINNED, extraSpecs: { ...PINNED.extraSpecs, 'hw:pci_numa_affinity_policy': 'required' } };
    const inventory = { ...PINNED_ON_0, pciDevices: [aDrive({ numaNode: 1 })] };

    const evaluation = evaluate({ flavor, nics: [], disks: [aDisk('data')] }, inventory);

    expect(evaluation.candidates).toHaveLength(1);
    expect(codes(evaluation)).toContain('data pci_passthrough pci.numa_affinity');
  });

  it('of two disks that want the only drive', () => {
    const disks = ['a', 'b'].map((name) => aDisk(name, { paths: ['pci_passthrough'] }));

    const evaluation = evaluate({ nics: [], disks }, { pciDevices: [aDrive()] });

    expect(evaluation.candidates).toEqual([]);
    expect(codes(evaluation)).toEqual([
      'a pci_passthrough devices.not_together',
      'b pci_passthrough devices.not_together',
    ]);
  });
});
