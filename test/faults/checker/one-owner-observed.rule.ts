import type { Evidence, Rule, Violation } from '../history/evidence';
import { HELD, type Operation, type SeenAllocation } from '../history/operation';
import { groupBy } from './group-by';
import { CLOCK_TOLERANCE_MS } from './serial-order/reservation-model';
import { movedBy } from './serial-order/reservation-histories';

const RULE = 'one-owner-observed';

/** A time during which a device was certainly held. */
interface CertainHold {
  readonly allocation: SeenAllocation;
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * By what clients saw alone, no device had two owners at any time, and no PF was given whole beside one of its VFs. A device
 * is certainly held from the answer that showed it held until somebody asked for its release or its time was over.
 */
export const oneOwnerObserved: Rule = ({ operations }) => {
  const holds = certainHolds(operations);
  const byDevice = groupBy(holds, ({ allocation }) => `${allocation.hostName} ${allocation.deviceAddress}`);
  const byPf = groupBy(
    holds.filter(({ allocation }) => allocation.pfAddress !== null),
    ({ allocation }) => `${allocation.hostName} ${allocation.pfAddress}`,
  );
  return [
    ...[...byDevice].flatMap(([device, ofDevice]) => overlaps(`device ${device}`, ofDevice, () => true)),
    ...[...byPf].flatMap(([pf, ofPf]) => overlaps(`PF ${pf}`, ofPf, (a, b) => (a.kind === 'pf') !== (b.kind === 'pf'))),
  ];
};

function certainHolds(operations: Evidence['operations']): readonly CertainHold[] {
  const endings = firstEndings(operations);
  const holds: CertainHold[] = [];
  for (const { answeredMs, seen } of operations) {
    for (const allocation of seen.allocations) {
      if (!HELD.includes(allocation.state)) continue;
      const { id, recommendationId, expiresAtMs } = allocation;
      const endedMs = Math.min(endings.get(id) ?? Infinity, endings.get(recommendationId) ?? Infinity);
      const untilMs = Math.min(endedMs, expiresAtMs === null ? Infinity : expiresAtMs - CLOCK_TOLERANCE_MS);
      if (untilMs > answeredMs) holds.push({ allocation, fromMs: answeredMs, untilMs });
    }
  }
  return holds;
}

/** When somebody first asked for what may end a hold, by allocation and by recommendation. */
function firstEndings(operations: readonly Operation[]): ReadonlyMap<string, number> {
  const endings = new Map<string, number>();
  const note = (id: string | null, atMs: number) => {
    if (id !== null) endings.set(id, Math.min(atMs, endings.get(id) ?? Infinity));
  };
  for (const operation of operations) {
    const { kind, target, invokedMs, input } = operation;
    if (kind === 'release' || kind === 'release_all') note(target, invokedMs);
    if (kind === 'swap') for (const id of movedBy(operation)) note(id, invokedMs);
    // Put forward by the harness: the end that was seen before no longer counts.
    if (kind === 'age') note(String(input['recommendation_id']), invokedMs);
  }
  return endings;
}

function overlaps(
  subject: string,
  holds: readonly CertainHold[],
  excludes: (a: SeenAllocation, b: SeenAllocation) => boolean,
): readonly Violation[] {
  const inTime = [...merged(holds)].sort((a, b) => a.fromMs - b.fromMs);
  const violations: Violation[] = [];
  for (const [index, one] of inTime.entries()) {
    for (const other of inTime.slice(index + 1)) {
      if (other.fromMs >= one.untilMs) break;
      if (one.allocation.id === other.allocation.id || !excludes(one.allocation, other.allocation)) continue;
      const untilMs = Math.min(one.untilMs, other.untilMs);
      const detail = `held for ${one.allocation.id} and for ${other.allocation.id} from ${other.fromMs} to ${untilMs}`;
      violations.push({ rule: RULE, subject, detail });
    }
  }
  return violations;
}

/** One hold an allocation: from the first to the last moment at which it is certain. */
function merged(holds: readonly CertainHold[]): readonly CertainHold[] {
  return [...groupBy(holds, ({ allocation }) => allocation.id).values()].map((ofOne) => ({
    allocation: (ofOne[0] as CertainHold).allocation,
    fromMs: Math.min(...ofOne.map(({ fromMs }) => fromMs)),
    untilMs: Math.max(...ofOne.map(({ untilMs }) => untilMs)),
  }));
}
