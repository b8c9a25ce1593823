const LONGEST = 48;

/** A name that somebody chose, short enough for a picture and without what XML has no place for. */
export function shownName(name: string): string {
  const clean = name.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '\uFFFD');
  const letters = [...clean];
  return letters.length <= LONGEST ? clean : `${letters.slice(0, LONGEST - 1).join('')}…`;
}
