import { UnreadableResult } from './unreadable-result';

/** Names of jobs, versions and messages of tools are shorter. */
const LONGEST_TEXT = 256;

/** A JSON object of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The one JSON object that a tool printed. Lines that it, or the shell around it, printed before are passed over.
 *
 * @throws UnreadableResult `benchmark.not_this_format` when there is none, `benchmark.truncated` when it has no end.
 */
export function jsonDocument(text: string, hint: string): JsonObject {
  // Within one line: white space that may run over lines is looked at again from each of them.
  const begin = text.search(/^[ \t]*\{/m);
  if (begin === -1) throw new UnreadableResult('benchmark.not_this_format', `There is no JSON object: ${hint}`);
  const body = text.slice(begin).trimEnd();
  let document: unknown;
  try {
    document = JSON.parse(body);
  } catch (error) {
    if (!body.endsWith('}')) throw new UnreadableResult('benchmark.truncated', 'The JSON document has no end.');
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreadableResult('benchmark.not_this_format', `The JSON document cannot be read: ${reason}`);
  }
  return objectOf(document) ?? {};
}

export function objectOf(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

export function listOf(value: unknown): readonly JsonObject[] {
  if (!Array.isArray(value)) return [];
  return value.map(objectOf).filter((entry) => entry !== null);
}

/** A finite number at this path of keys; null when there is none. */
export function numberAt(document: unknown, ...path: readonly string[]): number | null {
  const value = at(document, path);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A text at this path of keys, as {@link cleanText} has it. */
export function textAt(document: unknown, ...path: readonly string[]): string | null {
  const value = at(document, path);
  return typeof value === 'string' ? cleanText(value) : null;
}

/** The beginning of a text, without what no database keeps (NUL, other control characters, half surrogates). */
export function cleanText(text: string): string {
  return text.slice(0, LONGEST_TEXT).replace(/[\p{Cc}\p{Cs}]/gu, '');
}

function at(document: unknown, path: readonly string[]): unknown {
  let value = document;
  for (const key of path) value = objectOf(value)?.[key];
  return value;
}
