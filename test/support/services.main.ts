import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { openTestPostgres } from './test-postgres';
import { openTestRedis } from './test-redis';
import type { TestService } from './test-service';

/**
 * Provides PostgreSQL and Redis for one run of the tests: prints the environment that leads to them, in one line of
 * JSON, and takes everything down when its input ends.
 */
async function main(): Promise<void> {
  // Jest may be gone while this still starts; what was started must be taken down all the same.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  const runId = randomBytes(4).toString('hex');
  const attempts = await Promise.allSettled([openTestPostgres(runId), openTestRedis(runId)]);
  const opened = attempts.filter((attempt) => attempt.status === 'fulfilled').map((attempt) => attempt.value);
  const failed = attempts.filter((attempt) => attempt.status === 'rejected').map((attempt) => String(attempt.reason));
  if (failed.length === 0) await provide(opened);
  await Promise.all(opened.map((service) => service.close()));
  for (const reason of failed) console.error(reason);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

async function provide(services: readonly TestService[]): Promise<void> {
  for (const service of services) console.error(service.description);
  const environment = Object.assign({}, ...services.map((service) => service.environment)) as object;
  process.stdout.write(`${JSON.stringify(environment)}\n`);
  process.stdin.resume();
  await once(process.stdin, 'close');
}

void main();
