/** Scripts and signs that a terminal gives two columns (Unicode's East Asian Width, UAX 11: wide and fullwidth). */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const NONE = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Columns of a terminal that one character takes: 0, 1 or 2. */
export function characterWidth(character: string): 0 | 1 | 2 {
  if (NONE.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Columns of a terminal that a line takes. */
export function displayWidth(line: string): number {
  let width = 0;
  for (const character of line) width += characterWidth(character);
  return width;
}
