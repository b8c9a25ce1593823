import fc from 'fast-check';
import { compare, type Comparison } from './compare';
import type { NovaProcess } from './driver/nova-process';
import { cases } from './generate/cases';
import { KNOWN_DIFFERENCES } from './known-differences';

export interface RandomOptions {
  readonly seed: number;
  readonly runs: number;
}

export interface CounterExample {
  readonly seed: number;
  readonly disagreement: string;
  /** What Nova was asked, made as small as fast-check can. */
  readonly question: Comparison['question'];
  readonly nova: Comparison['nova'];
}

export interface RandomSummary {
  readonly seed: number;
  readonly runs: number;
  /** How many cases ended how: `fits`, or who refused them. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly knownDifferences: Readonly<Record<string, number>>;
  readonly disagreements: number;
  readonly counterExamples: readonly CounterExample[];
}

/** Enough to see what is wrong; the rest is mostly the same again. */
const MOST_COUNTER_EXAMPLES = 5;

/** Asks Nova about that many random cases; one on which they disagree is shrunk, and the run goes on behind it. */
export async function runRandomCases(nova: NovaProcess, { seed, runs }: RandomOptions): Promise<RandomSummary> {
  const kinds: Record<string, number> = {};
  const known: Record<string, number> = Object.fromEntries(KNOWN_DIFFERENCES.map(({ name }) => [name, 0]));
  const counterExamples: CounterExample[] = [];
  let asked = 0;
  for (let at = seed; asked < runs && counterExamples.length < MOST_COUNTER_EXAMPLES; at++) {
    let last: Comparison | null = null;
    const property = fc.asyncProperty(cases, async ({ host, request }) => {
      const comparison = await compare(request, host, (question) => nova.ask(question));
      const difference = knownDifferenceOf(comparison);
      if (last === null) {
        asked++;
        count(kinds, kindOf(comparison));
        if (difference !== null) count(known, difference);
      }
      if (comparison.disagreement === null || difference !== null) return;
      last = comparison;
      throw new Error(comparison.disagreement);
    });
    const details = await fc.check(property, { seed: at, numRuns: runs - asked });
    if (details.failed) counterExamples.push(counterExample(at, last));
  }
  return {
    seed,
    runs: asked,
    kinds: sorted(kinds),
    knownDifferences: known,
    disagreements: counterExamples.length,
    counterExamples,
  };
}

function counterExample(seed: number, comparison: Comparison | null): CounterExample {
  if (comparison === null) throw new Error('the driver failed on a case: run again with this seed to see it');
  const { disagreement, question, nova } = comparison;
  return { seed, disagreement: disagreement ?? '', question, nova };
}

export function knownDifferenceOf(comparison: Comparison): string | null {
  if (comparison.disagreement === null) return null;
  return KNOWN_DIFFERENCES.find(({ recognises }) => recognises(comparison))?.name ?? null;
}

function kindOf({ nova }: Comparison): string {
  if (nova.fits) return nova.cells === null ? 'fits, floating' : `fits, ${nova.cells?.length} cells`;
  return nova.error ? `${nova.stage}: ${nova.error}` : `${nova.stage}`;
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

function sorted(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
