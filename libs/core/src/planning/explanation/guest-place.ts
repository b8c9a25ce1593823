import type { Rejection } from '../../feasibility/rejection';
import type { PfState } from '../../fleet/host-state';
import type { PciDevice } from '../../inventory/inventory';
import type { DiskPath } from '../../io-path/disk-path';
import type { NicPath } from '../../io-path/nic-path';
import type { Anchors } from '../anchors';
import { DEFAULT_POLICY, hasDiskDevice, hasNicDevice } from '../assignment';
import type { NicOption } from '../host-options';
import type { HostOnTrial } from './host-on-trial';

/*
 * The guest's place on the host, and whether a device lies where the NUMA policy allows it for some place that Nova
 * could give the guest: asked of each device by itself, as a rule is. A null question is one that no device fails.
 */

/** A question about a device: null is yes. */
export type Question<Device> = (device: Device) => Rejection | null;

/**
 * Why the guest that a NIC's path needs has no place on the host: one with huge pages for OVS-DPDK, with locked memory
 * for vDPA, with a guest node for a NUMA policy. Null when it has one, and when the path needs no other guest than
 * flavor and image make, which is asked of the host as a whole.
 */
export function refusalOfGuest(index: number, path: NicPath, { anchors }: HostOnTrial): Rejection | null {
  const alone = only(index, path, []);
  if (!anchors.needsOtherGuest(alone) || !anchors.of(alone, false).isEmpty()) return null;
  return anchors.refusalOf(alone);
}

/** Asks of a PF whether a NIC may have it where the guest could lie. */
export function nearNic(index: number, path: NicPath, trial: HostOnTrial): Question<PfState> | null {
  const { host, context, anchors } = trial;
  const possible = anchors.of(only(index, path, []), false);
  if (isAnywhere(possible)) return null;
  const isNear = (pf: PfState): boolean =>
    possible.some((anchor) => hasNicDevice(index, { path, pfs: [pf] }, { anchor, host, context }));
  const far = host.pfs.filter((pf) => !isNear(pf));
  if (far.length === 0) return null;
  const refusal = tooFar(
    context.nics[index]?.statedPolicy ?? DEFAULT_POLICY,
    possible,
    far.map(({ pf }) => pf.numaNode),
  );
  return (pf) => (far.includes(pf) ? refusal : null);
}

/** Asks of a PCI device whether a disk may have it where the guest could lie. */
export function nearDisk(
  path: DiskPath,
  devices: readonly PciDevice[],
  trial: HostOnTrial,
): Question<PciDevice> | null {
  const { host, context, anchors } = trial;
  const possible = anchors.of([], true);
  if (isAnywhere(possible)) return null;
  const isNear = (device: PciDevice): boolean =>
    possible.some((anchor) => hasDiskDevice({ path, devices: [device] }, { anchor, host, context }));
  const far = devices.filter((device) => !isNear(device));
  if (far.length === 0) return null;
  const refusal = tooFar(
    context.flavorPciPolicy ?? DEFAULT_POLICY,
    possible,
    far.map(({ numaNode }) => numaNode),
  );
  return (device) => (far.includes(device) ? refusal : null);
}

/** A guest that floats is near everything; one without a place is refused for that, not for its devices. */
function isAnywhere(possible: Anchors): boolean {
  for (const { nodes } of possible) return nodes === null;
  return true;
}

/** A combination in which only this NIC has a path yet. */
function only(index: number, path: NicPath, pfs: readonly PfState[]): readonly NicOption[] {
  const alone: NicOption[] = [];
  alone[index] = { path, pfs };
  return alone;
}

function tooFar(policy: string, possible: Anchors, deviceNodes: readonly (number | null)[]): Rejection {
  return {
    code: 'pci.numa_affinity',
    required: `${policy}: a device near NUMA node ${possible.nodes().join(' or ')}`,
    available: `devices on node ${[...new Set(deviceNodes.map((node) => node ?? 'unknown'))].join(', ')}`,
  };
}
