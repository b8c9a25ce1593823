/** Text that is HTML already: made by {@link html} only, so that nothing gets in unescaped. */
export class Html {
  constructor(readonly text: string) {}
}

type Piece = Html | string | number | null | readonly Piece[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML in which all that is put in is escaped, for tenants choose names; lists are joined, and null is nothing. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(strings.map((text, at) => text + (at < pieces.length ? written(pieces[at] ?? null) : '')).join(''));
}

function written(piece: Piece): string {
  if (piece === null) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'object') return piece.map(written).join('');
  return escaped(String(piece));
}

/** Control characters, which HTML has no place for, become a mark that something was there. */
function escaped(text: string): string {
  return text.replace(/[\p{Cc}&<>"']/gu, (character) => ESCAPES[character] ?? (/\s/.test(character) ? ' ' : '\uFFFD'));
}
