import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readConfig } from '@iopath/config';
import { PROFILES } from '@iopath/core';
import { createLogger } from '@iopath/observability';
import { openPersistence, type Persistence } from '@iopath/persistence';
import { aNicRequest, aVmRequest, syntheticHostFacts } from '@iopath/testing';
import { type Planner, SilentDecisionObserver } from '@iopath/usecases';
import { openPlanner } from '../apps/planner/src/open-planner';
import { createTestDatabase } from '../test/support/database';
import setUpServices from '../test/support/services.setup';
import tearDownServices from '../test/support/services.teardown';

/*
 * What planning in a thread is for, and what it costs: how long the main thread was kept from its turn while comparisons
 * over a whole fleet were planned, in a thread and on the main one, and the memory that each took.
 */

const HOSTS = Number(process.env['HOSTS'] ?? 10_000);
const ROUNDS = 20;
const AT_ONCE = 20;
const MIB = 1024 * 1024;
const ID = '00000000-0000-4000-8000-000000000001';

async function bench(): Promise<void> {
  await setUpServices();
  const database = await createTestDatabase();
  const persistence = await openPersistence(database.url);
  try {
    await fill(persistence);
    for (const threads of [1, 0]) {
      const config = readConfig({ PLANNING_THREADS: String(threads), DATABASE_URL: database.url });
      const before = memoryMib();
      const planner = openPlanner({
        config,
        databaseUrl: database.url,
        applicationName: path.basename(__filename),
        stores: persistence,
        observer: new SilentDecisionObserver(),
        logger: createLogger({ level: 'warn', service: 'bench' }),
      });
      await planner.readFleet();
      const figures = await measure(planner);
      print({ bench: 'threads', threads, hosts: HOSTS, ...figures, memory_mib: memoryMib() - before });
      await planner.close(0);
    }
  } finally {
    await persistence.close();
    await database.drop();
    await tearDownServices();
  }
}

async function fill({ hosts, recommendations }: Persistence): Promise<void> {
  const waiting = [...syntheticHostFacts(HOSTS)];
  const fillOne = async () => {
    for (let host = waiting.pop(); host !== undefined; host = waiting.pop()) {
      await hosts.putInventory(host.hostName, null, host.inventory);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fillOne));
  const request = aVmRequest({ nics: [aNicRequest({ physicalNetwork: 'physnet1' })] });
  await recommendations.create({
    id: ID,
    request,
    profile: PROFILES.balanced,
    priority: 'interactive',
    idempotency: null,
  });
}

async function measure(planner: Planner): Promise<Readonly<Record<string, number>>> {
  await planner.pathsOfRecommendation(ID);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startedMs = performance.now();
  for (let round = 0; round < ROUNDS; round++) await planner.pathsOfRecommendation(ID);
  const comparisonMs = (performance.now() - startedMs) / ROUNDS;
  delay.disable();
  return { comparison_ms: comparisonMs, main_p99_ms: delay.percentile(99) / 1e6, main_max_ms: delay.max / 1e6 };
}

/** Of the whole process, all threads together. */
function memoryMib(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss / MIB;
}

function print(line: Readonly<Record<string, unknown>>): void {
  const rounded = (_key: string, value: unknown): unknown => (typeof value === 'number' ? Math.round(value) : value);
  console.log(JSON.stringify(line, rounded));
}

bench().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
