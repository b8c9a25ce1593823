import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { AdvisorHttp, type RecommendationAnswer } from '../support/advisor-http';
import { createTestDatabase } from '../support/database';
import { createTestRedis } from '../support/redis';
import setUpServices from '../support/services.setup';
import tearDownServices from '../support/services.teardown';
import { wireHost, wireRequest } from '../support/wire-host';

/*
 * 200 requests at once for the last 50 VFs, by 2 APIs and 8 workers, round after round: each time exactly 50 get one, each
 * VF once, and 150 are told that there is none. `npm run test:last-vfs -- --rounds 10`; the exit status tells.
 */

const ROOT = path.resolve(__dirname, '../..');
const REQUESTS = 200;
const FREE_VFS = 50;
const APIS = 2;
const WORKERS = 8;
const WAIT_S = 30;
/** A machine that is busy may need more than one wait. */
const MOST_WAITS = 20;

async function run(rounds: number): Promise<boolean> {
  await setUpServices();
  const database = await createTestDatabase();
  const { url, prefix } = createTestRedis();
  const stores = { DATABASE_URL: database.url, REDIS_URL: url, REDIS_PREFIX: prefix };
  const environment = { ...process.env, ...stores, PORT: '0', LOG_LEVEL: 'info' };
  const processes: ChildProcess[] = [];
  try {
    const apis: AdvisorHttp[] = [];
    for (let api = 0; api < APIS; api++) {
      const line = await lineOf(start('api', environment, processes), /http:\/\/[\d.]+:\d+/);
      apis.push(new AdvisorHttp(line));
    }
    const workers = Array.from({ length: WORKERS }, () => start('worker', environment, processes));
    await Promise.all(workers.map((worker) => lineOf(worker, /worker ready/)));
    let isClean = true;
    for (let round = 1; round <= rounds; round++) isClean = (await playRound(round, apis)) && isClean;
    return isClean;
  } finally {
    for (const child of processes) child.kill('SIGTERM');
    await Promise.all(processes.filter((child) => child.exitCode === null).map((child) => once(child, 'exit')));
    await database.drop();
    await tearDownServices();
  }
}

/** Each round has a host of its own, so that one round's VFs are of no use to the next. */
async function playRound(round: number, apis: readonly AdvisorHttp[]): Promise<boolean> {
  const hostName = `round-${round}`;
  const before = new Set(await reserved(apis, hostName));
  await (apis[0] as AdvisorHttp).putInventory(hostName, wireHost(FREE_VFS));
  const startedMs = performance.now();
  const answers = await Promise.all(
    Array.from({ length: REQUESTS }, (_, index) => decided(apis[index % apis.length] as AdvisorHttp, round, index)),
  );
  const given = answers.flatMap(({ vf_allocations }) => (vf_allocations ?? []).map(({ vf_address }) => vf_address));
  const count = (status: string): number => answers.filter((answer) => answer.status === status).length;
  const held = (await reserved(apis, hostName)).filter((address) => !before.has(address));
  const isClean =
    count('ready') === FREE_VFS &&
    count('no_valid_host') === REQUESTS - FREE_VFS &&
    new Set(given).size === FREE_VFS &&
    [...held].sort().join() === [...given].sort().join();
  const told = { ready: count('ready'), no_valid_host: count('no_valid_host'), different_vfs: new Set(given).size };
  const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
  console.log(JSON.stringify({ test: 'last-vfs', round, clean: isClean, ...told, held: held.length, seconds }));
  return isClean;
}

async function decided(http: AdvisorHttp, round: number, index: number): Promise<RecommendationAnswer> {
  const vm = wireRequest(`vm-${round}-${index}`, ['sriov_vf']);
  let answer = await http.recommend({ ...vm, constraints: { include_hosts: [`round-${round}`] } }, WAIT_S);
  for (let waits = 1; isUndecided(answer) && waits < MOST_WAITS; waits++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    answer = await http.recommendation(answer.id);
  }
  return answer;
}

function isUndecided({ status }: RecommendationAnswer): boolean {
  return status === 'queued' || status === 'scoring';
}

function reserved([http]: readonly AdvisorHttp[], hostName: string): Promise<readonly string[]> {
  return (http as AdvisorHttp).reservedAddresses(hostName);
}

function start(app: string, env: NodeJS.ProcessEnv, processes: ChildProcess[]): ChildProcess {
  const main = path.join(ROOT, 'dist/apps', app, 'src/main.js');
  const child = spawn(process.execPath, [main], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  processes.push(child);
  return child;
}

/** What of its output first matches. */
function lineOf(child: ChildProcess, wanted: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) throw new Error('the process has no output to read');
      // Kept flowing to the end: a full pipe would stop the process.
      createInterface(stream).on('line', (line) => {
        const match = wanted.exec(line);
        if (match !== null) resolve(match[0]);
      });
    }
    child.on('exit', () => reject(new Error('a process ended before it was ready')));
  });
}

const at = process.argv.indexOf('--rounds');
run(at < 0 ? 1 : Number(process.argv[at + 1]))
  .then((isClean) => (process.exitCode = isClean ? 0 : 1))
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
