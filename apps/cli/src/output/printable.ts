/**
 * What a terminal would obey, or would show as something else than it is: control characters of both sets, marks that
 * turn the direction of text (Unicode 15, section 23.2), characters without width, and halves of surrogate pairs.
 */
const OBEYED =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text of somebody else in one line, with all that a terminal would obey written out: `\u001b`, `\n`. */
export function printable(text: string): string {
  return text.replace(OBEYED, escaped);
}

/** The same, but line breaks stay, and tabs are spaces. */
export function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line.replaceAll('\t', '  ')))
    .join('\n');
}

/** JSON, or YAML whose strings with such characters are quoted, is the same document with them written out. */
export function printableDocument(text: string): string {
  return text.replace(OBEYED, (character) => (character === '\n' ? '\n' : unicodeEscape(character)));
}

/** Whether a text has any such character, a line break left aside. */
export function needsEscapes(text: string): boolean {
  return text.replace(OBEYED, (character) => (character === '\n' ? '' : '\u0000')).includes('\u0000');
}

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  if (character === '\r') return '\\r';
  return unicodeEscape(character);
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
