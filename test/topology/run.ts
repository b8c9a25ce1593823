import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkInventory, layFacts } from '@iopath/core';
import { IMPORT_READERS } from '@iopath/host-facts';
import { type Compared, compareWithTruth } from './compare';
import { type FileTruth, filesWithTruth } from './truth';

/** Told from 1, which means that an importer and the truth disagree. */
const NO_FIXTURES = 3;

/** Which format each kind of file is imported as. */
const FORMATS: Readonly<Record<string, string>> = {
  sysfs: 'sysfs',
  umockdev: 'umockdev',
  'hwloc-xml': 'hwloc',
  'libvirt-capabilities': 'libvirt',
};

const HELP = `npm run test:topology -- --fixtures DIR [--verbose]
Imports each file that DIR/truth.json names, and compares the inventory with what is known to be true of the machine.`;

interface FileResult {
  readonly compared: readonly Compared[];
  /** Why nothing could be compared. */
  readonly failure: string | null;
  readonly warnings: readonly string[];
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      fixtures: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (values.fixtures === undefined || !existsSync(join(values.fixtures, 'truth.json'))) {
    console.error('There is no truth.json: --fixtures names a folder of captures and what is true of them.');
    return NO_FIXTURES;
  }
  const files = filesWithTruth(values.fixtures);
  let agreeing = 0;
  let facts = 0;
  let agreeingFacts = 0;
  for (const file of files) {
    const { compared, failure, warnings } = await resultOf(file);
    const differences = compared.filter(({ expected, found }) => expected !== found);
    facts += compared.length;
    agreeingFacts += compared.length - differences.length;
    if (failure === null && differences.length === 0) agreeing++;
    console.log(`${file.name}: ${failure ?? `${compared.length - differences.length} of ${compared.length} facts`}`);
    for (const { fact, expected, found } of differences) console.log(`  ${fact}: ${found}, and ${expected} is true`);
    if (values.verbose) for (const warning of warnings) console.log(`  (${warning})`);
  }
  console.log(`${agreeing} of ${files.length} files agree, ${agreeingFacts} of ${facts} facts`);
  return agreeing === files.length ? 0 : 1;
}

async function resultOf({ path, truth }: FileTruth): Promise<FileResult> {
  const format = FORMATS[truth.kind];
  const reader = IMPORT_READERS.find((one) => one.format === format);
  if (reader === undefined) return failed(`nothing reads files of kind ${truth.kind}`);
  try {
    const { inventory, warnings } = layFacts(null, [await reader.read(readFileSync(path))]);
    const faults = checkInventory(inventory).map(({ pointer, message }) => `${pointer}: ${message}`);
    return {
      compared: compareWithTruth(inventory, truth),
      failure: faults.length === 0 ? null : `the inventory is refused: ${faults.join('; ')}`,
      warnings,
    };
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function failed(failure: string): FileResult {
  return { compared: [], failure, warnings: [] };
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 2;
  },
);
