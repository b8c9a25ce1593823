import { isNestedDeeper } from '@iopath/host-facts';
import { parse } from 'secure-json-parse';
import { ProblemError } from '../problem/problem';

/** Far deeper than any document here, and shallow enough for whoever walks it recursively. */
const MAX_DEPTH = 32;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads bytes as one JSON value.
 *
 * @throws ProblemError 400 `body.empty`, `body.invalid_utf8`, `body.too_deep`, `body.forbidden_key` or
 *   `body.malformed_json`.
 */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  if (text.trim() === '') throw refused('body.empty', 'A JSON document is expected, and nothing came.');
  if (isNestedDeeper(text, MAX_DEPTH)) throw refused('body.too_deep', `JSON may be nested ${MAX_DEPTH} levels deep.`);
  try {
    return parse(text);
  } catch (error) {
    const words = error instanceof Error ? error.message : '';
    if (words.includes('forbidden prototype')) {
      throw refused('body.forbidden_key', 'No field may be called __proto__, nor constructor with a prototype inside.');
    }
    throw refused('body.malformed_json', `The body is not JSON: ${words}`);
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw refused('body.invalid_utf8', 'JSON is exchanged in UTF-8 (RFC 8259, 8.1), and these bytes are not.');
  }
}

function refused(code: string, detail: string): ProblemError {
  return new ProblemError(400, code, detail, [{ pointer: '', code, message: detail }]);
}
