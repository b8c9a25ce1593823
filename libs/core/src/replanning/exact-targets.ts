import { assignmentModel } from './exact/assignment-model';
import type { LinearSolver } from './exact/linear-model';
import { solveAssignment, type ProvenBound } from './exact/solve-assignment';
import type { TargetTerms } from './exact/target-terms';
import { Arrangement, type ArrangementLimits } from './heuristic/arrangement';
import type { Ends } from './heuristic/propose-targets';
import type { HeldVm } from './held-vm';
import type { ObjectiveWeights } from './objective';
import type { Choice } from './options/choice';
import type { Choices } from './options/choices';
import type { OptionTable } from './options/move-option';
import { keyOf, optionOf, optionTable } from './options/option-table';
import { pocketsOf } from './options/vf-pockets';

/** Programs of more VMs times hosts take longer than they are worth. */
const MOST_OPTIONS = 6_000;

export interface ExactTargets extends ProvenBound {
  /** Null when the solver found nothing in its time. */
  readonly ends: Ends | null;
}

/**
 * The best target by the rows, from an integer program. Null where there are too many options to write it down.
 *
 * @param start a target to begin with.
 */
export function exactTargets(
  choices: Choices,
  weights: ObjectiveWeights,
  limits: ArrangementLimits,
  start: Arrangement,
  solver: LinearSolver,
  timeLimitS: number,
): ExactTargets | null {
  const { book } = choices.sources;
  if (start.vms.length * book.emptied.hosts.length > MOST_OPTIONS) return null;
  const table = optionTable(choices);
  const program = assignmentModel(table, weights, termsOf(table, choices, weights, limits));
  const begin = new Map(
    start.vms.map((vm) => {
      const end = start.endOf(vm);
      return [vm.reservationId, end === null ? null : optionOf(vm, end, book)] as const;
    }),
  );
  const solved = solveAssignment(program, begin, solver, timeLimitS);
  if (solved === null) return null;
  const offset = weights.strandedVf === 0 ? 0 : chargedBefore(table, choices, weights);
  return {
    ends: solved.choice === null ? null : endsOf(solved.choice, start, choices),
    bound: solved.bound - offset,
    boundBy: solved.boundBy,
  };
}

function termsOf(
  table: OptionTable,
  choices: Choices,
  weights: ObjectiveWeights,
  { noGoods, maxMoves }: ArrangementLimits,
): TargetTerms {
  const { hosts } = choices.sources.book.emptied;
  const rows = new Map(table.rows.map((row) => [row.key, row]));
  const pockets = hosts
    .filter(({ hostName, state }) => state === 'active' && rows.has(keyOf(hostName, 'vcpus')))
    .flatMap((host) =>
      pocketsOf(host).map(({ vfs, needs }) => ({
        vfs: keyOf(host.hostName, vfs),
        needs: needs.map(({ row, amount }) => ({ row: keyOf(host.hostName, row), amount })),
      })),
    );
  return {
    noGoods,
    maxMoves,
    alwaysInUse: new Set(hosts.filter(({ claims }) => claims.length > 0).map(({ hostName }) => hostName)),
    pockets: weights.strandedVf === 0 ? [] : pockets,
  };
}

/** What the program charges for VFs that are stranded to begin with, which the value of a plan leaves out. */
function chargedBefore(table: OptionTable, choices: Choices, weights: ObjectiveWeights): number {
  const named = new Set(table.rows.map(({ hostName }) => hostName));
  const arrangement = new Arrangement(choices, { ...weights, hostInUse: 0 }, { noGoods: [], maxMoves: null });
  const elsewhere = [...choices.sources.book.emptied.hosts]
    .filter(({ hostName }) => !named.has(hostName))
    .reduce((sum, { hostName }) => sum + arrangement.costOfHost(hostName), 0);
  return arrangement.chargedBefore - elsewhere;
}

/** The chosen options as ends; an option names host and spot, which name one choice of the VM's. */
function endsOf(
  chosen: ReadonlyMap<string, { readonly hostName: string; readonly spot: string } | null>,
  { vms }: Arrangement,
  choices: Choices,
): Ends {
  return new Map(vms.map((vm) => [vm, endOf(vm, chosen.get(vm.reservationId) ?? null, choices)]));
}

function endOf(
  vm: HeldVm,
  option: { readonly hostName: string; readonly spot: string } | null,
  choices: Choices,
): Choice | null {
  const host = option === null ? undefined : choices.sources.book.host(option.hostName);
  if (option === null || host === undefined) return null;
  return choices.on(vm, host).find(({ spot }) => spot === option.spot) ?? null;
}
