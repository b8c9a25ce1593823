import { randomUUID } from 'node:crypto';
import { aNewRecommendation, aVmRequest } from '@iopath/testing';
import { openPersistence, type Persistence } from '@iopath/persistence';
import { Client } from 'pg';
import { createTestDatabase } from '../test/support/database';
import setUpServices from '../test/support/services.setup';
import tearDownServices from '../test/support/services.teardown';

/*
 * Accepting, taking and counting while 100 or 10,000 requests wait, of few projects or of many, on real PostgreSQL; the
 * baseline is an update of one row by its key in the same run.
 */

const WAITING: readonly number[] = [100, 10_000];
const PROJECTS: readonly number[] = [1, 100, 5_000];
const TIMES = 300;
const TAKERS = 8;

async function bench(): Promise<void> {
  await setUpServices();
  const database = await createTestDatabase();
  const persistence = await openPersistence(database.url, { poolSize: TAKERS });
  const sql = new Client({ connectionString: database.url });
  await sql.connect();
  try {
    for (const waiting of WAITING) {
      for (const projects of PROJECTS) {
        await sql.query('TRUNCATE recommendation CASCADE');
        await fill(sql, waiting, projects);
        print({ bench: 'take', waiting, projects, ...(await measure(persistence, sql, projects)) });
      }
    }
  } finally {
    await sql.end();
    await persistence.close();
    await database.drop();
    await tearDownServices();
  }
}

/** In one statement a project's requests would not see each other, so each gets its own, as in life. */
async function fill(sql: Client, waiting: number, projects: number): Promise<void> {
  const { request, profile } = aNewRecommendation('');
  await sql.query('BEGIN');
  await sql.query(
    `CREATE OR REPLACE FUNCTION pg_temp.fill(waiting int, projects int, request jsonb, profile jsonb) RETURNS void
     LANGUAGE plpgsql AS $$
     BEGIN
       FOR i IN 1..waiting LOOP
         INSERT INTO recommendation (id, project_id, name, request, profile, priority)
         VALUES (gen_random_uuid(), 'p' || i % projects, 'vm', request, profile,
                 CASE i % 3 WHEN 0 THEN 'batch' ELSE 'interactive' END);
       END LOOP;
     END $$`,
  );
  await sql.query('SELECT pg_temp.fill($1, $2, $3, $4)', [waiting, projects, request, profile]);
  await sql.query('COMMIT');
  await sql.query('ANALYZE recommendation');
}

async function measure(persistence: Persistence, sql: Client, projects: number) {
  const { recommendations, backlog } = persistence;
  const one = (await sql.query<{ id: string }>('SELECT id FROM recommendation ORDER BY turn DESC LIMIT 1')).rows[0]?.id;
  const baseline = await timed(() => sql.query('UPDATE recommendation SET name = name WHERE id = $1', [one]));
  const accept = await timed((index) =>
    recommendations.create({
      id: randomUUID(),
      request: aVmRequest({ projectId: `p${index % projects}` }),
      profile: aNewRecommendation('').profile,
      priority: 'interactive',
      idempotency: null,
    }),
  );
  const count = await timed(() => backlog.read());
  const take = await timed(() => recommendations.takeNext(60_000));
  const startedMs = performance.now();
  let taken = 0;
  await Promise.all(
    Array.from({ length: TAKERS }, async () => {
      while (taken < TIMES && (await recommendations.takeNext(60_000)) !== null) taken++;
    }),
  );
  const perS = (1000 * taken) / (performance.now() - startedMs);
  return { baseline, accept, count, take, takes_per_s_by_8: Math.round(perS) };
}

async function timed(work: (index: number) => Promise<unknown>) {
  const times: number[] = [];
  for (let index = 0; index < TIMES; index++) {
    const startedMs = performance.now();
    await work(index);
    times.push(performance.now() - startedMs);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(100 * (times[Math.floor(times.length * share)] ?? 0)) / 100;
  return { p50_ms: at(0.5), p99_ms: at(0.99) };
}

function print(figures: object): void {
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

void bench();
