import type { LinearColumn, LinearEntry, LinearModel, LinearRow } from './linear-model';

/** What a column's value is, once those of the columns before it are known. */
export type Follows = (values: readonly number[]) => number;

/** A linear model while it is put together. */
export class LinearProgram {
  private readonly columns: LinearColumn[] = [];
  private readonly rows: LinearRow[] = [];
  private readonly followers: { readonly column: number; readonly follows: Follows }[] = [];
  private offset = 0;

  /** A column that is chosen. */
  choice(cost: number, upper: number): number {
    return this.columns.push({ cost, lower: 0, upper, isInteger: true }) - 1;
  }

  /** A column that follows from the choices: what it is at least, where less would cost less. */
  follower(column: Omit<LinearColumn, 'lower'>, follows: Follows): number {
    const index = this.columns.push({ ...column, lower: 0 }) - 1;
    this.followers.push({ column: index, follows });
    return index;
  }

  atMost(upper: number, entries: readonly LinearEntry[]): void {
    if (entries.length > 0) this.rows.push({ lower: -Infinity, upper, entries });
  }

  atLeast(lower: number, columns: readonly number[]): void {
    if (lower > 0)
      this.rows.push({ lower, upper: Infinity, entries: columns.map((column) => ({ column, factor: 1 })) });
  }

  exactly(amount: number, entries: readonly LinearEntry[]): void {
    this.rows.push({ lower: amount, upper: amount, entries });
  }

  charge(points: number): void {
    this.offset += points;
  }

  get model(): LinearModel {
    return { columns: this.columns, rows: this.rows, offset: this.offset };
  }

  /** Values of all columns, from those of the choices; others are 0. */
  completed(choices: ReadonlyMap<number, number>): readonly number[] {
    const values = this.columns.map((_, index) => choices.get(index) ?? 0);
    for (const { column, follows } of this.followers) values[column] = follows(values);
    return values;
  }
}

/** What a row comes to. */
export function activityOf(entries: readonly LinearEntry[], values: readonly number[]): number {
  return entries.reduce((sum, { column, factor }) => sum + factor * (values[column] ?? 0), 0);
}
