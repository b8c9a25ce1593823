import type { CpuSet } from '../inventory/cpu-set';
import type { CpuDemand, CpuPolicy, EmulatorThreadsPolicy, ThreadPolicy } from '../nova/cpu-policies';
import { cpuDemand, realtimeVcpus } from '../nova/cpu-policies';
import { FlavorAndImage } from '../nova/flavor-and-image';
import {
  checkCpuTopology,
  checkMemoryEncryption,
  checkPackedRing,
  checkPmu,
  checkSecureBoot,
  checkSerialPorts,
  checkVtpm,
  vifMultiqueue,
} from '../nova/flavor-image-rules';
import { checkLockedMemory, pageSizeRequest, type PageSizeRequest } from '../nova/memory-page-size';
import { NovaRefusalError, type NovaRefusal } from '../nova/nova-refusal';
import { pciNumaPolicy } from '../nova/pci-numa-policy';
import type { Flavor, Image, NumaAffinityPolicy } from '../request/vm-request';
import { guestCellShapes, guestNodeCount } from './guest-cells';

/** One NUMA node of the guest (`nova/objects/instance_numa.py InstanceNUMACell`). */
export interface GuestCell {
  /** Guest node number, from 0. */
  readonly id: number;
  /** vCPUs that float over the host node's shared CPUs. */
  readonly sharedVcpus: CpuSet;
  /** vCPUs that are pinned. */
  readonly dedicatedVcpus: CpuSet;
  readonly memoryMib: number;
  /** Null: no page size was asked for, and memory may be overcommitted. */
  readonly pageSize: PageSizeRequest | null;
}

/** What the guest sees of NUMA; Nova places it cell by cell. */
export interface GuestTopology {
  readonly cells: readonly GuestCell[];
  readonly cpuPolicy: CpuPolicy | null;
  readonly threadPolicy: ThreadPolicy | null;
  readonly emulatorThreadsPolicy: EmulatorThreadsPolicy | null;
  /**
   * True when the scheduler looks for SMT although the guest does not need it: it reads `dedicated` and `require` off
   * flavor and image one by one, not what comes of both (`NUMATopologyFilter._satisfies_cpu_policy`).
   */
  readonly asksForSmt?: true;
}

export type GuestTopologyResult =
  | {
      readonly ok: true;
      /** Null: no guest NUMA topology, so that neither pinning nor PCI affinity applies. */
      readonly topology: GuestTopology | null;
      /** What flavor or image say; a port's own policy goes before it (handbook 2.2). */
      readonly pciNumaPolicy: NumaAffinityPolicy | null;
      /** Whether virtio NICs get several queues. */
      readonly vifMultiqueue: boolean;
    }
  | { readonly ok: false; readonly refusal: NovaRefusal };

/**
 * What Nova makes of a flavor and an image: the guest's NUMA topology, or the refusal that nova-api answers with.
 * The checks run in Nova's order, so that of several contradictions the same one is named
 * (`nova/compute/api.py _validate_flavor_image_numa_pci`, `nova/virt/hardware.py numa_get_constraints`).
 *
 * Not asked here: whether each extra spec by itself is valid (`checkExtraSpecs`) and whether an alias exists.
 */
export function guestTopologyOf(flavor: Flavor, image: Image): GuestTopologyResult {
  try {
    const given = new FlavorAndImage(flavor, image);
    checkMemoryEncryption(given);
    checkPmu(given);
    checkSerialPorts(given);
    realtimeVcpus(given);
    checkCpuTopology(given);
    const multiqueue = vifMultiqueue(given);
    const topology = numaConstraints(given);
    const policy = pciNumaPolicy(given);
    checkPackedRing(given);
    checkVtpm(given);
    checkSecureBoot(given);
    return { ok: true, topology, pciNumaPolicy: policy, vifMultiqueue: multiqueue };
  } catch (error) {
    if (error instanceof NovaRefusalError) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

/** `numa_get_constraints`: a topology comes of a node count, a page size, persistent memory, or pinning. */
function numaConstraints(given: FlavorAndImage): GuestTopology | null {
  const cpus = cpuDemand(given);
  const nodes = guestNodeCount(given);
  const pageSize = pageSizeRequest(given);
  checkLockedMemory(given);
  const pinned = cpus.policy === 'dedicated' || cpus.policy === 'mixed';
  const wanted = nodes !== null || (pageSize !== null && pageSize !== 0) || hasPersistentMemory(given) || pinned;
  return wanted ? topologyWith(given, cpus, nodes ?? 1, pageSize) : null;
}

function topologyWith(
  given: FlavorAndImage,
  cpus: CpuDemand,
  nodes: number,
  pageSize: PageSizeRequest | null,
): GuestTopology {
  const dedicated = new Set(cpus.dedicatedVcpus);
  // Nova stores whole KiB, and takes a size that rounds to nothing for none.
  const stored = typeof pageSize === 'number' ? Math.floor(pageSize) || null : pageSize;
  return {
    cells: guestCellShapes(given, nodes).map((cell) => ({
      id: cell.id,
      sharedVcpus: cell.vcpus.filter((cpu) => !dedicated.has(cpu)),
      dedicatedVcpus: cell.vcpus.filter((cpu) => dedicated.has(cpu)),
      memoryMib: cell.memoryMib,
      pageSize: stored,
    })),
    cpuPolicy: cpus.policy,
    threadPolicy: cpus.threadPolicy,
    emulatorThreadsPolicy: cpus.emulatorThreadsPolicy,
    ...(asksForSmt(given) ? { asksForSmt: true } : {}),
  };
}

function asksForSmt(given: FlavorAndImage): boolean {
  const says = (key: string, word: string): boolean =>
    given.spec(`hw:${key}`) === word || given.imageText(`hw_${key}`) === word;
  return says('cpu_policy', 'dedicated') && says('cpu_thread_policy', 'require');
}

function hasPersistentMemory(given: FlavorAndImage): boolean {
  return (given.spec('hw:pmem') ?? '').split(',').some((label) => label.trim() !== '');
}
