import type { ModelChange } from '../ports/model-store.port';

/**
 * What was active before the last promotion that was not rolled back; null: the model as shipped. Undefined where nothing
 * is left to roll back.
 *
 * @param history oldest first
 */
export function activeBefore(history: readonly ModelChange[]): string | null | undefined {
  const before: (string | null)[] = [];
  for (const { action, from } of history) {
    if (action === 'promote') before.push(from);
    if (action === 'rollback') before.pop();
  }
  return before.at(-1);
}
