import { overBudget } from '../../feasibility/nic-rules/link-budget.rule';
import type { HostState, PfState } from '../../fleet/host-state';
import type { PciDevice } from '../../inventory/inventory';
import type { NicPath } from '../../io-path/nic-path';
import { nearestDevices } from '../../nova-fit/nearest-devices';
import {
  everyClaimSucceeds,
  everyOrderOfPoolsSupports,
  mixesPfsAndVfs,
  policiesDiffer,
  poolsSupport,
  type PortRequest,
} from '../../nova-fit/port-requests';
import { nearestByAlias, nicRequestsByAlias, takeAliasDevices } from './alias-devices';
import type { Anchor } from './anchors';
import { GivenDevices } from './given-devices';
import type { DiskOption, NicOption } from '../search/host-options';
import type { NicCandidates, RequestContext } from '../request-context';
import { scoreDisk, scoreNic, type ScoredDisk, type ScoredNic } from '../search/score-candidate';
import { DEFAULT_POLICY, type Spot } from './spot';

/** A path and a device for every NIC and disk of the request, with the guest lying at one anchor. */
export interface Assignment {
  readonly anchor: Anchor;
  readonly nics: readonly ScoredNic[];
  readonly disks: readonly ScoredDisk[];
  /** Devices for the aliases in the caller's own flavor. */
  readonly aliasDevices: readonly PciDevice[];
}

const NO_PFS: readonly PfState[] = [];

/**
 * What Nova makes of a combination of paths on a host: it takes the first anchor whose devices its scheduler counts as
 * enough, and that one it is, even if the claim on the compute host then fails (handbook 3.7, step 5). Null when there
 * is no such anchor, and when the claim might fail.
 */
export function firstAssignment(
  anchors: Iterable<Anchor>,
  { host, context }: Omit<Spot, 'anchor'>,
  nicOptions: readonly NicOption[],
  diskOptions: readonly (readonly DiskOption[])[],
): Assignment | null {
  const byAlias = nicRequestsByAlias(context, host);
  const byPort = portRequests(nicOptions, context);
  const requests = [...byAlias, ...byPort];
  const mixed = mixesPfsAndVfs(requests) || (byAlias.length > 0 && byPort.length > 0);
  const unlike = !mixed && policiesDiffer(byPort);
  for (const anchor of anchors) {
    const spot = { anchor, host, context };
    const ports = { nodes: anchor.nodes, cells: host.cells, pfs: host.pfs };
    if (mixed && !poolsSupport(requests, ports)) {
      // An alias may be for other devices as well, and then this may be the anchor that Nova takes all the same.
      if (byAlias.length > 0) return null;
      continue;
    }
    if (mixed && !everyClaimSucceeds(requests, ports)) {
      if (assignAt(spot, [], diskOptions) === null) continue;
      return null;
    }
    const assignment = assignAt(spot, nicOptions, diskOptions, mixed);
    if (assignment === null) continue;
    // Which of several as near devices a port is given is the order of Nova's pools, which nobody outside can know.
    const holds = !unlike || (everyOrderOfPoolsSupports(byPort, ports) && everyClaimSucceeds(byPort, ports));
    return holds && anchor.isClaimable ? assignment : null;
  }
  return null;
}

/** What Nova makes of the NICs that take a device, in the ports' order. */
function portRequests(nicOptions: readonly NicOption[], { nics }: RequestContext): readonly PortRequest[] {
  return nicOptions.flatMap(({ path, pfs }, index): readonly PortRequest[] => {
    const candidates = nics[index];
    if (path.takes === 'nothing' || candidates === undefined) return [];
    const { physicalNetwork } = candidates.nic;
    const policy = candidates.statedPolicy ?? DEFAULT_POLICY;
    return [{ takes: path.takes, asVdpa: path.vfKind === 'vdpa', physicalNetwork, policy, pfs }];
  });
}

/**
 * Gives every NIC its path's best device and every disk its best path at one anchor, or null when the devices there do
 * not suffice. A device is the best scored of those that Nova might take; a NIC gives way to a later one only by
 * another that is as near, for Nova serves ports in order and looks no further than the nearest.
 */
function assignAt(
  spot: Spot,
  nicOptions: readonly NicOption[],
  diskOptions: readonly (readonly DiskOption[])[],
  mixed = false,
): Assignment | null {
  const given = new GivenDevices(mixed);
  const aliasDevices = takeAliasDevices(spot, given);
  const nics: ScoredNic[] = [];
  if (aliasDevices === null || !assignNics(spot, nicOptions, given, nics)) return null;
  const disks: ScoredDisk[] = [];
  for (const [index, options] of diskOptions.entries()) {
    const disk = bestDisk(index, options, spot, given);
    if (disk === null) return null;
    if (disk.device !== null) given.giveDevice(disk.device);
    disks.push(disk);
  }
  return { anchor: spot.anchor, nics, disks, aliasDevices };
}

