import type { Rule } from '../history/evidence';
import { groupBy } from './group-by';

/** All answers to one `Idempotency-Key` of one project name the same recommendation. */
export const onePerKey: Rule = ({ operations }) => {
  const keyed = operations.filter(
    ({ kind, outcome, input, target }) =>
      kind === 'create' && outcome.kind === 'ok' && target !== null && input['idempotency_key'] != null,
  );
  const byKey = groupBy(keyed, ({ input }) => `${String(input['project_id'])} ${String(input['idempotency_key'])}`);
  return [...byKey].flatMap(([key, creates]) => {
    const ids = new Set(creates.map(({ target }) => target));
    return ids.size === 1
      ? []
      : [{ rule: 'one-per-key', subject: `key ${key}`, detail: `it made ${[...ids].join(', ')}` }];
  });
};
