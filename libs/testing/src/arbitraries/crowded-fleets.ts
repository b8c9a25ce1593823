import {
  claimOf,
  compileHost,
  placeOnHost,
  PROFILES,
  type HeldVm,
  type HostFacts,
  type Inventory,
  type NumaAffinityPolicy,
  type Placement,
  type ReplanGoal,
  type VmRequest,
  type WantedMove,
} from '@iopath/core';
import fc from 'fast-check';
import { anInventory, aNumaNode, aPf } from '../builders/a-host-record';
import { hostFacts } from '../builders/a-host-state';
import { aNicRequest, aVmRequest } from '../builders/a-vm-request';

/** A small fleet that is nearly full, with the VMs that fill it. */
export interface CrowdedFleet {
  readonly hosts: readonly HostFacts[];
  readonly vms: readonly HeldVm[];
}

const POLICY = { release: '2025.1' } as const;
const MIB_PER_GIB = 1_024;
const KIB_PER_GIB = 1_048_576;

interface HostShape {
  readonly nodes: number;
  readonly dedicatedCpus: number;
  readonly memoryGib: number;
  readonly gigabytePages: number;
  /** VFs of each PF. */
  readonly vfs: readonly number[];
}

const hostShapes: fc.Arbitrary<HostShape> = fc.record({
  nodes: fc.constantFrom(1, 1, 2),
  dedicatedCpus: fc.constantFrom(2, 4),
  memoryGib: fc.constantFrom(4, 6, 8),
  gigabytePages: fc.constantFrom(0, 1, 2),
  vfs: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 }),
});

interface VmShape {
  readonly kind: 'software' | 'pinned' | 'vf' | 'pinned_vf' | 'pf' | 'huge_pages';
  readonly vcpus: number;
  readonly memoryGib: number;
  readonly policy: NumaAffinityPolicy | null;
  readonly bandwidthMbps: number | null;
  readonly group: string | null;
  readonly profile: 'balanced' | 'latency' | 'throughput';
  /** The host where its place is looked for first, by a number that is taken modulo the hosts. */
  readonly first: number;
  readonly hasServer: boolean;
}

const vmShapes: fc.Arbitrary<VmShape> = fc.record({
  kind: fc.constantFrom<VmShape['kind']>(
    'software',
    'software',
    'pinned',
    'vf',
    'vf',
    'vf',
    'pinned_vf',
    'pinned_vf',
    'pf',
    'huge_pages',
  ),
  vcpus: fc.constantFrom(1, 2, 2),
  memoryGib: fc.constantFrom(1, 1, 2),
  policy: fc.constantFrom<NumaAffinityPolicy | null>(null, 'required', 'preferred', 'legacy'),
  bandwidthMbps: fc.constantFrom(null, 1_000, 10_000, 15_000),
  group: fc.constantFrom(null, null, null, 'web', 'db'),
  profile: fc.constantFrom('balanced', 'latency', 'throughput'),
  first: fc.nat({ max: 7 }),
  hasServer: fc.constantFrom(true, true, true, false),
});

/**
 * Up to 8 hosts with up to 30 VMs that the planner put there, as many as go in: few VFs, CPUs and pages are free, and
 * groups and NUMA nodes leave little choice.
 */
export function crowdedFleets(most: { readonly hosts: number; readonly vms: number } = { hosts: 8, vms: 30 }) {
  return fc
    .record({
      hosts: fc.array(hostShapes, { minLength: 2, maxLength: most.hosts }),
      vms: fc.array(vmShapes, { minLength: most.hosts, maxLength: most.vms }),
    })
    .map(({ hosts, vms }): CrowdedFleet => {
      const empty = hosts.map((shape, nth) => hostFacts(`compute-${nth + 1}`, { inventory: inventoryOf(shape) }));
      return vms.reduce<CrowdedFleet>(withVm, { hosts: empty, vms: [] });
    });
}

/** Each of the VMs to the host of the next, as far as that is another. */
function turned(vms: readonly HeldVm[]): readonly WantedMove[] {
  return vms.flatMap(({ recommendationId, member, hostName }, nth) => {
    const toHost = vms[(nth + 1) % vms.length]?.hostName ?? hostName;
    return toHost === hostName ? [] : [{ recommendationId, member, toHost }];
  });
}

/** Something that operators do with a fleet like this one. */
export function replanGoals({ hosts, vms }: CrowdedFleet): fc.Arbitrary<ReplanGoal> {
  const names = hosts.map(({ hostName }) => hostName);
  const pfs = hosts.flatMap(({ hostName, inventory }) =>
    inventory.pfs.map(({ address }) => ({ kind: 'pf' as const, hostName, address })),
  );
  const some = fc.subarray(names, { minLength: 1, maxLength: Math.max(1, Math.floor(names.length / 3)) });
  return fc.oneof(
    some.map((drained) => ({ kind: 'drain' as const, hosts: drained })),
    some.map((lost) => ({
      kind: 'failure' as const,
      failed: lost.map((hostName) => ({ kind: 'host' as const, hostName })),
    })),
    fc.constantFrom(...pfs).map((pf) => ({ kind: 'failure' as const, failed: [pf] })),
    fc.constant({ kind: 'rebalance' as const, hosts: null, targets: [] }),
    fc
      .subarray([...vms], { minLength: Math.min(2, vms.length), maxLength: Math.min(4, vms.length) })
      .map((some) => ({ kind: 'rebalance' as const, hosts: null, targets: turned(some) })),
    fc.constant({ kind: 'consolidate' as const, hosts: null, free: { kind: 'hosts' as const } }),
    fc.constant({
      kind: 'consolidate' as const,
      hosts: null,
      free: { kind: 'vfs' as const, physicalNetwork: 'physnet1', vfs: 3 },
    }),
  );
}

