import { UnreadableImport } from '../import/import-reader';
import { decodeText } from './decode-text';

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
  if (isTooDeep(text)) throw new UnreadableImport('import.too_large', `JSON may be nested ${MAX_DEPTH} levels deep`);
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

/** Counts brackets outside of strings, before anything is built from them. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === 0x5c) i++;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x7b || char === 0x5b) {
      if (++depth > MAX_DEPTH) return true;
    } else if (char === 0x7d || char === 0x5d) depth--;
  }
  return false;
}
