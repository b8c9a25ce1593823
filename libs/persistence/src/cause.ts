import type { Cause } from '@iopath/usecases';
import { escapeLiteral } from 'pg';
import { READ_COMMITTED } from './database';

/**
 * Begins a transaction and tells it who changes the ledger and why, in one message: the history's triggers read it from
 * settings that end with the transaction. Without a cause they write `unknown`.
 */
export function beginBecauseOf(cause: Cause | undefined): string {
  if (cause === undefined) return READ_COMMITTED;
  const { actor, reason, requestId, caller } = cause;
  const settings = {
    actor,
    reason,
    request_id: requestId ?? '',
    ...(caller === undefined ? {} : { user_id: caller.userId, user_project_id: caller.projectId ?? '' }),
  };
  const set = Object.entries(settings).map(
    ([name, value]) => `set_config('iopath.${name}', ${escapeLiteral(value)}, true)`,
  );
  return `${READ_COMMITTED}; SELECT ${set.join(', ')}`;
}
