import {
  describeInventoryChange,
  type Inventory,
  type InventoryChange,
  mayTouch,
  summaryOf,
  type TouchableHold,
  type TouchedHold,
  touchedHolds,
} from '@iopath/core';
import type { ToldChanges } from '@iopath/usecases';
import type { Session } from '../database';
import * as sql from './inventory-history.sql';

/** Lines of one write that are kept; how many there were is kept, too. */
const MOST_CHANGES = 500;
const MOST_TOUCHED = 500;

/** What a write made of a host's inventory. */
export interface WrittenInventory {
  readonly hostName: string;
  readonly generation: number;
  /** Null: the host is new. */
  readonly before: Inventory | null;
  readonly after: Inventory;
}

/**
 * Keeps what a write of an inventory changed and touched, in its transaction and under its lock on the host, after holds
 * have followed it (`followDevices`). An inventory that says the same leaves no row.
 *
 * @returns what changed, in sentences for the answer
 */
export async function keepInventoryChange(session: Session, written: WrittenInventory): Promise<readonly string[]> {
  const { hostName, generation, before, after } = written;
  const changes = describeInventoryChange(before, after);
  if (changes.length === 0) return [];
  const told = toldOf(changes, await touchedBy(session, written, changes));
  const [lines, touched] = [JSON.stringify(told.changes), JSON.stringify(told.touched)];
  await session.query(sql.KEEP, [
    hostName,
    generation,
    after.source,
    lines,
    told.changesTotal,
    touched,
    told.touchedTotal,
  ]);
  return summaryOf(changes);
}

/** What these changes touch of what is held and recommended on the host now. */
export async function touchedBy(
  session: Session,
  { hostName, before, after }: Pick<WrittenInventory, 'hostName' | 'before' | 'after'>,
  changes: readonly InventoryChange[],
): Promise<readonly TouchedHold[]> {
  if (before === null || !mayTouch(changes)) return [];
  const needsPaths = changes.some(({ code }) => code === 'vhost.lost');
  const held = await session.query<TouchableHold>(sql.HOLDS, [hostName, needsPaths]);
  const advised = await session.query<TouchableHold>(sql.ADVISED, [hostName]);
  return touchedHolds({ changes, before, after, holds: [...held, ...advised] });
}

export function toldOf(changes: readonly InventoryChange[], touched: readonly TouchedHold[]): ToldChanges {
  return {
    changes: changes.slice(0, MOST_CHANGES).map(({ things: _things, ...line }) => line),
    changesTotal: changes.length,
    touched: touched.slice(0, MOST_TOUCHED),
    touchedTotal: touched.length,
  };
}
