import type { CellState, PfState } from '../fleet/host-state';
import type { NumaAffinityPolicy } from '../request/vm-request';
import { nearestDevices } from './nearest-devices';

/** The PCI request of one port (`nova/network/neutron.py create_resource_requests`): one VF, or one whole PF. */
export interface PortRequest {
  readonly takes: 'vf' | 'pf';
  readonly physicalNetwork: string | null;
  readonly policy: NumaAffinityPolicy;
  /** PFs that may serve the port, or whose VFs may. */
  readonly pfs: readonly PfState[];
  /** Whole PFs that count for a VF while the nearest devices are looked for; left out: those of the network. */
  readonly countedWhole?: readonly PfState[];
}

/** Where the guest would lie, on which host. */
export interface GuestSpot {
  /** Host nodes the guest lies on; null for a guest without NUMA topology. */
  readonly nodes: readonly number[] | null;
  readonly cells: readonly CellState[];
  readonly pfs: readonly PfState[];
}

/** What is left of a PF for the requests still to come. */
interface Left {
  vfs: number;
  whole: boolean;
}

type Pools = Map<PfState, Left>;

/** True when a VM asks for VFs and for whole PFs, which take from each other. */
export function mixesPfsAndVfs(requests: readonly PortRequest[]): boolean {
  return requests.some(({ takes }) => takes === 'pf') && requests.some(({ takes }) => takes === 'vf');
}

/**
 * Whether Nova's scheduler takes the guest nodes for these ports (`nova/pci/stats.py support_requests`). It counts
 * pools of VFs and of PFs without asking which PF a VF belongs to: one PF can count for a VF and for itself, and only
 * the claim on the compute host finds out ({@link everyClaimSucceeds}).
 */
export function poolsSupport(requests: readonly PortRequest[], spot: GuestSpot): boolean {
  const pools = poolsOf(spot.pfs);
  return requests.every((request) => {
    const [first] = takeable(request, spot, pools);
    const left = first === undefined ? undefined : pools.get(first);
    if (left === undefined) return false;
    if (request.takes === 'vf') left.vfs--;
    else left.whole = false;
    return true;
  });
}

/**
 * Whether the claim on the compute host (`consume_requests`) serves all ports whichever device Nova picks for each. It
 * picks from the first pool and the end of that, in an order that depends on how the host listed its devices and on
 * what was freed since, which nobody outside can know. A VF takes its PF out of the pools, and a PF its VFs.
 */
export function everyClaimSucceeds(requests: readonly PortRequest[], spot: GuestSpot): boolean {
  return claimsFrom(requests, 0, spot, poolsOf(spot.pfs));
}

function claimsFrom(requests: readonly PortRequest[], at: number, spot: GuestSpot, pools: Pools): boolean {
  const request = requests[at];
  if (request === undefined) return true;
  const choices = takeable(request, spot, pools);
  const tried = new Set<string>();
  for (const pf of choices) {
    const left = pools.get(pf) as Left;
    // PFs that are alike in all that the later requests ask about lead to the same end.
    const serves = requests.map(({ pfs }) => (pfs.includes(pf) ? 1 : 0)).join('');
    const kind = `${networkOf(pf)} ${pf.pf.numaNode} ${left.vfs} ${left.whole} ${serves}`;
    if (tried.has(kind)) continue;
    tried.add(kind);
    pools.set(pf, request.takes === 'vf' ? { vfs: left.vfs - 1, whole: false } : { vfs: 0, whole: false });
    const succeeds = claimsFrom(requests, at + 1, spot, pools);
    pools.set(pf, left);
    if (!succeeds) return false;
  }
  return choices.length > 0;
}

/**
 * The PFs of which Nova takes one, or a VF of one. For a VF, whole PFs of the network count while the nearest devices
 * are looked for, and are dropped only then, so that a near PF without VFs keeps a port from VFs farther away.
 */
function takeable(
  { takes, physicalNetwork, policy, pfs, countedWhole }: PortRequest,
  spot: GuestSpot,
  pools: Pools,
): readonly PfState[] {
  const network = physicalNetwork?.toLowerCase() ?? null;
  const has = (pf: PfState): boolean => {
    const left = pools.get(pf);
    return left !== undefined && (takes === 'pf' ? left.whole : left.vfs > 0) && pfs.includes(pf);
  };
  const counts = (pf: PfState): boolean =>
    has(pf) ||
    (takes === 'vf' &&
      pools.get(pf)?.whole === true &&
      (countedWhole === undefined ? networkOf(pf) === network : countedWhole.includes(pf)));
  return nearestDevices(spot.pfs.filter(counts), ({ pf }) => pf.numaNode, policy, spot.nodes, spot.cells).filter(has);
}

function networkOf({ pf }: PfState): string | null {
  return pf.physicalNetwork?.toLowerCase() ?? null;
}

function poolsOf(pfs: readonly PfState[]): Pools {
  return new Map(pfs.map((pf) => [pf, { vfs: mostVfs(pf), whole: pf.wholeIsFree }]));
}

/** VFs of the kind that there are most of: that no NIC gets one of another kind is looked to when they are given. */
function mostVfs({ usableVfs, netdevVfs, vdpaVfs }: PfState): number {
  return Math.max(usableVfs.length, netdevVfs.length, vdpaVfs.length);
}
