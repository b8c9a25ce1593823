import { UnreadableImport } from '../import/import-reader';

/**
 * Bytes as UTF-8 text, with or without a byte order mark.
 *
 * @throws UnreadableImport when there are more than `maxBytes`, when they are not UTF-8, or when a NUL is among them, which
 *   no text of these formats has.
 */
export function decodeText(bytes: Uint8Array, maxBytes: number): string {
  if (bytes.length > maxBytes) {
    throw new UnreadableImport('import.too_large', `${bytes.length} bytes are more than the ${maxBytes} that are read`);
  }
  const text = decoded(bytes);
  const nul = text.indexOf('\0');
  if (nul < 0) return text;
  throw new UnreadableImport('import.malformed', 'there is a NUL in the text', `character ${nul + 1}`);
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableImport('import.malformed', 'the text is not UTF-8');
  }
}
