import { createHash } from 'node:crypto';

type Value = null | string | number | boolean | readonly Value[] | { readonly [name: string]: Value };

/** What is not content: when it was seen, what was free then, and what was read of the advisor. */
const NOT_CONTENT: readonly string[] = ['observed_at', 'generation', 'free'];

/** The same for two documents that tell the same of a host, whenever they were made. */
export function contentHash(document: object): string {
  const content = JSON.stringify(document, (name, value: Value) => (NOT_CONTENT.includes(name) ? undefined : value));
  return createHash('sha256').update(content).digest('hex');
}
