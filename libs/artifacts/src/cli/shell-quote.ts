/** Characters that no shell reads as anything but themselves. */
const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** One word of a POSIX shell: within single quotes nothing has a meaning but the quote itself. */
export function shellQuote(text: string): string {
  // A shell has no word with a NUL in it, and no argument can carry one.
  const word = text.replaceAll('\0', '');
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
