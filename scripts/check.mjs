/**
 * Everything that can be known without PostgreSQL and Redis: two steps at a time, each with its result and time,
 * and the output of those that failed. Ends with 1 if any did.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const AT_A_TIME = 2;
const ENVIRONMENT = {
  ...process.env,
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  FORCE_COLOR: '0',
};

/** The longest first, so that the two lanes end together. Commands within a step follow one another. */
const STEPS = [
  { name: 'lint', commands: ['eslint --max-warnings 0 .'] },
  {
    name: 'OpenAPI',
    commands: ['node scripts/openapi.mjs --check', 'redocly lint openapi/advisor.v1.yaml'],
  },
  { name: 'unit tests', commands: ['jest --selectProjects unit --maxWorkers 1'] },
  { name: 'generated docs', commands: ['node scripts/docs.mjs --check'] },
  { name: 'types', commands: ['tsc --noEmit'] },
  { name: 'boundaries', commands: ['depcruise apps libs bench test --config .dependency-cruiser.cjs'] },
  { name: 'format', commands: ['prettier --check --log-level warn .'] },
  { name: 'dead code', commands: ['knip --no-progress --no-config-hints'] },
];

const startedAt = performance.now();
await runStep({ name: 'Prisma client', commands: ['node scripts/prisma-generate.mjs'] });
const waiting = [...STEPS];
const failures = [];
await Promise.all(Array.from({ length: AT_A_TIME }, runLane));

for (const { name, output } of failures) console.log(`\n──── ${name} ────\n${output.trim()}`);
console.log(`\n${failures.length === 0 ? 'all passed' : `${failures.length} failed`} in ${seconds(startedAt)}`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function runLane() {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const failure = await runStep(step);
    if (failure !== null) failures.push(failure);
  }
}

async function runStep({ name, commands }) {
  const stepStartedAt = performance.now();
  for (const command of commands) {
    const { status, output } = await run(command);
    if (status === 0) continue;
    console.log(`failed  ${name} (${seconds(stepStartedAt)})`);
    return { name, output: `$ ${command}\n${output}` };
  }
  console.log(`passed  ${name} (${seconds(stepStartedAt)})`);
  return null;
}

async function run(command) {
  const [program, ...args] = command.split(' ');
  const child = spawn(...executable(program, args), { cwd: root, env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const status = await new Promise((resolve) => child.once('close', resolve));
  return { status, output };
}

/** Without a shell, and without npx, which takes half a second to find what lies here. */
function executable(program, args) {
  if (program === 'node') return [process.execPath, args];
  const local = path.join(root, 'node_modules/.bin', program);
  if (!existsSync(local)) throw new Error(`${program} is not installed; run npm ci`);
  return [local, args];
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
