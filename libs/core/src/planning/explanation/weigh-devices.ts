import type { Rejection } from '../../feasibility/rejection';
import type { Refusal } from './refusal';

/** A rule on single devices, with its rank. */
export interface DeviceQuestion<Device> {
  readonly rank: number;
  ask(device: Device): Rejection | null;
}

/** What a list of rules leaves of a path's devices. */
export interface WeighedDevices {
  /** None when some device passes every rule. */
  readonly blocking: readonly Refusal[];
  /** Rank at which the last device falls; Infinity when one passes. */
  readonly fallsAt: number;
  readonly alone: readonly number[];
  /** Ranks each of which is all that some device fails; empty when one passes. */
  readonly freedBy: readonly number[];
}

const OPEN: WeighedDevices = { blocking: [], fallsAt: Infinity, alone: [], freedBy: [] };

/**
 * Asks every rule of every device. When no device passes all of them, what blocks are the rules that refuse every
 * device; where the others do not leave a device either (the PF on the right network has its link down, the one with a
 * link is elsewhere), each of those that refuses some device blocks as well.
 *
 * The refusal charged is that of the device that got furthest: of two PFs, the one on the right network with its link
 * down says more than the one elsewhere.
 *
 * @param devices at least one.
 * @param questions in the order of their ranks.
 */
export function weighDevices<Device>(
  devices: readonly Device[],
  questions: readonly DeviceQuestion<Device>[],
): WeighedDevices {
  const answers = devices.map((device) => questions.map((question) => question.ask(device)));
  const refusedBy = questions.map((_, at) => answers.filter((answer) => answer[at] !== null).length);
  const rankAt = (at: number): number => (questions[at] as DeviceQuestion<Device>).rank;
  const refusesAll = (at: number): boolean => refusedBy[at] === devices.length;
  const failures = answers.map((answer) => [...answer.keys()].filter((at) => answer[at] !== null));
  if (failures.some((failed) => failed.length === 0)) return OPEN;
  const alone = [...questions.keys()].filter(refusesAll);
  const furthest = failures.reduce((best, failed, at) => (firstOf(failed) > firstOf(failures[best]) ? at : best), 0);
  const restLeavesOne = failures.some((failed) => failed.every(refusesAll));
  const blockers = restLeavesOne ? alone : [...questions.keys()].filter((at) => (refusedBy[at] ?? 0) > 0);
  const charged = firstOf(failures[furthest]);
  const inOrder = [charged, ...blockers.filter((at) => at !== charged)];
  return {
    blocking: inOrder.map((at) => ({
      ...(answers[furthest]?.[at] ??
        (answers.map((answer) => answer[at]).find((answer) => answer != null) as Rejection)),
      rank: rankAt(at),
      devices: { refused: refusedBy[at] ?? 0, of: devices.length },
    })),
    fallsAt: rankAt(charged),
    alone: alone.map(rankAt),
    freedBy: [...new Set(failures.flatMap((failed) => (failed.length === 1 ? failed : [])))].map(rankAt),
  };
}

function firstOf(failed: readonly number[] | undefined): number {
  return failed?.[0] ?? Infinity;
}
