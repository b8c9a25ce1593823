import type { Evidence, Rule } from '../history/evidence';
import type { Operation } from '../history/operation';
import { CLOCK_TOLERANCE_MS } from './serial-order/reservation-model';

/**
 * A confirm that was sent after the reservation had run out, as its client could know, is refused. Only where nobody renewed
 * it or confirmed it before; the search for a serial order judges the rest.
 */
export const lateConfirmRefused: Rule = (evidence) => {
  const ends = lastSeenEnds(evidence);
  const firstConfirms = new Map<string, number>();
  for (const { id, invokedMs } of confirms(evidence)) {
    firstConfirms.set(id, Math.min(invokedMs, firstConfirms.get(id) ?? Infinity));
  }
  return confirms(evidence).flatMap(({ id, invokedMs, operation }) => {
    const endMs = ends.get(id);
    const isFirst = firstConfirms.get(id) === invokedMs;
    if (operation.outcome.kind !== 'ok' || endMs === undefined || !isFirst) return [];
    if (invokedMs <= endMs + CLOCK_TOLERANCE_MS) return [];
    const detail = `operation ${operation.id} confirmed it ${invokedMs - endMs} ms after its end`;
    return [{ rule: 'late-confirm-refused', subject: `allocation ${id}`, detail }];
  });
};

interface Confirm {
  readonly id: string;
  readonly invokedMs: number;
  readonly operation: Operation;
}

/** Those of one allocation that nothing else could have confirmed or prolonged, an answer that was lost included. */
function confirms({ operations, rows }: Evidence): readonly Confirm[] {
  const reservationOf = new Map(rows.allocations.map(({ id, reservationId }) => [id, reservationId]));
  const recommendationOf = new Map(rows.reservations.map(({ id, recommendationId }) => [id, recommendationId]));
  const groupOf = (allocationId: string) => recommendationOf.get(reservationOf.get(allocationId) ?? '');
  const disturbed = new Set(
    operations
      .filter(({ kind }) => ['renew', 'renew_all', 'confirm_all', 'swap'].includes(kind))
      .flatMap(({ target, input }) => [
        groupOf(target ?? '') ?? target,
        ...((input['moves'] ?? []) as { recommendation_id: string }[]).map((move) => move.recommendation_id),
      ]),
  );
  const siblings = new Map<string, Set<string>>();
  const all = operations.filter(({ kind, target }) => kind === 'confirm' && target !== null);
  for (const { target } of all) {
    const group = groupOf(target ?? '') ?? '';
    siblings.set(group, (siblings.get(group) ?? new Set()).add(target ?? ''));
  }
  return all.flatMap((operation) => {
    const id = operation.target ?? '';
    const group = groupOf(id) ?? '';
    const isAlone = !disturbed.has(group) && siblings.get(group)?.size === 1;
    return isAlone ? [{ id, invokedMs: operation.invokedMs, operation }] : [];
  });
}

/** The latest end that any answer showed of each allocation. */
function lastSeenEnds({ operations }: Evidence): ReadonlyMap<string, number> {
  const ends = new Map<string, number>();
  for (const { seen } of operations) {
    for (const { id, expiresAtMs } of seen.allocations) {
      if (expiresAtMs !== null) ends.set(id, Math.max(expiresAtMs, ends.get(id) ?? 0));
    }
  }
  return ends;
}
