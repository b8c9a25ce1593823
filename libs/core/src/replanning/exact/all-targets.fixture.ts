import type { ObjectiveWeights } from '../objective';
import type { MoveOption, OptionTable } from '../options/move-option';
import type { TargetChoice } from './assignment-model';
import type { TargetTerms } from './target-terms';

/** What the best of all choices costs, found by trying every one; null where none is allowed. */
export function bestTargetCost(table: OptionTable, weights: ObjectiveWeights, terms: TargetTerms): number | null {
  let best: number | null = null;
  for (const choice of allChoices(table)) {
    const cost = targetCost(choice, table, weights, terms);
    if (cost !== null && (best === null || cost < best)) best = cost;
  }
  return best;
}

function allChoices({ vms, options, mustLeave }: OptionTable): readonly TargetChoice[] {
  let choices: readonly (readonly [string, MoveOption | null][])[] = [[]];
  vms.forEach((vm, index) => {
    const its: readonly (MoveOption | null)[] = [...(options[index] ?? []), ...(mustLeave.has(vm) ? [null] : [])];
    choices = choices.flatMap((choice) =>
      its.map((option) => [...choice, [vm, option] as [string, MoveOption | null]]),
    );
  });
  return choices.map((choice) => new Map(choice));
}

/** What a choice costs, counted in the plainest way; null when it is not allowed. */
export function targetCost(
  choice: TargetChoice,
  table: OptionTable,
  weights: ObjectiveWeights,
  terms: TargetTerms,
): number | null {
  const chosen = [...choice.values()].filter((option) => option !== null);
  const left = leftOf(table, chosen);
  const moves = chosen.filter(({ mechanism }) => mechanism !== null);
  const isForbidden = terms.noGoods.some(({ ends }) =>
    ends.every((end) => choice.get(end.vm)?.hostName === end.hostName),
  );
  if ([...left.values()].some((amount) => amount < 0) || isForbidden) return null;
  if (terms.maxMoves !== null && moves.length > terms.maxMoves) return null;

  const stuck = choice.size - chosen.length;
  const hosts = new Set([...terms.alwaysInUse, ...chosen.map(({ hostName }) => hostName)]);
  const stranded = terms.pockets
    .filter(({ needs }) => needs.some(({ row, amount }) => (left.get(row) ?? Infinity) < amount))
    .reduce((sum, { vfs }) => sum + (left.get(vfs) ?? 0), 0);
  return (
    chosen.reduce((sum, { cost }) => sum + cost, 0) +
    stuck * weights.stuck +
    hosts.size * weights.hostInUse +
    stranded * weights.strandedVf
  );
}

/** Of each row; who stays on an overdrawn host does not draw it further. */
function leftOf({ rows, options }: OptionTable, chosen: readonly MoveOption[]): ReadonlyMap<string, number> {
  const present = options.flat().filter(({ mechanism }) => mechanism === null);
  return new Map(
    rows.map(({ key, capacity }) => [key, Math.max(capacity, takenOf(key, present)) - takenOf(key, chosen)]),
  );
}

function takenOf(key: string, options: readonly MoveOption[]): number {
  return options.flatMap(({ takes }) => takes).reduce((sum, take) => sum + (take.row === key ? take.amount : 0), 0);
}
