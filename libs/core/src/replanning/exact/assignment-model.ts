import type { ObjectiveWeights } from '../objective';
import type { MoveOption, NoGood, OptionTable } from '../options/move-option';
import type { LinearEntry, LinearModel, LinearSolution } from './linear-model';
import { LinearProgram } from './linear-program';
import { ResourceUse } from './resource-use';
import type { TargetTerms } from './target-terms';
import { chargeHostsInUse, type PlacedColumn } from './terms/hosts-in-use';
import { chargeStrandedVfs } from './terms/vf-pockets';
import { vmClasses, type VmClass } from './vm-class';

/** Of each VM the option that it ends with; null: it must leave, and is stuck. */
export type TargetChoice = ReadonlyMap<string, MoveOption | null>;

/** The choice of targets as a linear program. */
export interface AssignmentModel {
  /** What it was made of. */
  readonly of: { readonly table: OptionTable; readonly weights: ObjectiveWeights; readonly terms: TargetTerms };
  readonly model: LinearModel;
  /** The choice that a solution stands for; null when there is none. */
  read(solution: LinearSolution): TargetChoice | null;
  /**
   * A choice as values of the columns, for a solver to begin with; null when it takes an option that is none of the table's,
   * or more of a resource than there is.
   */
  valuesOf(choice: TargetChoice): readonly number[] | null;
}

/** How many of a class end in one of its options, or (null) are stuck. */
interface Column extends PlacedColumn {
  readonly option: MoveOption | null;
}

/**
 * The targets that cost the least, as an integer program: each VM has one option or is stuck, no resource is overdrawn, no
 * no-good comes true, and moves are no more than allowed. In the points of `objective.ts`. As loose as the table is: what it
 * costs at least, any plan costs at least.
 */
export function assignmentModel(table: OptionTable, weights: ObjectiveWeights, terms: TargetTerms): AssignmentModel {
  const program = new LinearProgram();
  const use = new ResourceUse(table);
  const classes = vmClasses(table, terms.noGoods);
  const columns = classes.map((vmClass, index) => columnsOf(vmClass, index, program, use, weights.stuck));
  const all = columns.flat();
  const placed = all.filter(({ option }) => option !== null);

  const inUse = chargeHostsInUse(program, placed, terms.alwaysInUse, weights.hostInUse);
  limitUse(program, use, inUse);
  chargeStrandedVfs(program, use, terms.pockets, weights.strandedVf);
  if (terms.least !== undefined) {
    const stuck = all.filter(({ option, vmClass }) => option === null && classes[vmClass]?.mustLeave === true);
    program.atLeast(
      terms.least.stuck,
      stuck.map(({ column }) => column),
    );
    if (weights.hostInUse > 0) program.atLeast(terms.least.hostsInUse, [...inUse.values()]);
  }
  for (const noGood of terms.noGoods) forbid(noGood, classes, columns, program);
  if (terms.maxMoves !== null) {
    const moves = all.filter(({ option }) => option !== null && option.mechanism !== null);
    program.atMost(
      terms.maxMoves,
      moves.map(({ column }) => ({ column, factor: 1 })),
    );
  }
  return {
    of: { table, weights, terms },
    model: program.model,
    read: ({ values }) => (values.length === 0 ? null : choiceOf(values, classes, columns)),
    valuesOf: (choice) => valuesOf(choice, classes, columns, program),
  };
}

function columnsOf(
  { vms, options, mustLeave }: VmClass,
  vmClass: number,
  program: LinearProgram,
  use: ResourceUse,
  stuckPoints: number,
): readonly Column[] {
  const columns: Column[] = [];
  for (const option of options) {
    const most = Math.min(vms.length, ...option.takes.map(({ row, amount }) => use.fits(row, amount)));
    if (most === 0) continue;
    const column = program.choice(option.cost, most);
    for (const { row, amount } of option.takes) use.take(row, column, amount);
    columns.push({ column, hostName: option.hostName, vmClass, most, option });
  }
  // One that may stay and has no place at all is not for the table to judge.
  if (mustLeave || options.length === 0) {
    const column = program.choice(mustLeave ? stuckPoints : 0, vms.length);
    columns.push({ column, hostName: '', vmClass, most: vms.length, option: null });
  }
  program.exactly(
    vms.length,
    columns.map(({ column }) => ({ column, factor: 1 })),
  );
  return columns;
}

/** A host that is not in use has nothing to give: so the relaxation pays for half a host that it uses half of. */
function limitUse(program: LinearProgram, use: ResourceUse, inUse: ReadonlyMap<string, number>): void {
  for (const { row, capacity, entries } of use.all) {
    if (!Number.isFinite(capacity)) continue;
    const column = inUse.get(row.hostName);
    if (column !== undefined) program.atMost(0, [...entries, { column, factor: -capacity }]);
    else if (mostOf(entries, program.model) > capacity) program.atMost(capacity, entries);
  }
}

/** What a row can come to, were its columns all as high as they go. */
function mostOf(entries: readonly LinearEntry[], { columns }: LinearModel): number {
  return entries.reduce((sum, { column, factor }) => sum + factor * (columns[column]?.upper ?? 0), 0);
}

/** Not all of these ends at once. VMs that a no-good names are classes of their own. */
function forbid(
  { ends }: NoGood,
  classes: readonly VmClass[],
  columns: readonly (readonly Column[])[],
  program: LinearProgram,
): void {
  const entries = ends.map(({ vm, hostName }) => {
    const its = columns[classes.findIndex(({ vms }) => vms.includes(vm))] ?? [];
    return its.filter(({ option }) => option?.hostName === hostName).map(({ column }) => ({ column, factor: 1 }));
  });
  if (entries.every((each) => each.length > 0)) program.atMost(ends.length - 1, entries.flat());
}

/** VMs of a class in their order take its options in theirs. */
function choiceOf(
  values: readonly number[],
  classes: readonly VmClass[],
  columns: readonly (readonly Column[])[],
): TargetChoice {
  const choice = new Map<string, MoveOption | null>();
  classes.forEach(({ vms }, index) => {
    const ends = (columns[index] ?? []).flatMap(({ column, option }) =>
      Array.from({ length: Math.round(values[column] ?? 0) }, () => option),
    );
    vms.forEach((vm, nth) => {
      const option = ends[nth] ?? null;
      choice.set(vm, option && { ...option, vm });
    });
  });
  return choice;
}

function valuesOf(
  choice: TargetChoice,
  classes: readonly VmClass[],
  columns: readonly (readonly Column[])[],
  program: LinearProgram,
): readonly number[] | null {
  const chosen = new Map<number, number>();
  for (const [index, { vms }] of classes.entries()) {
    for (const vm of vms) {
      const option = choice.get(vm) ?? null;
      const column = (columns[index] ?? []).find((each) => isSame(each.option, option));
      if (column === undefined) return null;
      chosen.set(column.column, (chosen.get(column.column) ?? 0) + 1);
    }
  }
  return program.completed(chosen);
}

function isSame(one: MoveOption | null, other: MoveOption | null): boolean {
  return one === null || other === null ? one === other : one.hostName === other.hostName && one.spot === other.spot;
}
