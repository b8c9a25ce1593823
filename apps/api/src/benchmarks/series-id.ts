import { keyedId } from '../idempotency/keyed-id';

/** Namespace of the ids below; drawn once, never to change. */
const NAMESPACE = '7a6e2d54-0f3b-4c8e-8c0b-6a4f9b1d2e37';

/** The id of a series: made of where and how its runs ran, so the same again has the same. */
export function seriesId(name: string): string {
  return keyedId(NAMESPACE, [name]);
}
