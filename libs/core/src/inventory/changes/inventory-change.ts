import type { InventoryChangeCode } from './inventory-change-codes.data';

/**
 * `breaks_guests`: what uses it may stop working; `capacity_less`, `capacity_more`: fewer or more VMs fit, or they get less
 * or more; `note`: neither.
 */
export const CHANGE_EFFECTS = ['breaks_guests', 'capacity_less', 'capacity_more', 'note'] as const;
export type ChangeEffect = (typeof CHANGE_EFFECTS)[number];

/** What a fact was or is, as the document writes it; null: not known, or nothing that a line could show. */
export type ChangeValue = string | number | boolean | null;

/** One thing that a new inventory says otherwise than the one before, for people to read. */
export interface InventoryChange {
  readonly code: InventoryChangeCode;
  /** Path of the thing, as in the document: `pfs/0000:3b:00.0`; of several VFs of a PF, `pfs/0000:3b:00.0/vfs`. */
  readonly subject: string;
  /** Name of the fact in the document; null where the whole thing came or went. */
  readonly field: string | null;
  /** How many things the line is about. */
  readonly count: number;
  /** One sentence in words of operators. */
  readonly text: string;
  readonly before: ChangeValue;
  readonly after: ChangeValue;
  readonly effect: ChangeEffect;
  /** Paths of `diffInventory` that the line tells of. Empty for a host that is new: all of them. */
  readonly things: readonly string[];
}
