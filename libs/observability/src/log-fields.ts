import { AsyncLocalStorage } from 'node:async_hooks';

/** Fields that say on whose behalf something happens: `request_id`, `recommendation_id` … */
export type LogFields = Readonly<Record<string, string>>;

const current = new AsyncLocalStorage<LogFields>();

/** Runs `work` so that every log line written in it, however deep and however late, carries these fields. */
export function runWithLogFields<T>(fields: LogFields, work: () => T): T {
  return current.run({ ...currentLogFields(), ...fields }, work);
}

export function currentLogFields(): LogFields {
  return current.getStore() ?? {};
}
