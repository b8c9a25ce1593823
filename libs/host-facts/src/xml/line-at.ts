const LINE_FEED = 0x0a;

/** Where in a text, in words: `line 7`. */
export function lineAt(text: string, index: number): string {
  return `line ${1 + lineBreaks(text, 0, index)}`;
}

/** How many lines end between two places of a text. Looks at nothing beyond: it is asked for one short piece after another. */
export function lineBreaks(text: string, from: number, to: number): number {
  let breaks = 0;
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === LINE_FEED) breaks++;
  return breaks;
}
