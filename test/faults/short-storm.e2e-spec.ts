import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Processes are started and killed here, on a machine that may be busy. */
jest.setTimeout(240_000);

const ROOT = path.resolve(__dirname, '../..');

/** As `npm run test:faults` does, small and short. */
async function runStorm(args: readonly string[]): Promise<{ readonly status: number; readonly report: Report }> {
  const run = spawn(process.execPath, ['-r', './scripts/register-typescript.cjs', 'test/faults/run.ts', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let complaints = '';
  run.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  run.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const [status] = (await once(run, 'close')) as [number];
  if (output === '') throw new Error(complaints);
  return { status, report: JSON.parse(output) as Report };
}

interface Report {
  readonly faults: Readonly<Record<string, number>>;
  readonly rows: Readonly<Record<string, number>>;
  readonly violations: readonly unknown[];
}

beforeAll(() => {
  const build = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT, encoding: 'utf8' });
  if (build.status !== 0) throw new Error(build.stderr);
});

describe('a storm of twenty seconds', () => {
  it('breaks nothing that was promised', async () => {
    const { status, report } = await runStorm([
      '--seconds',
      '20',
      '--seed',
      '4',
      '--quick',
      '--workers',
      '2',
      '--clients',
      '4',
      '--hosts',
      '4',
    ]);

    expect(report.violations).toEqual([]);
    expect(status).toBe(0);
    expect(Object.keys(report.faults)).not.toEqual([]);
    expect(report.rows['recommendations']).toBeGreaterThan(0);
  });
});
