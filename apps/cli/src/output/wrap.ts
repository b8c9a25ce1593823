import { characterWidth, displayWidth } from './display-width';

/** Text in lines that are no wider than `width`: broken at spaces, and within a word only where it is too long. */
export function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, width))
    .join('\n');
}

function wrapLine(line: string, width: number): readonly string[] {
  if (displayWidth(line) <= width) return [line];
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ').flatMap((each) => pieces(each, width))) {
    const together = current === '' ? word : `${current} ${word}`;
    if (displayWidth(together) <= width) {
      current = together;
    } else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current];
}

/** A word that fits, or the parts of one that does not. */
function pieces(word: string, width: number): readonly string[] {
  if (displayWidth(word) <= width) return [word];
  const parts: string[] = [];
  let part = '';
  let partWidth = 0;
  for (const character of word) {
    const own = characterWidth(character);
    if (partWidth + own > width && part !== '') {
      parts.push(part);
      part = '';
      partWidth = 0;
    }
    part += character;
    partWidth += own;
  }
  return [...parts, part];
}

/** A column that is narrower can hardly be read. */
const LEAST_WIDTH = 8;

/**
 * Widths of columns that fit together into `room`: narrow ones keep what they need, wide ones share what is left.
 *
 * @param natural what each would take
 * @returns at least {@link LEAST_WIDTH} each where it needs that much, even if that is too much together
 */
export function fitWidths(natural: readonly number[], room: number): readonly number[] {
  const widths = [...natural];
  let left = room;
  let open = natural.map((_, index) => index);
  for (;;) {
    const share = Math.max(LEAST_WIDTH, Math.floor(left / Math.max(1, open.length)));
    const narrow = open.filter((index) => (natural[index] ?? 0) <= share);
    if (narrow.length === 0) {
      for (const index of open) widths[index] = share;
      return widths;
    }
    left -= narrow.reduce((sum, index) => sum + (natural[index] ?? 0), 0);
    open = open.filter((index) => !narrow.includes(index));
    if (open.length === 0) return widths;
  }
}
