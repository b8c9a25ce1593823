import type { CellState, PfState } from '../fleet/host-state';
import type { NumaAffinityPolicy } from '../request/vm-request';
import { nearestDevices } from './nearest-devices';

/** The PCI request of one port (`nova/network/neutron.py create_resource_requests`): one VF, or one whole PF. */
export interface PortRequest {
  readonly takes: 'vf' | 'pf';
  /** True for a port that asks for a VF as a vDPA device, which Nova keeps in pools of its own; left out: not. */
  readonly asVdpa?: boolean;
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
  readonly vfs: number;
  readonly vdpaVfs: number;
  readonly whole: boolean;
}

const NOTHING: Left = { vfs: 0, vdpaVfs: 0, whole: false };

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
    if (first === undefined || left === undefined) return false;
    const whole = request.takes === 'vf' && left.whole;
    pools.set(first, request.takes === 'pf' ? { ...left, whole } : { ...withoutVf(left, request), whole });
    return true;
  });
}

/**
 * Whether the claim on the compute host (`consume_requests`) serves all ports whichever device Nova picks for each. It
 * picks from the first pool and the end of that, in an order that depends on how the host listed its devices and on
 * what was freed since, which nobody outside can know. A VF takes its PF out of the pools, and a PF its VFs.
 */
export function everyClaimSucceeds(requests: readonly PortRequest[], spot: GuestSpot): boolean {
  return servesAll({ requests, spot, wholeStays: false, served: new Set() }, 0, poolsOf(spot.pfs));
}

/** The same of the scheduler's count, in which a PF goes on to count beside its VFs that were taken. */
export function everyOrderOfPoolsSupports(requests: readonly PortRequest[], spot: GuestSpot): boolean {
  return servesAll({ requests, spot, wholeStays: true, served: new Set() }, 0, poolsOf(spot.pfs));
}

/**
 * True when ports of one physical network ask for VFs by different NUMA policies: of devices that are as near to it, the
 * lenient one may be given just that which is the only one for the strict. Ports of one policy have the same to choose
 * from, so among them it does not matter who takes which.
 */
export function policiesDiffer(requests: readonly PortRequest[]): boolean {
  return requests.some((one, index) =>
    requests.slice(index + 1).some((other) => {
      const sameNetwork = one.physicalNetwork?.toLowerCase() === other.physicalNetwork?.toLowerCase();
      return sameNetwork && one.policy !== other.policy;
    }),
  );
}

interface Trial {
  readonly requests: readonly PortRequest[];
  readonly spot: GuestSpot;
  /** Whether a PF goes on to count when a VF of it was taken. */
  readonly wholeStays: boolean;
  /** States from which all the rest is known to be served: many orders lead to one state. */
  readonly served: Set<string>;
}

function servesAll(trial: Trial, at: number, pools: Pools): boolean {
  const { requests, spot, wholeStays, served } = trial;
  const request = requests[at];
  if (request === undefined) return true;
  const state = `${at} ${[...pools.values()].map(({ vfs, vdpaVfs, whole }) => `${vfs},${vdpaVfs},${whole}`).join(' ')}`;
  if (served.has(state)) return true;
  const choices = takeable(request, spot, pools);
  const tried = new Set<string>();
  for (const pf of choices) {
    const left = pools.get(pf) as Left;
    // PFs that are alike in all that the later requests ask about lead to the same end.
    const serves = requests.map(({ pfs }) => (pfs.includes(pf) ? 1 : 0)).join('');
    const kind = `${networkOf(pf)} ${pf.pf.numaNode} ${left.vfs} ${left.vdpaVfs} ${left.whole} ${serves}`;
    if (tried.has(kind)) continue;
    tried.add(kind);
    const whole = wholeStays && left.whole;
    pools.set(pf, request.takes === 'pf' ? NOTHING : { ...withoutVf(left, request), whole });
    const succeeds = servesAll(trial, at + 1, pools);
    pools.set(pf, left);
    if (!succeeds) return false;
  }
  if (choices.length > 0) served.add(state);
  return choices.length > 0;
}

function withoutVf(left: Left, { asVdpa }: PortRequest): Left {
  return asVdpa === true ? { ...left, vdpaVfs: left.vdpaVfs - 1 } : { ...left, vfs: left.vfs - 1 };
}

/**
 * The PFs of which Nova takes one, or a VF of one. For a VF, whole PFs and vDPA devices of the network count while the
 * nearest devices are looked for, and are dropped only then, so that a near PF without VFs keeps a port from VFs farther
 * away. A port that names its type of device is spared that.
 */
function takeable(request: PortRequest, spot: GuestSpot, pools: Pools): readonly PfState[] {
  const has = (pf: PfState): boolean => request.pfs.includes(pf) && numberLeft(request, pools.get(pf)) > 0;
  const counts = (pf: PfState): boolean => has(pf) || countsBeside(request, pf, pools.get(pf));
  const { policy } = request;
  return nearestDevices(spot.pfs.filter(counts), ({ pf }) => pf.numaNode, policy, spot.nodes, spot.cells).filter(has);
}

function numberLeft({ takes, asVdpa }: PortRequest, left: Left = NOTHING): number {
  if (takes === 'pf') return left.whole ? 1 : 0;
  return asVdpa === true ? left.vdpaVfs : left.vfs;
}

function countsBeside(
  { takes, asVdpa, physicalNetwork, countedWhole }: PortRequest,
  pf: PfState,
  left: Left = NOTHING,
): boolean {
  if (takes === 'pf' || asVdpa === true) return false;
  if (countedWhole !== undefined) return left.whole && countedWhole.includes(pf);
  return (left.whole || left.vdpaVfs > 0) && networkOf(pf) === (physicalNetwork?.toLowerCase() ?? null);
}

function networkOf({ pf }: PfState): string | null {
  return pf.physicalNetwork?.toLowerCase() ?? null;
}

function poolsOf(pfs: readonly PfState[]): Pools {
  return new Map(pfs.map((pf) => [pf, { vfs: plainVfs(pf), vdpaVfs: pf.vdpaVfs.length, whole: pf.wholeIsFree }]));
}

/** Nova does not ask whether a VF has a network interface; that none goes to a port that needs one is looked to when they are given. */
function plainVfs({ usableVfs, netdevVfs }: PfState): number {
  return Math.max(usableVfs.length, netdevVfs.length);
}
