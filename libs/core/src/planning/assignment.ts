import type { HostState, PfState } from '../fleet/host-state';
import type { PciDevice } from '../inventory/inventory';
import type { NicPath } from '../io-path/nic-path';
import { pciNodeAllowed } from '../nova-fit/pci-affinity';
import type { NumaAffinityPolicy } from '../request/vm-request';
import type { Anchor } from './anchors';
import type { DiskOption, NicOption } from './host-options';
import type { RequestContext } from './request-context';
import { scoreDisk, scoreNic, type ScoredDisk, type ScoredNic } from './score-candidate';

/** A path and a device for every NIC and disk of the request, with the guest lying at one anchor. */
export interface Assignment {
  readonly anchor: Anchor;
  readonly nics: readonly ScoredNic[];
  readonly disks: readonly ScoredDisk[];
  /** Devices for the aliases in the caller's own flavor. */
  readonly aliasDevices: readonly PciDevice[];
}

/** What Nova applies when neither port nor flavor nor image states a policy (handbook 2.2). */
const DEFAULT_POLICY: NumaAffinityPolicy = 'legacy';

/** What has been given away so far within one assignment. */
interface Given {
  /** VFs taken, by PF address. */
  readonly vfs: Map<string, number>;
  readonly whole: Set<string>;
  readonly devices: Set<string>;
}

/**
 * Gives every NIC its path's best device and every disk its best path at one anchor, or null when the devices
 * there do not suffice. NICs that compete for the last VFs are tried in every order of preference.
 */
export function assignAt(
  anchor: Anchor,
  host: HostState,
  nicOptions: readonly NicOption[],
  diskOptions: readonly (readonly DiskOption[])[],
  context: RequestContext,
): Assignment | null {
  const given: Given = { vfs: new Map(), whole: new Set(), devices: new Set() };
  const nics: ScoredNic[] = [];
  if (!assignNics(0, anchor, host, nicOptions, context, given, nics)) return null;
  const disks: ScoredDisk[] = [];
  for (const [index, options] of diskOptions.entries()) {
    const disk = bestDisk(index, options, anchor, host, context, given);
    if (disk === null) return null;
    if (disk.device !== null) given.devices.add(disk.device.address);
    disks.push(disk);
  }
  const aliasDevices = takeAliasDevices(anchor, host, context, given);
  return aliasDevices === null ? null : { anchor, nics, disks, aliasDevices };
}

/** Whether any device of a NIC's path may serve it at an anchor, competitors aside. */
export function hasDeviceAt(
  index: number,
  option: NicOption,
  anchor: Anchor,
  host: HostState,
  context: RequestContext,
): boolean {
  return nicCandidatesAt(index, option, anchor, host, context).length > 0;
}

/** Devices for the aliases that the caller's own flavor names, lowest address first; null when they do not suffice. */
function takeAliasDevices(
  anchor: Anchor,
  host: HostState,
  context: RequestContext,
  given: Given,
): readonly PciDevice[] | null {
  const taken: PciDevice[] = [];
  for (const { alias, count } of context.aliases) {
    const usable = host.freePciDevices.filter(
      (device) => device.alias === alias && !device.hostInUse && mayTake(device, anchor, host, context, given),
    );
    if (usable.length < count) return null;
    for (const device of usable.slice(0, count)) {
      given.devices.add(device.address);
      taken.push(device);
    }
  }
  return taken;
}

function assignNics(
  index: number,
  anchor: Anchor,
  host: HostState,
  options: readonly NicOption[],
  context: RequestContext,
  given: Given,
  chosen: ScoredNic[],
): boolean {
  const option = options[index];
  if (option === undefined) return true;
  for (const candidate of nicCandidatesAt(index, option, anchor, host, context)) {
    if (!give(option.path, candidate.pf, given)) continue;
    chosen.push(candidate);
    if (assignNics(index + 1, anchor, host, options, context, given, chosen)) return true;
    chosen.pop();
    takeBack(option.path, candidate.pf, given);
  }
  return false;
}

/** The devices that may serve a NIC at this anchor, best first; ties go to the lower PCI address. */
function nicCandidatesAt(
  index: number,
  { path, pfs }: NicOption,
  anchor: Anchor,
  host: HostState,
  context: RequestContext,
): readonly ScoredNic[] {
  if (path.takes === 'nothing') return [scoreNic(index, path, null, anchor, host, context)];
  const policy = context.nics[index]?.statedPolicy ?? DEFAULT_POLICY;
  const allowed = pfs.filter((pf) => isAllowed(policy, pf.pf.numaNode, anchor, host));
  const scored = allowed.map((pf) => scoreNic(index, path, pf, anchor, host, context));
  return scored.length < 2 ? scored : scored.sort((a, b) => b.total - a.total);
}

function bestDisk(
  index: number,
  options: readonly DiskOption[],
  anchor: Anchor,
  host: HostState,
  context: RequestContext,
  given: Given,
): ScoredDisk | null {
  let best: ScoredDisk | null = null;
  for (const { path, devices } of options) {
    for (const device of path.takes === 'nothing' ? [null] : devices) {
      if (device !== null && !mayTake(device, anchor, host, context, given)) continue;
      const scored = scoreDisk(index, path, device, anchor, host, context);
      if (best === null || scored.total > best.total) best = scored;
    }
  }
  return best;
}

function mayTake(device: PciDevice, anchor: Anchor, host: HostState, context: RequestContext, given: Given): boolean {
  const policy = context.flavorPciPolicy ?? DEFAULT_POLICY;
  return !given.devices.has(device.address) && isAllowed(policy, device.numaNode, anchor, host);
}

/** Without a guest NUMA topology Nova looks at no policy, not even `required` (handbook 0.2, fact 6). */
function isAllowed(policy: NumaAffinityPolicy, deviceNode: number | null, anchor: Anchor, host: HostState): boolean {
  return anchor.nodes === null || pciNodeAllowed(policy, deviceNode, anchor.nodes, host.cells);
}

function give(path: NicPath, pf: PfState | null, given: Given): boolean {
  if (pf === null) return true;
  const { address } = pf.pf;
  const taken = given.vfs.get(address) ?? 0;
  if (given.whole.has(address)) return false;
  if (path.takes === 'pf') {
    if (taken > 0) return false;
    given.whole.add(address);
    return true;
  }
  if (taken >= pf.usableVfs.length) return false;
  given.vfs.set(address, taken + 1);
  return true;
}

function takeBack(path: NicPath, pf: PfState | null, given: Given): void {
  if (pf === null) return;
  const { address } = pf.pf;
  if (path.takes === 'pf') given.whole.delete(address);
  else given.vfs.set(address, (given.vfs.get(address) ?? 1) - 1);
}
