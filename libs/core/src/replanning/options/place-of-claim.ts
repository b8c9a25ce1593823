import type { HostClaim } from '../../fleet/host-claims';
import type { HostState, PfState } from '../../fleet/host-state';
import { DISK_PATHS, NIC_PATHS } from '../../io-path/catalogue';
import type { PciDevice } from '../../inventory/inventory';
import type { NicPath } from '../../io-path/nic-path';
import type { Anchor } from '../../planning/devices/anchors';
import type { RequestContext } from '../../planning/request-context';
import { scoreOfAssignment } from '../../planning/search/evaluate-host';
import { hostTotalOf } from '../../planning/search/host-total';
import { scoreDisk, scoreNic, type ScoredDisk, type ScoredNic } from '../../planning/search/score-candidate';
import type { HeldVm } from '../held-vm';
import { poolNameOf } from './device-pool';
import { spotName } from './place';
import { takesOfClaim } from './takes';
import type { LocalTake } from './host-rows';

/** A place that a VM holds, or has been found by the planner's search, in the terms of places to choose from. */
export interface HeldPlace {
  readonly spot: string;
  /** 0..1, were nobody else to come; null where the host does not tell enough of it. */
  readonly score: number | null;
  readonly takes: readonly LocalTake[];
}

/** @param host that all who may move have left. */
export function placeOfClaim(
  claim: HostClaim,
  paths: HeldVm['paths'],
  host: HostState,
  context: RequestContext,
): HeldPlace {
  const nodes = claim.cells.length === 0 ? null : claim.cells.map(({ hostNode }) => hostNode);
  const nicPaths = context.request.nics.map(({ name }) => NIC_PATHS.find((path) => path.name === paths.nics[name]));
  const pfs = pfsOf(claim, nicPaths, host, context);
  const pools = pfs.flatMap((pf) => (pf === null || pf === undefined ? [] : poolNameOf(pf)));
  const known = nicPaths.flatMap((path) => path ?? []);
  return {
    spot: spotName(nodes, pools),
    score: scoreOf({ claim, nodes, nicPaths, pfs }, paths, host, context),
    takes: takesOfClaim(claim, known, host, context),
  };
}

/** For each NIC the PF that serves it: null for a software path, undefined where the claim does not tell. */
function pfsOf(
  { devices }: HostClaim,
  nicPaths: readonly (NicPath | undefined)[],
  host: HostState,
  { request }: RequestContext,
): readonly (PfState | null | undefined)[] {
  const left = [...devices];
  return nicPaths.map((path, nic) => {
    if (path === undefined) return undefined;
    if (path.takes === 'nothing') return null;
    const network = request.nics[nic]?.physicalNetwork?.toLowerCase() ?? null;
    const serves = (address: string | null): PfState | undefined =>
      host.pfs.find(({ pf }) => pf.address === address && (pf.physicalNetwork?.toLowerCase() ?? null) === network);
    const at = left.findIndex(({ kind, pfAddress }) => kind === path.takes && serves(pfAddress) !== undefined);
    return at < 0 ? undefined : serves(left.splice(at, 1)[0]?.pfAddress ?? null);
  });
}

/** Devices of disks and aliases, in the order in which they are claimed. */
function devicesOf({ devices }: HostClaim, { inventory }: HostState): PciDevice[] {
  return devices.flatMap(
    ({ kind, address }) => inventory.pciDevices.find((device) => kind === 'pci' && device.address === address) ?? [],
  );
}

interface Lie {
  readonly claim: HostClaim;
  readonly nodes: readonly number[] | null;
  readonly nicPaths: readonly (NicPath | undefined)[];
  readonly pfs: readonly (PfState | null | undefined)[];
}

function scoreOf(
  { claim, nodes, nicPaths, pfs }: Lie,
  paths: HeldVm['paths'],
  host: HostState,
  context: RequestContext,
): number | null {
  const anchor: Anchor = { topology: null, fit: null, nodes, isClaimable: true };
  const nics: ScoredNic[] = [];
  for (const [nic, path] of nicPaths.entries()) {
    const pf = pfs[nic];
    if (path === undefined || pf === undefined) return null;
    nics.push(scoreNic(nic, path, pf, anchor, host, context));
  }
  const disks: ScoredDisk[] = [];
  const devices = devicesOf(claim, host);
  for (const [disk, { name }] of context.request.disks.entries()) {
    const path = DISK_PATHS.find((each) => each.name === paths.disks[name]);
    const device = path?.takes === 'pci_device' ? devices.shift() : null;
    if (path === undefined || device === undefined) return null;
    disks.push(scoreDisk(disk, path, device, anchor, host, context));
  }
  const worth = { total: hostTotalOf(host, context), discount: 0 };
  return scoreOfAssignment({ anchor, nics, disks, aliasDevices: [] }, worth, context.weights);
}
