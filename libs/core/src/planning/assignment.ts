import type { HostState, PfState } from '../fleet/host-state';
import type { PciDevice } from '../inventory/inventory';
import { nearestDevices } from '../nova-fit/nearest-devices';
import type { NumaAffinityPolicy } from '../request/vm-request';
import type { Anchor } from './anchors';
import { GivenDevices } from './given-devices';
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

/** Where devices are looked for: on this host, with the guest at this anchor. */
export interface Spot {
  readonly anchor: Anchor;
  readonly host: HostState;
  readonly context: RequestContext;
}

/** What Nova applies when neither port nor flavor nor image states a policy (handbook 2.2). */
export const DEFAULT_POLICY: NumaAffinityPolicy = 'legacy';

/**
 * Gives every NIC its path's best device and every disk its best path at one anchor, or null when the devices there do
 * not suffice. A device is the best scored of those that Nova might take; a NIC gives way to a later one only by
 * another that is as near, for Nova serves ports in order and looks no further than the nearest.
 */
export function assignAt(
  spot: Spot,
  nicOptions: readonly NicOption[],
  diskOptions: readonly (readonly DiskOption[])[],
): Assignment | null {
  const given = new GivenDevices();
  const nics: ScoredNic[] = [];
  if (!assignNics(spot, nicOptions, given, nics)) return null;
  const disks: ScoredDisk[] = [];
  for (const [index, options] of diskOptions.entries()) {
    const disk = bestDisk(index, options, spot, given);
    if (disk === null) return null;
    if (disk.device !== null) given.giveDevice(disk.device);
    disks.push(disk);
  }
  const aliasDevices = takeAliasDevices(spot, given);
  return aliasDevices === null ? null : { anchor: spot.anchor, nics, disks, aliasDevices };
}

/** Whether any device of a NIC's path may serve it, competitors aside. */
export function hasNicDevice(index: number, { path, pfs }: NicOption, spot: Spot): boolean {
  return path.takes === 'nothing' || nearestPfs(index, pfs, spot).length > 0;
}

/** Whether any device of a disk's path may serve it, competitors aside. */
export function hasDiskDevice({ path, devices }: DiskOption, spot: Spot): boolean {
  return path.takes === 'nothing' || devicesFor(devices, spot, new GivenDevices()).length > 0;
}

/** Whether the devices that the caller's own flavor names can be had, competitors aside. */
export function hasAliasDevices(spot: Spot): boolean {
  return takeAliasDevices(spot, new GivenDevices()) !== null;
}

/** Assigns the NICs from the one after `chosen` on; leaves `chosen` as it was when that cannot be done. */
function assignNics(spot: Spot, options: readonly NicOption[], given: GivenDevices, chosen: ScoredNic[]): boolean {
  const index = chosen.length;
  const option = options[index];
  if (option === undefined) return true;
  for (const candidate of nicCandidates(index, option, spot, given)) {
    if (candidate.pf !== null) given.give(option.path, candidate.pf);
    chosen.push(candidate);
    if (assignNics(spot, options, given, chosen)) return true;
    chosen.pop();
    if (candidate.pf !== null) given.takeBack(option.path, candidate.pf);
  }
  return false;
}

/** The devices that may serve a NIC, best first; ties go to the lower PCI address. */
function nicCandidates(index: number, { path, pfs }: NicOption, spot: Spot, given: GivenDevices): readonly ScoredNic[] {
  const { anchor, host, context } = spot;
  if (path.takes === 'nothing') return [scoreNic(index, path, null, anchor, host, context)];
  const scored = nearestPfs(
    index,
    pfs.filter((pf) => given.isCounted(path, pf)),
    spot,
  )
    .filter((pf) => given.hasLeft(path, pf))
    .map((pf) => scoreNic(index, path, pf, anchor, host, context));
  return scored.length < 2 ? scored : scored.sort((a, b) => b.total - a.total || compareAddresses(a.pf, b.pf));
}

function nearestPfs(index: number, pfs: readonly PfState[], { anchor, host, context }: Spot): readonly PfState[] {
  const policy = context.nics[index]?.statedPolicy ?? DEFAULT_POLICY;
  return nearestDevices(pfs, ({ pf }) => pf.numaNode, policy, anchor.nodes, host.cells);
}

function compareAddresses(a: PfState | null, b: PfState | null): number {
  const [first, second] = [a?.pf.address ?? '', b?.pf.address ?? ''];
  return first < second ? -1 : first > second ? 1 : 0;
}

function bestDisk(index: number, options: readonly DiskOption[], spot: Spot, given: GivenDevices): ScoredDisk | null {
  const { anchor, host, context } = spot;
  let best: ScoredDisk | null = null;
  for (const { path, devices } of options) {
    for (const device of path.takes === 'nothing' ? [null] : devicesFor(devices, spot, given)) {
      const scored = scoreDisk(index, path, device, anchor, host, context);
      if (best === null || scored.total > best.total) best = scored;
    }
  }
  return best;
}

/** Devices for the aliases that the caller's own flavor names; null when they do not suffice. */
function takeAliasDevices(spot: Spot, given: GivenDevices): readonly PciDevice[] | null {
  const taken: PciDevice[] = [];
  for (const { alias, count } of spot.context.aliases) {
    const named = spot.host.freePciDevices.filter((device) => device.alias === alias && !device.hostInUse);
    for (let nth = 0; nth < count; nth++) {
      const [device] = devicesFor(named, spot, given);
      if (device === undefined) return null;
      given.giveDevice(device);
      taken.push(device);
    }
  }
  return taken;
}

/** The devices of which Nova might take one for an alias, for each alias among them. */
function devicesFor(devices: readonly PciDevice[], { anchor, host, context }: Spot, given: GivenDevices): PciDevice[] {
  const policy = context.flavorPciPolicy ?? DEFAULT_POLICY;
  const left = devices.filter((device) => given.isFree(device));
  const aliases = [...new Set(left.map((device) => device.alias))];
  return aliases.flatMap((alias) =>
    nearestDevices(
      left.filter((device) => device.alias === alias),
      (device) => device.numaNode,
      policy,
      anchor.nodes,
      host.cells,
    ),
  );
}
