import path from 'node:path';
import { DRILL_OF } from './drills/drills';
import { type DrillName, type FaultTestOptions, readOptions, UsageError } from './options';
import { runSabotage } from './sabotage/run-sabotage';
import { runStorm, unweakened } from './storm';

/*
 * Breaks the service while clients use it, and judges afterwards what they were told; docs/faults.md tells how to read it.
 * Ends with 0 when nothing is wrong, 1 when the checker has found something, 2 when it could not run.
 */

const ROOT = path.resolve(__dirname, '../..');
const MOST_TOLD = 20;

type Print = (line: string) => void;

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const print = (line: string) => console.error(line);
  print(`seed ${options.seed}`);
  if (options.drill !== null) return runDrill(options.drill, options, print);
  return options.sabotages.length > 0 ? sabotage(options, print) : storm(options, print);
}

async function storm(options: FaultTestOptions, print: Print): Promise<number> {
  const report = await runStorm(options, unweakened(ROOT), print);
  const { seed, violations, folder } = report;
  console.log(JSON.stringify({ ...report, violations: violations.slice(0, MOST_TOLD) }, null, 2));
  if (violations.length === 0) {
    print(`clean, seed ${seed}`);
    return 0;
  }
  print(`${violations.length} violations, seed ${seed}; history, logs and database: ${folder}`);
  return 1;
}

/** Here the violations are wanted: it ends well only when each sabotage was noticed. */
async function sabotage(options: FaultTestOptions, print: Print): Promise<number> {
  let missed = 0;
  for (const name of options.sabotages) {
    const report = await runSabotage(name, ROOT, options, () => undefined);
    console.log(JSON.stringify(report, null, 2));
    print(`${name}: ${report.isFound ? 'found' : 'MISSED'}`);
    if (!report.isFound) missed++;
  }
  return missed === 0 ? 0 : 1;
}

async function runDrill(name: DrillName, options: FaultTestOptions, print: Print): Promise<number> {
  const { passed, ...report } = await DRILL_OF[name](ROOT, options);
  console.log(JSON.stringify({ drill: name, passed, ...report }, null, 2));
  print(`${name}: ${passed ? 'passed' : 'FAILED'}`);
  return passed ? 0 : 1;
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error instanceof UsageError ? error.message : error);
    process.exit(2);
  },
);
