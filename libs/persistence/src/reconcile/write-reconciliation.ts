import type { HoldChange, LiveHold, Reconciliation, ReconciliationInput } from '@iopath/core';
import type { Followed } from '@iopath/usecases';
import type { Session } from '../database';
import { endReservations } from '../ledger';
import { ATTACHED } from './reconcile-view';
import * as sql from './reconcile.sql';

export const NOTHING_DONE: Followed = { confirmed: 0, moved: 0, corrected: 0, ended: 0, refused: [] };

/** Writes a plan as a whole. The hosts are locked by the caller. */
export async function writeReconciliation(
  session: Session,
  input: ReconciliationInput,
  plan: Reconciliation,
): Promise<Followed> {
  if (isEmpty(plan)) return NOTHING_DONE;
  for (const { reservationId, reason } of plan.ended) {
    await session.query(sql.BECAUSE, [reason]);
    await endReservations(session, [reservationId], 'released');
  }
  await session.query(sql.BECAUSE, [reasonOf(plan)]);
  if (plan.givenUp.length > 0) await session.query(sql.GIVE_UP, [plan.givenUp]);
  await changeHolds(session, plan.changes);

  const holds = new Map(input.holds.map((hold) => [hold.reservationId, hold]));
  const taken = plan.changes.filter(
    (change) => isMore(change, holds.get(change.reservationId)) || plan.givenUp.length > 0,
  );
  if (taken.length > 0) await session.query(sql.MOVE_HOSTS, [input.hosts.map(({ hostName }) => hostName)]);
  const moved = plan.changes.filter((change) => change.hostName !== holds.get(change.reservationId)?.hostName);
  return {
    confirmed: plan.changes.filter((change) => isNewlyConfirmed(change, holds.get(change.reservationId))).length,
    moved: moved.length,
    corrected: plan.changes.filter((change) => isMore(change, holds.get(change.reservationId))).length - moved.length,
    ended: plan.ended.length,
    refused: [],
  };
}

async function changeHolds(session: Session, changes: readonly HoldChange[]): Promise<void> {
  if (changes.length === 0) return;
  const holds = changes.map(({ reservationId, hostName, state, serverId, compute }) => {
    return { id: reservationId, host_name: hostName, state, server_id: serverId, compute };
  });
  await session.query(sql.CHANGE_HOLDS, [JSON.stringify(holds)]);
  const devices = changes.flatMap((change) =>
    change.devices.map(({ allocationId, device: { kind, address, pfAddress, numaNode } }) => {
      return { id: allocationId, kind, address, pf_address: pfAddress, numa_node: numaNode };
    }),
  );
  await session.query(sql.CHANGE_DEVICES, [changes.map(({ reservationId }) => reservationId), JSON.stringify(devices)]);
  const added = changes.flatMap((change) =>
    change.added.map(({ portId, device: { kind, address, pfAddress, numaNode, physicalNetwork } }) => {
      const device = { kind, address, pf_address: pfAddress, numa_node: numaNode, physical_network: physicalNetwork };
      return { reservation_id: change.reservationId, name: `${ATTACHED}${portId}`, ...device };
    }),
  );
  if (added.length > 0) await session.query(sql.ADD_DEVICES, [JSON.stringify(added)]);
}

export function isEmpty({ changes, ended, givenUp }: Reconciliation): boolean {
  return changes.length + ended.length + givenUp.length === 0;
}

/** What a plan does about one hold. */
export function only({ changes, ended }: Reconciliation, id: string): Reconciliation {
  return {
    changes: changes.filter(({ reservationId }) => reservationId === id),
    ended: ended.filter(({ reservationId }) => reservationId === id),
    givenUp: [],
  };
}

/** Ends a hold instead of moving it. */
export function endedIfMoved(plan: Reconciliation, { holds }: ReconciliationInput, id: string): Reconciliation {
  const change = plan.changes.find(({ reservationId }) => reservationId === id);
  const hold = holds.find(({ reservationId }) => reservationId === id);
  if (change === undefined || change.hostName === hold?.hostName) return only({ ...plan, changes: [] }, id);
  const reason = `server ${change.serverId ?? ''} is on ${change.hostName}, where it does not fit beside other holds`;
  return { changes: [], ended: [{ reservationId: id, reason }], givenUp: [] };
}

export function sumOf(one: Followed, other: Followed): Followed {
  return {
    confirmed: one.confirmed + other.confirmed,
    moved: one.moved + other.moved,
    corrected: one.corrected + other.corrected,
    ended: one.ended + other.ended,
    refused: [...one.refused, ...other.refused],
  };
}

function isNewlyConfirmed({ state }: HoldChange, hold: LiveHold | undefined): boolean {
  return state === 'confirmed' && hold?.state === 'reserved';
}

/** Whether it takes other things than before, and is not only for somebody now. */
function isMore({ hostName, devices, added, hasOtherCompute }: HoldChange, hold: LiveHold | undefined): boolean {
  return hostName !== hold?.hostName || devices.length + added.length > 0 || hasOtherCompute;
}

/** What the history says: each reason once. */
function reasonOf({ changes }: Reconciliation): string {
  return (
    [...new Set(changes.flatMap(({ reasons }) => reasons))].join('; ').slice(0, 1_000) ||
    'its server has no such device'
  );
}
