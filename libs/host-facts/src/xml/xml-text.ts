import { UnreadableImport } from '../import/import-reader';
import { lineAt } from './line-at';
import { XML_LIMITS } from './xml-limits';

const ENCODINGS: ReadonlyMap<string, string> = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['ascii', 'utf-8'],
  ['iso-8859-1', 'latin1'],
  ['latin1', 'latin1'],
  ['windows-1252', 'latin1'],
]);
const DECLARED_ENCODING = /^\s{0,64}<\?xml\s[^>]{0,200}?encoding\s{0,16}=\s{0,16}["']([A-Za-z0-9._-]{1,40})["']/;
const HEAD_BYTES = 512;

/** Characters that XML 1.0 has no place for (section 2.2, production Char), less surrogates, which no decoder lets through. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const FORBIDDEN_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/**
 * The text of an XML file: UTF-8 with or without a byte order mark, or Latin-1 where the declaration says so.
 *
 * @throws UnreadableImport when it is too large, in another encoding, or holds what XML has no place for.
 */
export function xmlText(bytes: Uint8Array): string {
  if (bytes.length > XML_LIMITS.bytes) {
    throw new UnreadableImport('import.too_large', `${bytes.length} bytes of XML, more than ${XML_LIMITS.bytes}`);
  }
  if (isUtf16(bytes)) throw new UnreadableImport('import.malformed', 'the text is UTF-16: convert it to UTF-8');
  const text = decode(bytes, encodingOf(bytes));
  const forbidden = FORBIDDEN_CHARACTER.exec(text);
  if (forbidden === null) return text;
  const code = forbidden[0].charCodeAt(0).toString(16).padStart(4, '0').toUpperCase();
  throw new UnreadableImport('import.malformed', `XML has no place for U+${code}`, lineAt(text, forbidden.index));
}

/** A byte order mark, or what `<` is in two bytes. */
function isUtf16([first = 0, second = 0]: Uint8Array): boolean {
  return (first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe) || (first === 0) !== (second === 0);
}

function encodingOf(bytes: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, HEAD_BYTES)).replace(/^ï»¿/, '');
  const declared = DECLARED_ENCODING.exec(head)?.[1] ?? 'utf-8';
  const encoding = ENCODINGS.get(declared.toLowerCase());
  if (encoding !== undefined) return encoding;
  throw new UnreadableImport('import.malformed', `the text is ${declared}: convert it to UTF-8`);
}

function decode(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableImport('import.malformed', 'the text is not UTF-8');
  }
}
