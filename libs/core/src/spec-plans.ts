import { aHostRecord, anInventory, aNumaNode, aPciDevice, aPf } from '@iopath/testing';
import { buildFleet } from './fleet/build-fleet';
import { compileHost } from './fleet/compile-host';
import type { Fleet } from './fleet/fleet';
import type { Inventory, PciDevice } from './inventory/inventory';
import type { OpenStackRelease } from './nova/openstack-release';
import type { NoValidHostDecision, Placement, ReadyDecision } from './planning/decision';
import type { CloudFacts } from './planning/planning-policy';
import { planRequest } from './planning/plan-request';
import type { VmRequest } from './request/vm-request';

/** Hosts with nothing on them, by name. */
export function fleetOf(hosts: Readonly<Record<string, Partial<Inventory>>>): Fleet {
  return buildFleet(
    Object.entries(hosts).map(([name, changes]) => compileHost(aHostRecord(name, { inventory: anInventory(changes) }))),
  );
}

export function ready(
  request: VmRequest,
  fleet: Fleet,
  release: OpenStackRelease = '2025.1',
  cloud?: CloudFacts,
): ReadyDecision {
  const { decision } = planRequest(request, fleet, cloud === undefined ? { release } : { release, cloud });
  if (decision.status !== 'ready') throw new Error(JSON.stringify(decision.rejections));
  return decision;
}

/** The placement of the first VM. */
export function placed(
  request: VmRequest,
  fleet: Fleet,
  release: OpenStackRelease = '2025.1',
  cloud?: CloudFacts,
): Placement {
  return ready(request, fleet, release, cloud).members[0] as Placement;
}

export function refused(request: VmRequest, fleet: Fleet, release: OpenStackRelease = '2025.1'): NoValidHostDecision {
  const { decision } = planRequest(request, fleet, { release });
  if (decision.status !== 'no_valid_host') throw new Error(`placed on ${decision.members[0]?.hostName}`);
  return decision;
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

const GIB_PAGES = { sizeKib: 1_048_576, total: 64 };

/** Two NUMA nodes of 16 CPUs, all but two of each dedicated; the only PF lies on node 1. */
export const TWO_NODES: Partial<Inventory> = {
  cpuDedicatedSet: [...range(2, 16), ...range(18, 32)],
  cpuSharedSet: [0, 1, 16, 17],
  numaNodes: [
    aNumaNode({ id: 0, cpus: range(0, 16), memoryMib: 131_072, distances: [10, 21], pages: [GIB_PAGES] }),
    aNumaNode({ id: 1, cpus: range(16, 32), memoryMib: 131_072, distances: [21, 10], pages: [GIB_PAGES] }),
  ],
  pfs: [aPf(4, { numaNode: 1 })],
};

/** An NVMe drive on node 0 that flavors can ask for as `nvme`. */
export function aDrive(changes: Partial<PciDevice> = {}): PciDevice {
  return aPciDevice({ iommuGroup: 500, alias: 'nvme', ...changes });
}

const HUGE_PAGES = { numaNodes: [aNumaNode({ pages: [GIB_PAGES] })] };

/** A host whose agent runs OVS-DPDK. */
export const DPDK_HOST: Partial<Inventory> = {
  ...HUGE_PAGES,
  vhost: { net: true, user: true, vdpa: false },
  bridges: [{ name: 'br-dpdk', physicalNetwork: 'physnet1', datapath: 'netdev', uplinkMbps: 25_000, hwOffload: null }],
};

/** A host whose OVS offloads flows: two plain VFs and two with a vDPA device. */
export const OFFLOAD_HOST: Partial<Inventory> = {
  ...HUGE_PAGES,
  vhost: { net: true, user: false, vdpa: true },
  bridges: [
    { name: 'br-offload', physicalNetwork: 'physnet1', datapath: 'system', uplinkMbps: 25_000, hwOffload: true },
  ],
  pfs: [
    aPf(4, {
      eswitchMode: 'switchdev',
      vfs: aPf(4).vfs.map((vf) => ({
        ...vf,
        driver: 'mlx5_core',
        vdpaDevice: vf.index < 2 ? null : `vdpa${vf.index}`,
      })),
    }),
  ],
};

/** A host with VFs that are bound to their network driver. */
export const NETDEV_HOST: Partial<Inventory> = {
  ...HUGE_PAGES,
  pfs: [aPf(4, { vfs: aPf(4).vfs.map((vf) => ({ ...vf, driver: 'mlx5_core' })) })],
};

/** Hosts that can carry every NIC path between them. */
export const HOSTS_OF_EVERY_PATH: Readonly<Record<string, Partial<Inventory>>> = {
  dpdk: DPDK_HOST,
  kernel: NETDEV_HOST,
  offload: OFFLOAD_HOST,
  qemu: { vhost: { net: false, user: false, vdpa: false } },
};
