import type { Inventory } from '@iopath/core';
import type { Session } from './database';
import * as sql from './host.sql';
import { deviceAddresses } from './inventory-columns';
import { endReservations } from './ledger';

/**
 * Makes the holds of a host follow its new inventory: confirmed ones whose device is gone are orphaned, and orphans whose
 * device is back are confirmed again. The host is locked by the caller.
 *
 * @returns the allocations that hold a device which is not there
 */
export async function followDevices(
  session: Session,
  hostName: string,
  inventory: Inventory,
): Promise<readonly string[]> {
  await session.query(sql.FOLLOW_DEVICES, [hostName, deviceAddresses(inventory)]);
  const gone = await session.query<{ id: string }>(sql.GONE, [hostName]);
  return gone.map(({ id }) => id);
}

/**
 * Lets go of a host that is about to be deleted: its VMs run on as far as anybody knows, so what is confirmed is
 * orphaned; what is only reserved has nowhere to go, and is released. The host is locked by the caller.
 */
export async function orphanHolds(session: Session, hostName: string): Promise<void> {
  const reserved = await session.query<{ id: string }>(sql.RESERVED_ON, [hostName]);
  await endReservations(
    session,
    reserved.map(({ id }) => id),
    'released',
  );
  await session.query(sql.ORPHAN_CONFIRMED, [hostName]);
}
