import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_HOSTS, readHosts } from '../openstack-lab/hardware/host-document';
import { bringUp, openLab, statusOf, takeDown } from '../openstack-lab/lab';
import { PortTaken } from '../openstack-lab/machine/daemons';
import { CannotBeHad } from '../openstack-lab/services/packages';

const ROOT = path.resolve(__dirname, '../..');
const TYPESCRIPT = './scripts/register-typescript.cjs';

const HELP = `npm run test:openstack [-- --keep] [FRAGMENT …]
Tests the service against a real OpenStack: brings the lab up (docs/openstack-lab.md), runs the files of test/openstack
whose path has a FRAGMENT (without one all, and npm run test:artifacts), and takes the lab down again, unless it was up
before or --keep says not to.`;

const startedMs = Date.now();

function say(line: string): void {
  console.log(`[${((Date.now() - startedMs) / 1000).toFixed(0).padStart(5)} s] ${line}`);
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { keep: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const lab = openLab();
  const wasUp = statusOf(lab).some(({ pid }) => pid !== null);
  try {
    await bringUp(lab, readHosts(DEFAULT_HOSTS), say);
    say('the lab is up');
    const status = await runTests(positionals);
    return positionals.length === 0 && status === 0
      ? await runNode(['-r', TYPESCRIPT, 'test/artifacts/run.ts'])
      : status;
  } catch (error) {
    if (!(error instanceof CannotBeHad || error instanceof PortTaken)) throw error;
    console.log(`skipped: the OpenStack lab cannot be had here: ${error.message}`);
    return 0;
  } finally {
    if (wasUp || values.keep) say('the lab stays up: npm run lab:down ends it');
    else await takeDown(lab, { wipe: false }, () => undefined);
    say('done');
  }
}

function runTests(fragments: readonly string[]): Promise<number> {
  const config = ['--config', 'test/openstack/jest.config.cjs', '--runInBand'];
  return runNode([path.join(ROOT, 'node_modules/jest/bin/jest.js'), ...config, '--', ...fragments]);
}

async function runNode(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  const [status] = (await once(child, 'exit')) as [number | null];
  return status ?? 1;
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error);
    process.exit(2);
  },
);
