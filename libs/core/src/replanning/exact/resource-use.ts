import type { OptionTable, ResourceRow } from '../options/move-option';
import type { LinearEntry } from './linear-model';
import { activityOf } from './linear-program';

export interface RowUse {
  readonly row: ResourceRow;
  readonly capacity: number;
  readonly entries: readonly LinearEntry[];
}

/** What the choices take of each resource row. */
export class ResourceUse {
  private readonly uses: ReadonlyMap<string, RowUse & { readonly entries: LinearEntry[] }>;

  constructor({ rows, options }: OptionTable) {
    const present = takenAtPresent(options);
    this.uses = new Map(
      rows.map((row) => [row.key, { row, capacity: Math.max(row.capacity, present.get(row.key) ?? 0), entries: [] }]),
    );
  }

  find(key: string): RowUse | undefined {
    return this.uses.get(key);
  }

  /** How many times so much can be taken; a row that the table has not has no end. */
  fits(key: string, amount: number): number {
    const { capacity } = this.uses.get(key) ?? { capacity: Infinity };
    return amount <= 0 ? Infinity : Math.max(0, Math.floor(capacity / amount + ROUNDING));
  }

  take(key: string, column: number, amount: number): void {
    if (amount !== 0) this.uses.get(key)?.entries.push({ column, factor: amount });
  }

  /** Undefined of a row that the table has not. */
  leftOf(key: string, values: readonly number[]): number | undefined {
    const use = this.uses.get(key);
    return use && use.capacity - activityOf(use.entries, values);
  }

  get all(): readonly RowUse[] {
    return [...this.uses.values()];
  }
}

const ROUNDING = 1e-9;

/** Who is there may stay there, on a host that is overdrawn too. */
function takenAtPresent(options: OptionTable['options']): ReadonlyMap<string, number> {
  const taken = new Map<string, number>();
  for (const ofVm of options) {
    for (const { mechanism, takes } of ofVm) {
      if (mechanism !== null) continue;
      for (const { row, amount } of takes) taken.set(row, (taken.get(row) ?? 0) + amount);
    }
  }
  return taken;
}
