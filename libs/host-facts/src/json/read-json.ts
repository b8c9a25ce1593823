import { UnreadableImport } from '../import/import-reader';
import { decodeText } from './decode-text';
import { isNestedDeeper } from './json-depth';

/** The records of a large machine are under 2 MiB. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Far deeper than any of these formats, and shallow enough for whoever walks it recursively. */
const MAX_DEPTH = 64;

/**
 * Reads bytes as one JSON value.
 *
 * @throws UnreadableImport `import.too_large` above 32 MiB or 64 levels, `import.malformed` when it is no JSON.
 */
export function readJson(bytes: Uint8Array): unknown {
  return parseJson(decodeText(bytes, MAX_BYTES));
}

/** @throws UnreadableImport as {@link readJson} does. */
export function parseJson(text: string): unknown {
  if (text.trim() === '') throw new UnreadableImport('import.malformed', 'the document is empty');
  if (isNestedDeeper(text, MAX_DEPTH))
    throw new UnreadableImport('import.too_large', `JSON may be nested ${MAX_DEPTH} levels deep`);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UnreadableImport('import.malformed', 'the document is not JSON', positionIn(error));
  }
}

/** The engine's words quote the document, which may hold what is nobody's business; the position is enough. */
function positionIn(error: unknown): string | null {
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  return position === undefined ? null : `character ${Number(position) + 1}`;
}
