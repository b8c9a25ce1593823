import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FaultTestOptions, SabotageName } from '../options';
import { runStorm, type Weakening } from '../storm';
import { copyPatched } from './patched-installation';
import { SABOTAGE_OF, weaken } from './sabotages';

export interface SabotageReport {
  readonly sabotage: SabotageName;
  /** Whether one of the rules noticed that are there for it. */
  readonly isFound: boolean;
  /** Breaches by rule. */
  readonly violations: Readonly<Record<string, number>>;
  /** The first breach that counts, in words. */
  readonly example: string | null;
}

/** Breaks the product in one way and lets the storm loose on it: the checker has to find it. */
export async function runSabotage(
  sabotage: SabotageName,
  root: string,
  options: FaultTestOptions,
  print: (line: string) => void,
): Promise<SabotageReport> {
  const { patches, statements, rogueKeeps, favoured, foundBy } = SABOTAGE_OF[sabotage];
  const copy = await mkdtemp(path.join(tmpdir(), 'iopath-sabotage-'));
  try {
    await copyPatched(root, copy, patches);
    const weakening: Weakening = { root: copy, prepare: (sql) => weaken(sql, statements), rogueKeeps, favoured };
    const { violations, folder } = await runStorm(options, weakening, print);
    if (folder !== null && !options.keepsFolder) await rm(folder, { recursive: true, force: true });
    const found = violations.find(({ rule }) => foundBy.includes(rule));
    const counts: Record<string, number> = {};
    for (const { rule } of violations) counts[rule] = (counts[rule] ?? 0) + 1;
    const example = found === undefined ? null : `${found.rule}: ${found.subject}: ${found.detail}`;
    return { sabotage, isFound: found !== undefined, violations: counts, example };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