/** Whether any device of a NIC's path may serve it, competitors aside. */
export function hasNicDevice(index: number, { path, pfs }: NicOption, spot: Spot): boolean {
  return path.takes === 'nothing' || nearestPfs(index, path, pfs, spot, new GivenDevices()).length > 0;
}

/** Assigns the NICs from the one after `chosen` on; leaves `chosen` as it was when that cannot be done. */
function assignNics(spot: Spot, options: readonly NicOption[], given: GivenDevices, chosen: ScoredNic[]): boolean {
  const index = chosen.length;
  const option = options[index];
  if (option === undefined) return true;
  for (const candidate of nicCandidates(index, option, spot, given)) {
    if (!isWithinBudget(candidate, chosen)) continue;
    if (candidate.pf !== null) given.give(option.path, candidate.pf);
    chosen.push(candidate);
    if (assignNics(spot, options, given, chosen)) return true;
    chosen.pop();
    if (candidate.pf !== null) given.takeBack(option.path, candidate.pf);
  }
  return false;
}

/** Whether the PF can keep what it promises to this NIC and to those of the VM that are on it already. */
function isWithinBudget({ pf, input }: ScoredNic, chosen: readonly ScoredNic[]): boolean {
  if (pf === null || chosen.length === 0) return true;
  const beside = chosen.filter((other) => other.pf === pf).map((other) => other.input.nic);
  return beside.length === 0 || overBudget(input.nic, pf, beside) === null;
}

/** The devices that may serve a NIC, best first; ties go to the lower PCI address. */
function nicCandidates(index: number, { path, pfs }: NicOption, spot: Spot, given: GivenDevices): readonly ScoredNic[] {
  const { anchor, host, context } = spot;
  if (path.takes === 'nothing') return [scoreNic(index, path, null, anchor, host, context)];
  const scored = nearestPfs(index, path, pfs, spot, given).map((pf) =>
    scoreNic(index, path, pf, anchor, host, context),
  );
  return scored.length < 2 ? scored : scored.sort((a, b) => b.total - a.total || compareAddresses(a.pf, b.pf));
}

/** The PFs of which Nova takes one, or a VF of one, given what the NICs before have taken. */
function nearestPfs(
  index: number,
  path: NicPath,
  pfs: readonly PfState[],
  { anchor, host, context }: Spot,
  given: GivenDevices,
): readonly PfState[] {
  const { nic, statedPolicy } = context.nics[index] as NicCandidates;
  const counted = [...pfs, ...wholePfsBeside(pfs, path, nic.physicalNetwork, host)].filter((pf) =>
    given.isCounted(path, pf),
  );
  const policy = statedPolicy ?? DEFAULT_POLICY;
  return nearestDevices(counted, ({ pf }) => pf.numaNode, policy, anchor.nodes, host.cells).filter(
    (pf) => given.hasLeft(path, pf) && pfs.includes(pf),
  );
}

/**
 * PFs of the port's network that have no VF for it. Nova counts a PF itself when it looks for the nearest devices, and
 * only then finds that it is no VF, so one of these can keep a port from VFs farther away (`nova/pci/stats.py
 * _filter_pools`: NUMA before unrequested PFs).
 */
function wholePfsBeside(
  pfs: readonly PfState[],
  path: NicPath,
  physicalNetwork: string | null,
  host: HostState,
): readonly PfState[] {
  if (path.vfKind === null || path.vfKind === 'vdpa' || pfs.length === host.pfs.length) return NO_PFS;
  const network = physicalNetwork?.toLowerCase();
  return host.pfs.filter(
    (pf) =>
      !pfs.includes(pf) &&
      pf.usableVfs.length === 0 &&
      (pf.wholeIsFree || pf.vdpaVfs.length > 0) &&
      pf.pf.physicalNetwork?.toLowerCase() === network,
  );
}

function compareAddresses(a: PfState | null, b: PfState | null): number {
  const [first, second] = [a?.pf.address ?? '', b?.pf.address ?? ''];
  return first < second ? -1 : first > second ? 1 : 0;
}

function bestDisk(index: number, options: readonly DiskOption[], spot: Spot, given: GivenDevices): ScoredDisk | null {
  const { anchor, host, context } = spot;
  let best: ScoredDisk | null = null;
  for (const { path, devices } of options) {
    for (const device of path.takes === 'nothing' ? [null] : nearestByAlias(devices, spot, given)) {
      const scored = scoreDisk(index, path, device, anchor, host, context);
      if (best === null || scored.total > best.total) best = scored;
    }
  }
  return best;
}
