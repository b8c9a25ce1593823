import type { Evidence } from '../../history/evidence';
import type { Operation } from '../../history/operation';
import type { RecommendationOperation } from './recommendation-model';

/** By recommendation, what was done to it and seen of it. */
export function recommendationHistories({
  operations,
}: Pick<Evidence, 'operations'>): ReadonlyMap<string, readonly RecommendationOperation[]> {
  const histories = new Map<string, RecommendationOperation[]>();
  const add = (id: string, operation: RecommendationOperation) => {
    histories.set(id, [...(histories.get(id) ?? []), operation]);
  };
  const idOfKey = idsByKey(operations);
  for (const operation of operations) {
    const { id: operationId, invokedMs, answeredMs, seen } = operation;
    const times = { operationId, invokedMs, answeredMs };
    const created = createdBy(operation) ?? idOfKey.get(keyOf(operation) ?? '') ?? null;
    if (created !== null) {
      const isKnown = operation.outcome.kind === 'ok';
      add(created, { ...times, answeredMs: isKnown ? answeredMs : Infinity, act: { kind: 'create' } });
    }
    for (const { id, status, decision } of seen.recommendations) {
      // A 202 says `queued` of what the answer made, and of a repeated one however far that is.
      if (operation.kind === 'create' && decision === null) continue;
      add(id, { ...times, act: { kind: 'see', status } });
    }
    if (operation.kind === 'poll' && operation.target !== null && isNotFound(operation)) {
      add(operation.target, { ...times, act: { kind: 'see', status: 'absent' } });
    }
  }
  // What only lists have shown was made by a create whose answer was lost: there is nothing to hold against it.
  const isCreated = ([, history]: [string, RecommendationOperation[]]) =>
    history.some(({ act }) => act.kind === 'create');
  return new Map([...histories].filter(isCreated));
}

function createdBy({ kind, outcome, target }: Operation): string | null {
  return kind === 'create' && outcome.kind !== 'refused' ? target : null;
}

/** A create whose answer was lost may have made what the same key is answered with later: lists may show it before that. */
function idsByKey(operations: readonly Operation[]): ReadonlyMap<string, string> {
  return new Map(
    operations.flatMap((operation) => {
      const [key, id] = [keyOf(operation), createdBy(operation)];
      return key === null || id === null ? [] : [[key, id] as const];
    }),
  );
}

function keyOf({ kind, outcome, input }: Operation): string | null {
  const key = input['idempotency_key'];
  return kind !== 'create' || outcome.kind === 'refused' || typeof key !== 'string'
    ? null
    : `${String(input['project_id'])} ${key}`;
}

function isNotFound({ outcome }: Operation): boolean {
  return outcome.kind === 'refused' && outcome.code === 'recommendation.not_found';
}
