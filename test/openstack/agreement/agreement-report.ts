import { writeFileSync } from 'node:fs';

/** How one request went. */
export interface CaseOutcome {
  readonly name: string;
  readonly advised: string;
  readonly novaSaid: string;
  /** Empty when both say the same. */
  readonly differences: readonly string[];
}

/** Says how often advisor and Nova agree, tells each disagreement, and keeps all of it in a file. */
export function report(outcomes: readonly CaseOutcome[], file: string): string {
  const agreed = outcomes.filter(({ differences }) => differences.length === 0).length;
  writeFileSync(file, `${JSON.stringify({ agreed, of: outcomes.length, outcomes }, null, 2)}\n`);
  const lines = outcomes.map(({ name, advised, novaSaid, differences }) => {
    const mark = differences.length === 0 ? 'agree' : 'DIFFER';
    return [`${mark.padEnd(7)}${name}: ${advised}; ${novaSaid}`, ...differences.map((each) => `         ${each}`)].join(
      '\n',
    );
  });
  return [...lines, `advisor and Nova agree in ${agreed} of ${outcomes.length} (${file})`].join('\n');
}
