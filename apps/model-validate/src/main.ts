import { readFileSync } from 'node:fs';
import { readTable } from '@iopath/benchmarks';
import { checkOrderings, fitTable, leaveGroupOut, SHIPPED_MODEL, validateModel } from '@iopath/core';
import { readCommandLine, USAGE } from './command-line';
import { reportJson } from './report-json';
import { fitText, reportText } from './report-text';

const COULD_NOT_RUN = 2;
/** Shows the form; found from the folder that npm runs scripts in. */
const EXAMPLE = 'examples/measurements/example.csv';

function main(): void {
  const { measurements, json, leaveGroupOut: leaves, fit, help } = readCommandLine(process.argv.slice(2));
  if (help) {
    process.stdout.write(USAGE);
    return;
  }
  if (measurements === null) process.stderr.write(`No table given: ${EXAMPLE} shows the form and judges nothing.\n`);
  const table = readTable(readFileSync(measurements ?? EXAMPLE, 'utf8'));
  const validation = validateModel(SHIPPED_MODEL, table);
  const orderings = checkOrderings(SHIPPED_MODEL);
  const leftOut = leaves ? leaveGroupOut(table) : null;
  if (json) {
    process.stdout.write(`${JSON.stringify(reportJson(validation, orderings, leftOut), null, 2)}\n`);
    return;
  }
  process.stdout.write(reportText(validation, orderings, leftOut));
  if (fit) {
    const { parameters } = fitTable(table);
    process.stdout.write(`\n${fitText(parameters, (name) => SHIPPED_MODEL.parameters[name].default)}`);
  }
}

try {
  main();
} catch (error) {
  process.stderr.write(`The model could not be validated. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = COULD_NOT_RUN;
}
