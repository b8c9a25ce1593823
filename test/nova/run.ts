import { parseArgs } from 'node:util';
import { runCorpus } from './corpus-run';
import { runDeviceSpecs } from './device-specs';
import { NovaProcess } from './driver/nova-process';
import { runExtraSpecPairs } from './extra-spec-pairs';
import { ensureNova, PYTHON } from './install-nova';
import { runRandomCases } from './random-cases';
import { runScenarioFile } from './scenario-file';

/** Told from 1, which means that the core and Nova disagree. */
const NOVA_IS_MISSING = 3;

const HELP = `npm run test:nova -- [--seed N] [--runs N]
Compares the core with Nova's own code: the corpus, N random cases (5000), every extra spec that can be emitted, N sets of
[pci]device_spec.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '20260401' },
      runs: { type: 'string', default: '5000' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const missing = ensureNova();
  if (missing !== null) {
    console.error(missing);
    return NOVA_IS_MISSING;
  }
  const { nova, version } = await NovaProcess.start(PYTHON);
  try {
    const corpus = await runCorpus(nova);
    const scenarios = runScenarioFile();
    const extraSpecs = await runExtraSpecPairs(nova);
    const deviceSpecs = await runDeviceSpecs(nova, { seed: Number(values.seed), runs: Number(values.runs) });
    const random = await runRandomCases(nova, { seed: Number(values.seed), runs: Number(values.runs) });
    console.log(JSON.stringify({ nova: version, corpus, scenarios, extraSpecs, deviceSpecs, random }, null, 2));
    const disagreements =
      corpus.disagreements.length +
      (scenarios?.differ.length ?? 0) +
      extraSpecs.disagreements.length +
      deviceSpecs.disagreements.length +
      random.disagreements;
    return disagreements === 0 ? 0 : 1;
  } finally {
    nova.stop();
  }
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
