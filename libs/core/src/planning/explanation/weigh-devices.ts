import type { Rejection } from '../../feasibility/rejection';
import type { Refusal } from './refusal';

/** What every rule on devices says of one device, in the order of ranks: null where it passes. */
export type DeviceAnswers = readonly (Rejection | null)[];

/** What a list of rules leaves of a path's devices. */
export interface WeighedDevices {
  /** Positions of the devices that pass every rule. */
  readonly passing: readonly number[];
  /** None when some device passes. */
  readonly blocking: readonly Refusal[];
  /** Rank at which the last device falls; Infinity when one passes. */
  readonly fallsAt: number;
  /** Ranks that refuse every device. */
  readonly alone: readonly number[];
  /** Ranks each of which is all that some device fails; empty when one passes. */
  readonly freedBy: readonly number[];
}

/**
 * Weighs every rule's answer on every device. When no device passes all rules, what blocks are the rules that refuse
 * every device; where the others do not leave a device either (the PF on the right network has its link down, the one
 * with a link is elsewhere), each of those that refuses some device blocks as well.
 *
 * The refusal charged is that of the device that got furthest: of two PFs, the one on the right network with its link
 * down says more than the one elsewhere.
 *
 * @param answers for each device, of which there is at least one, one for each of `ranks`.
 * @param ranks of the rules, ascending.
 */
export function weighDevices(answers: readonly DeviceAnswers[], ranks: readonly number[]): WeighedDevices {
  const failures = answers.map(failuresOf);
  const passing = [...failures.keys()].filter((at) => failures[at]?.length === 0);
  if (passing.length > 0) return { passing, blocking: [], fallsAt: Infinity, alone: [], freedBy: [] };
  const refusedBy = ranks.map((_, at) => failures.filter((failed) => failed.includes(at)).length);
  const questions = [...ranks.keys()];
  const refusesAll = (at: number): boolean => refusedBy[at] === answers.length;
  const refusesSome = (at: number): boolean => (refusedBy[at] ?? 0) > 0;
  const restLeavesOne = failures.some((failed) => failed.every(refusesAll));
  const furthest = failures.reduce((best, failed, at) => (firstOf(failed) > firstOf(failures[best]) ? at : best), 0);
  const charged = firstOf(failures[furthest]);
  const blockers = questions.filter(restLeavesOne ? refusesAll : refusesSome).filter((at) => at !== charged);
  const rankAt = (at: number): number => ranks[at] as number;
  return {
    passing,
    blocking: [charged, ...blockers].map((at) => ({
      ...exampleOf(at, answers, furthest),
      rank: rankAt(at),
      devices: { refused: refusedBy[at] as number, of: answers.length },
    })),
    fallsAt: rankAt(charged),
    alone: questions.filter(refusesAll).map(rankAt),
    freedBy: [...new Set(failures.flatMap((failed) => (failed.length === 1 ? failed : [])))].map(rankAt),
  };
}

function failuresOf(answers: DeviceAnswers): readonly number[] {
  const failed: number[] = [];
  for (let at = 0; at < answers.length; at++) if (answers[at] !== null) failed.push(at);
  return failed;
}

function firstOf(failed: readonly number[] | undefined): number {
  return failed?.[0] ?? Infinity;
}

/** What a rule says of the device that got furthest, or else of the first that it refuses. */
function exampleOf(question: number, answers: readonly DeviceAnswers[], furthest: number): Rejection {
  const said =
    answers[furthest]?.[question] ?? answers.map((answer) => answer[question]).find((answer) => answer != null);
  return said as Rejection;
}

/** What is left where there is no device at all. */
export function noDevice(refusal: Refusal): WeighedDevices {
  const ranks = [refusal.rank];
  return { passing: [], blocking: [refusal], fallsAt: refusal.rank, alone: ranks, freedBy: ranks };
}
