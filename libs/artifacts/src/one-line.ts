/** Line breaks of any kind, and what else is not to be seen: no comment of any language may end early (Unicode TR 13). */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** Text for a comment: one line, whatever it came as. */
export function oneLine(text: string): string {
  return text.replace(UNPRINTABLE, ' ').trim();
}
