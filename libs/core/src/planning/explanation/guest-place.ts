import type { Rejection } from '../../feasibility/rejection';
import type { CellState } from '../../fleet/host-state';
import type { PciDevice } from '../../inventory/inventory';
import type { NicPath } from '../../io-path/nic-path';
import { pciNodeAllowed } from '../../nova-fit/pci-affinity';
import type { NumaAffinityPolicy } from '../../request/vm-request';
import { aliasPolicy } from '../devices/alias-devices';
import type { Anchors } from '../devices/anchors';
import type { NicOption } from '../search/host-options';
import { DEFAULT_POLICY } from '../devices/spot';
import type { HostOnTrial } from './host-on-trial';

/*
 * The guest's place on the host, and whether a device lies where the NUMA policy allows it for some place that Nova
 * could give the guest: asked of each device by itself, as a rule is.
 */

/** Devices that lie too far from wherever the guest could be. */
export interface FarDevices {
  /** Positions among the devices that were asked about. */
  readonly positions: readonly number[];
  readonly rejection: Rejection;
}

/**
 * Why the guest that a NIC's path needs has no place on the host: one with huge pages for OVS-DPDK, with locked memory
 * for vDPA, with a guest node for a NUMA policy. Null when it has one, and when the path needs no other guest than
 * flavor and image make, which is asked of the host as a whole.
 */
export function refusalOfGuest(index: number, path: NicPath, { anchors }: HostOnTrial): Rejection | null {
  const alone = only(index, path);
  if (!anchors.needsOtherGuest(alone) || !anchors.of(alone, false).isEmpty()) return null;
  return anchors.refusalOf(alone);
}

/** The host's PFs that a NIC may not have for their place; null when there is none such. */
export function farPfs(index: number, path: NicPath, { host, context, anchors }: HostOnTrial): FarDevices | null {
  const possible = anchors.of(only(index, path), false);
  const policy = context.nics[index]?.statedPolicy ?? DEFAULT_POLICY;
  const nodes = host.pfs.map(({ pf }) => pf.numaNode);
  return tooFar(policy, possible, nodes, host.cells);
}

/** The PCI devices that a disk may not have for their place; null when there is none such. */
export function farDevices(devices: readonly PciDevice[], { host, context, anchors }: HostOnTrial): FarDevices | null {
  // Two aliases may have two policies.
  const policies = devices.map(({ alias }) => aliasPolicy(alias, context));
  const found = [...new Set(policies)].flatMap((policy): FarDevices[] => {
    const own = [...devices.keys()].filter((at) => policies[at] === policy);
    const nodes = own.map((at) => devices[at]?.numaNode ?? null);
    const far = tooFar(policy, anchors.of([], true), nodes, host.cells);
    return far === null ? [] : [{ ...far, positions: far.positions.map((at) => own[at] as number) }];
  });
  const [first] = found;
  if (first === undefined) return null;
  return { ...first, positions: found.flatMap(({ positions }) => positions).sort((a, b) => a - b) };
}

/** A guest that floats is near everything; one without a place is refused for that, not for its devices. */
function isAnywhere(possible: Anchors): boolean {
  for (const { nodes } of possible) return nodes === null;
  return true;
}

/** A combination in which only this NIC has a path yet. */
function only(index: number, path: NicPath): readonly NicOption[] {
  const alone: NicOption[] = [];
  alone[index] = { path, pfs: [] };
  return alone;
}

/** @param deviceNodes NUMA node of each device; null when it is not known. */
function tooFar(
  policy: NumaAffinityPolicy,
  possible: Anchors,
  deviceNodes: readonly (number | null)[],
  cells: readonly CellState[],
): FarDevices | null {
  if (isAnywhere(possible)) return null;
  const distinct = [...new Set(deviceNodes)];
  const far = distinct.filter((node) => !possible.some((anchor) => pciNodeAllowed(policy, node, anchor.nodes, cells)));
  if (far.length === 0) return null;
  const rejection = {
    code: 'pci.numa_affinity',
    required: `${policy}: a device near NUMA node ${possible.nodes().join(' or ')}`,
    available: `devices on node ${far.map((node) => node ?? 'unknown').join(', ')}`,
  };
  return {
    positions: [...deviceNodes.keys()].filter((at) => far.includes(deviceNodes[at] as number | null)),
    rejection,
  };
}
