/** A command in a page of the docs, and what it printed when the page was written. */
export interface DocCapture {
  readonly command: string;
  readonly printed: string;
}

const BLOCK = /^```console\n\$ (?<command>.*)\n(?<printed>(?:.*\n)*?)```$/gm;

/** Every command of a page that is shown with its output, in order. */
export function readCaptures(page: string): readonly DocCapture[] {
  return [...page.matchAll(BLOCK)].map(({ groups = {} }) => ({
    command: groups['command'] ?? '',
    printed: groups['printed'] ?? '',
  }));
}

/** The page with other outputs, in the order of its commands. */
export function withOutputs(page: string, outputs: readonly string[]): string {
  const left = [...outputs];
  return page.replaceAll(
    BLOCK,
    (_block, command: string) => `\`\`\`console\n$ ${command}\n${left.shift() ?? ''}\`\`\``,
  );
}

/** What is another one in each run has the same length in each: times and ids of requests. */
export function withoutTimes(printed: string): string {
  return printed
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z/g, (time) => 'T'.repeat(time.length))
    .replaceAll(/req-[0-9a-f-]{36}/g, 'req-…');
}
