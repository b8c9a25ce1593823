import { hostDevices, keepsGroupPolicy, type Placement, type ReplanLimits, type ReplanStep } from '@iopath/core';
import { StaleSnapshotError } from '@iopath/usecases';
import type { Session } from '../database';
import { readHosts } from '../fleet.reader';
import { endReservations, lockHosts, toLedgerRows } from '../ledger';
import { HARD_POLICIES, lockGroup, type ServerGroup } from '../locked-plan';
import * as swap from '../swap.sql';
import { keptPlaceOf } from './kept-place';
import * as sql from './steps.sql';

interface HolderRow {
  readonly id: string;
  readonly project_id: string;
  readonly server_group: ServerGroup | null;
}

interface HoldRow {
  readonly id: string;
  readonly host_name: string;
  readonly state: 'reserved' | 'confirmed' | 'orphaned';
  readonly server_id: string | null;
  readonly expires_at: Date | null;
  readonly is_moving: boolean;
  readonly has_server: boolean;
  readonly earlier: number;
}

interface MoveRow {
  readonly recommendation_id: string;
  readonly source_id: string;
  readonly source_host: string;
  readonly target_host: string;
  readonly server_id: string | null;
  readonly is_held: boolean;
}

/** What was written for a step: a move hold, or the hold itself where there is no server that would have to move first. */
export interface TargetHeld {
  readonly reservationId: string;
  readonly isOver: boolean;
}

/**
 * Holds the target of a step beside what its VM holds. The locks are taken in the ledger's order (`ledger.ts`).
 *
 * @throws StaleSnapshotError when the VM is not where the plan has it, or the target is not as it was planned on; what the
 *   database refuses comes as its own error
 */
export async function holdTarget(
  session: Session,
  step: ReplanStep,
  limits: Pick<ReplanLimits, 'keepGroups'>,
): Promise<TargetHeld> {
  const { vm, fromHost, placement, toHost } = step;
  const [holder] = await session.query<HolderRow>(swap.LOCK_RECOMMENDATIONS, [[vm.recommendationId]]);
  if (holder === undefined) throw new StaleSnapshotError(`There is no recommendation ${vm.recommendationId}.`);
  const group = limits.keepGroups && holder.server_group !== null ? holder.server_group : null;
  const isBound = group !== null && HARD_POLICIES.includes(group.policy);
  if (isBound) await lockGroup(session, group.id);
  await lockHosts(session, [...new Set([fromHost, toHost])]);
  const [hold] = await session.query<HoldRow>(sql.HOLD_OF_VM, [vm.recommendationId, vm.member]);
  const held = requireAsPlanned(step, hold);
  if (isBound) await requireGroup(session, group, held.id, toHost);
  await requireTarget(session, placement);

  const { reservation, allocations } = toLedgerRows(vm.recommendationId, vm.member, held.earlier, placement);
  const moves = step.mechanism === 'ledger' ? null : held.id;
  if (moves === null) await endReservations(session, [held.id], 'released');
  const holds = {
    recommendation_id: vm.recommendationId,
    project_id: holder.project_id,
    // An orphan's server is known, and what it is to have is there.
    state: held.state === 'orphaned' ? 'confirmed' : held.state,
    server_id: held.server_id,
    expires_at: held.expires_at,
  };
  const group_id = holder.server_group?.id ?? null;
  const row = { ...reservation, ...holds, group_id, kept_place: keptPlaceOf(placement), move_of: moves };
  const devices = allocations.map((allocation) => ({ ...allocation, ...holds }));
  await session.query(swap.INSERT, [JSON.stringify([row]), JSON.stringify(devices)]);
  await session.query(sql.MOVE_HOST, [toHost]);
  return { reservationId: reservation.id, isOver: moves === null };
}

function requireAsPlanned({ vm, fromHost, mechanism }: ReplanStep, hold: HoldRow | undefined): HoldRow {
  const name = `VM ${vm.member} of recommendation ${vm.recommendationId}`;
  if (hold === undefined) throw new StaleSnapshotError(`${name} holds nothing any more.`);
  if (hold.host_name !== fromHost) throw new StaleSnapshotError(`${name} is on ${hold.host_name}, not on ${fromHost}.`);
  if (hold.is_moving) throw new StaleSnapshotError(`${name} is on its way already.`);
  const hasServer = hold.state !== 'reserved' || hold.has_server;
  if (hasServer && mechanism === 'ledger') throw new StaleSnapshotError(`${name} has a server by now.`);
  if (hold.server_id === null && mechanism !== 'ledger') throw new StaleSnapshotError(`${name} has no server.`);
  return hold;
}

/** Where others of its server group are, its own hold aside: the database does not look at policies. */
async function requireGroup(session: Session, group: ServerGroup, ownId: string, toHost: string): Promise<void> {
  const staying = await session.query<{ host_name: string }>(swap.STAYING_HOSTS, [group.id, [ownId]]);
  const hosts = staying.map((row) => row.host_name);
  if (keepsGroupPolicy(group.policy, [toHost], hosts)) return;
  throw new StaleSnapshotError(`Server group ${group.id} is on ${hosts.join(', ')} by now.`);
}

/** What is free the database knows; that it is there and in order, the inventory. */
async function requireTarget(session: Session, { hostName, devices }: Placement): Promise<void> {
  const [host] = await readHosts(session, [hostName]);
  if (host === undefined) throw new StaleSnapshotError(`There is no host ${hostName} any more.`);
  if (host.state !== 'active') throw new StaleSnapshotError(`Host ${hostName} is ${host.state}.`);
  const present = hostDevices(host.inventory);
  const missing = devices.filter(({ address, kind }) => {
    const device = present.get(address);
    return device?.isUsable !== true || device.kind !== kind;
  });
  if (missing.length === 0) return;
  const addresses = missing.map(({ address }) => address).join(', ');
  throw new StaleSnapshotError(`${addresses} of ${hostName} cannot be given any more.`);
}

/**
 * Makes a move hold the hold of its VM, and ends the one that it takes over from.
 *
 * @returns false when the VM was released meanwhile: nothing is held
 */
export async function takeOver(session: Session, moveHoldId: string): Promise<boolean> {
  const move = await lockEnds(session, moveHoldId);
  if (move === null) return false;
  if (move.server_id !== null) await session.query(sql.FORGET_CLAIM, [move.source_host, move.server_id]);
  await endReservations(session, [move.source_id], 'released');
  await session.query(sql.TAKE_OVER, [moveHoldId]);
  return true;
}

/** Ends a move hold; its VM keeps the hold that it has. */
export async function giveTargetBack(session: Session, moveHoldId: string): Promise<void> {
  if ((await lockEnds(session, moveHoldId)) !== null) await endReservations(session, [moveHoldId], 'released');
}

/** Null when either end is no longer held. */
async function lockEnds(session: Session, moveHoldId: string): Promise<MoveRow | null> {
  const [seen] = await session.query<MoveRow>(sql.ENDS_OF_MOVE, [moveHoldId]);
  if (seen === undefined) return null;
  await session.query(swap.LOCK_RECOMMENDATIONS, [[seen.recommendation_id]]);
  await lockHosts(session, [...new Set([seen.source_host, seen.target_host])]);
  const [move] = await session.query<MoveRow>(sql.ENDS_OF_MOVE, [moveHoldId]);
  return move?.is_held === true ? move : null;
}
