import type { Fleet } from '../../fleet/fleet';
import type { HostClaim } from '../../fleet/host-claims';
import type { HostState } from '../../fleet/host-state';
import { networkKey } from '../../fleet/vf-demand';
import type { HeldVm } from '../held-vm';
import type { FreedThing, ReplanGoal } from '../replan-request';
import { withClosedHosts } from './closed-hosts';
import { NO_HOSTS, NO_TARGETS, type ReplanTask } from './replan-task';

type Consolidation = Extract<ReplanGoal, { kind: 'consolidate' }>;

/** More places to free something at are not tried; those that take the fewest moves are. */
const MOST_PIECES = 4;

/** One place at which something may come free in one piece: a host for VFs, a NUMA node for huge pages. */
interface Piece {
  readonly hostName: string;
  /** Says which of several on one host it is. */
  readonly nth: number;
  readonly free: number;
  readonly holders: readonly { readonly vm: HeldVm; readonly holds: number }[];
}

/**
 * Ways to have what is to come free: one for hosts, which the search chooses itself; for VFs and huge pages one for each
 * place that could have them with few moves. Empty where the fleet has them free already.
 */
export function consolidateTasks(goal: Consolidation, fleet: Fleet, vms: readonly HeldVm[]): readonly ReplanTask[] {
  const among = goal.hosts === null ? null : new Set(goal.hosts);
  const movable = vms.filter(({ hostName }) => among === null || among.has(hostName));
  if (goal.free.kind === 'hosts') return [{ ...emptyTask(fleet), mayMove: movable }];
  const wanted = goal.free.kind === 'vfs' ? goal.free.vfs : goal.free.pages;
  const pieces = piecesOf(goal.free, fleet, movable).filter(({ hostName }) => among === null || among.has(hostName));
  if (pieces.some(({ free }) => free >= wanted)) return [];
  const ways = pieces
    .map((piece) => ({ piece, leave: fewestLeaving(piece, wanted), missing: shortfall(piece, wanted) }))
    .filter(({ leave }) => leave.length > 0);
  const fewestMissing = Math.min(...ways.map(({ missing }) => missing));
  return ways
    .filter(({ missing }) => missing === fewestMissing)
    .sort((a, b) => a.leave.length - b.leave.length || byName(a, b))
    .slice(0, MOST_PIECES)
    .map(({ piece, leave }) => ({
      ...emptyTask(withClosedHosts(fleet, new Set([piece.hostName]), 'draining')),
      mustLeave: leave,
      mayMove: movable.filter(({ hostName }) => hostName !== piece.hostName),
    }));
}

function emptyTask(fleet: Fleet): ReplanTask {
  return { fleet, mustLeave: [], mayMove: [], lostHosts: NO_HOSTS, onlyTo: NO_TARGETS, notOurs: [] };
}

function piecesOf(
  free: Exclude<FreedThing, { kind: 'hosts' }>,
  fleet: Fleet,
  vms: readonly HeldVm[],
): readonly Piece[] {
  const byHost = new Map<string, HeldVm[]>();
  for (const vm of vms) {
    const others = byHost.get(vm.hostName);
    if (others === undefined) byHost.set(vm.hostName, [vm]);
    else others.push(vm);
  }
  return fleet.hosts.flatMap((host) => {
    const here = byHost.get(host.hostName) ?? [];
    return free.kind === 'vfs' ? vfPieces(host, free.physicalNetwork, here) : pagePieces(host, free.pageSizeKib, here);
  });
}

function vfPieces(host: HostState, physicalNetwork: string, vms: readonly HeldVm[]): readonly Piece[] {
  const network = networkKey(physicalNetwork);
  const pfs = host.pfs.filter(({ pf }) => networkKey(pf.physicalNetwork) === network && pf.vfs.length > 0);
  if (pfs.length === 0) return [];
  const addresses = new Set(pfs.map(({ pf }) => pf.address));
  const holds = ({ devices }: HostClaim): number =>
    devices.filter(({ kind, pfAddress }) => kind === 'vf' && addresses.has(pfAddress ?? '')).length;
  const free = pfs.reduce((sum, { freeVfs }) => sum + freeVfs.length, 0);
  return [{ hostName: host.hostName, nth: 0, free, holders: holdersOf(host, vms, holds) }];
}

function pagePieces(host: HostState, sizeKib: number, vms: readonly HeldVm[]): readonly Piece[] {
  return host.cells.flatMap(({ id, pages }) => {
    const pool = pages.find((each) => each.sizeKib === sizeKib);
    if (pool === undefined) return [];
    const holds = ({ cells }: HostClaim): number =>
      cells
        .filter(({ hostNode, pageSizeKib }) => hostNode === id && pageSizeKib === sizeKib)
        .reduce((sum, { memoryMib }) => sum + Math.ceil((memoryMib * 1024) / sizeKib), 0);
    return [{ hostName: host.hostName, nth: id, free: pool.total - pool.used, holders: holdersOf(host, vms, holds) }];
  });
}

function holdersOf(
  { claims }: HostState,
  vms: readonly HeldVm[],
  holds: (claim: HostClaim) => number,
): Piece['holders'] {
  const byReservation = new Map(claims.map((claim) => [claim.reservationId, claim]));
  return vms.flatMap((vm) => {
    const claim = byReservation.get(vm.reservationId);
    const held = claim === undefined ? 0 : holds(claim);
    return held > 0 ? [{ vm, holds: held }] : [];
  });
}

/** Those that hold the most first, then without those that were not needed after all. */
function fewestLeaving({ free, holders }: Piece, wanted: number): readonly HeldVm[] {
  const largestFirst = [...holders].sort(
    (a, b) => b.holds - a.holds || (a.vm.reservationId < b.vm.reservationId ? -1 : 1),
  );
  const leaving: Piece['holders'][number][] = [];
  let freed = free;
  for (const holder of largestFirst) {
    if (freed >= wanted) break;
    leaving.push(holder);
    freed += holder.holds;
  }
  for (const holder of [...leaving].reverse()) {
    if (freed - holder.holds < wanted) continue;
    leaving.splice(leaving.indexOf(holder), 1);
    freed -= holder.holds;
  }
  return leaving.map(({ vm }) => vm);
}

function shortfall({ free, holders }: Piece, wanted: number): number {
  return Math.max(0, wanted - holders.reduce((sum, { holds }) => sum + holds, free));
}

function byName(a: { readonly piece: Piece }, b: { readonly piece: Piece }): number {
  return a.piece.hostName < b.piece.hostName ? -1 : a.piece.hostName > b.piece.hostName ? 1 : a.piece.nth - b.piece.nth;
}
