import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { judgeScenario, readNovaScenarios } from '@iopath/testing';

export interface ScenarioFileSummary {
  readonly scenarios: number;
  readonly agree: number;
  readonly differ: readonly { readonly id: string; readonly expected: unknown; readonly found: unknown }[];
  readonly notAsked: readonly { readonly id: string; readonly because: string }[];
}

/** Where Nova's own scenarios are looked for: named by `NOVA_SCENARIOS`, else beside the checkout. */
const FILE =
  process.env['NOVA_SCENARIOS'] ?? path.resolve(__dirname, '../../../shared/fixtures/nova-scenarios.dev.jsonl');

/** Puts Nova's own scenarios to the core; null when the file is not there. */
export function runScenarioFile(): ScenarioFileSummary | null {
  if (!existsSync(FILE)) return null;
  const judged = readNovaScenarios(readFileSync(FILE, 'utf8')).map((scenario) => ({
    id: scenario.id,
    ...judgeScenario(scenario),
  }));
  return {
    scenarios: judged.length,
    agree: judged.filter(({ verdict }) => verdict === 'agrees').length,
    differ: judged.flatMap((one) => (one.verdict === 'differs' ? [one] : [])),
    notAsked: judged.flatMap((one) => (one.verdict === 'not asked' ? [one] : [])),
  };
}