function inventoryOf({ nodes, dedicatedCpus, memoryGib, gigabytePages, vfs }: HostShape): Inventory {
  const cpusPerNode = dedicatedCpus + 2;
  const numaNodes = Array.from({ length: nodes }, (_, id) =>
    aNumaNode({
      id,
      socket: id,
      cpus: Array.from({ length: cpusPerNode }, (_cpu, cpu) => id * cpusPerNode + cpu),
      memoryMib: (memoryGib + gigabytePages) * MIB_PER_GIB,
      distances: Array.from({ length: nodes }, (_other, other) => (other === id ? 10 : 21)),
      pages: [
        { sizeKib: 4, total: (memoryGib * KIB_PER_GIB) / 4 },
        { sizeKib: KIB_PER_GIB, total: gigabytePages },
      ],
    }),
  );
  return anInventory({
    numaNodes,
    cpuSharedSet: numaNodes.flatMap(({ cpus }) => cpus.slice(0, 2)),
    cpuDedicatedSet: numaNodes.flatMap(({ cpus }) => cpus.slice(2)),
    allocationRatios: { cpu: 2, ram: 1, disk: 1 },
    pfs: vfs.map((count, nth) => {
      const bus = (0x3b + nth).toString(16);
      const pf = aPf(count, { address: `0000:${bus}:00.0`, numaNode: nth % nodes, iommuGroup: 100 * (nth + 1) });
      const own = pf.vfs.map((vf, index) => ({
        ...vf,
        address: `0000:${bus}:01.${index}`,
        iommuGroup: 100 * (nth + 1) + index + 1,
      }));
      return { ...pf, vfs: own };
    }),
  });
}

/** Puts the VM on the first host from its own on that takes it; one that none takes is left out. */
function withVm(fleet: CrowdedFleet, shape: VmShape): CrowdedFleet {
  const { hosts, vms } = fleet;
  const request = requestOf(shape, `vm-${vms.length + 1}`);
  for (const nth of hosts.keys()) {
    const facts = hosts[(nth + shape.first) % hosts.length] as HostFacts;
    const placement = placeOnHost(request, compileHost(facts), POLICY);
    if (placement === null) continue;
    const vm = heldVm(shape, request, placement);
    const claims = [...facts.claims, claimOf(placement, request, vm.reservationId)];
    return { hosts: hosts.map((host) => (host === facts ? { ...facts, claims } : host)), vms: [...vms, vm] };
  }
  return fleet;
}

function requestOf(
  { kind, vcpus, memoryGib, policy, bandwidthMbps, group, profile }: VmShape,
  name: string,
): VmRequest {
  const pins = kind === 'pinned' || kind === 'pinned_vf';
  const extraSpecs: Record<string, string> = {
    ...(pins && { 'hw:cpu_policy': 'dedicated' }),
    ...(kind === 'huge_pages' && { 'hw:mem_page_size': '1GB' }),
  };
  const path = kind === 'pf' ? 'pci_passthrough' : kind === 'vf' || kind === 'pinned_vf' ? 'sriov_vf' : 'vhost_net';
  const nic =
    path === 'vhost_net'
      ? aNicRequest({ paths: [path] })
      : aNicRequest({ paths: [path], bandwidthMbps, numaAffinityPolicy: policy });
  return aVmRequest({
    name,
    flavor: { vcpus, ramMib: memoryGib * MIB_PER_GIB, diskGib: 20, extraSpecs },
    nics: [nic],
    profile,
    constraints: {
      ...aVmRequest().constraints,
      group: group === null ? null : { id: group, policy: 'anti-affinity' },
    },
  });
}

function heldVm({ profile, hasServer }: VmShape, request: VmRequest, placement: Placement): HeldVm {
  const { nics, disks, nova, score, hostName } = placement;
  const devices = [...nics, ...disks];
  return {
    reservationId: request.name,
    recommendationId: `recommendation-${request.name}`,
    member: 0,
    serverId: hasServer ? `server-${request.name}` : null,
    state: hasServer ? 'confirmed' : 'reserved',
    hostName,
    request,
    profile: PROFILES[profile],
    paths: {
      nics: Object.fromEntries(nics.map(({ name, path }) => [name, path])),
      disks: Object.fromEntries(disks.map(({ name, path }) => [name, path])),
    },
    extraSpecs: nova.flavor.extraSpecs,
    now: {
      score,
      p99LatencyUs: Object.fromEntries(devices.map(({ name, predicted }) => [name, predicted.latencyUs?.p99 ?? null])),
    },
  };
}
