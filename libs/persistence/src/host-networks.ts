import type { Inventory } from '@iopath/core';
import type { Session } from './database';
import { SET_PHYSICAL_NETWORKS } from './host.sql';

/** Tells which physical networks a host reaches, by a PF or a bridge. */
export async function setPhysicalNetworks(session: Session, hostName: string, inventory: Inventory): Promise<void> {
  const networks = [...inventory.pfs, ...inventory.bridges].flatMap(({ physicalNetwork }) => physicalNetwork ?? []);
  await session.query(SET_PHYSICAL_NETWORKS, [hostName, [...new Set(networks.map((name) => name.toLowerCase()))]]);
}
