import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PROFILES } from '@iopath/core';
import { aVmRequest, noValidHost } from '@iopath/testing';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database';
import { openPersistence } from '../open-persistence';
import { applyMigrations } from './apply-migrations';

const SHIPPED = path.resolve(__dirname, '../../../../prisma/migrations');
const MIGRATION = '20261121080000_tell_changes_of_relaxations';
const ID = '00000000-0000-4000-8000-000000000001';

/** Relaxations of before were words only; who reads one now expects its changes one by one. */
describe('a database from before relaxations told their changes', () => {
  let database: TestDatabase;
  let client: Client;
  let folder: string;

  beforeEach(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    folder = await mkdtemp(path.join(tmpdir(), 'iopath-migrations-'));
    await cp(SHIPPED, folder, { recursive: true });
    for (const name of await readdir(folder)) {
      if (name >= MIGRATION && name !== 'migration_lock.toml') await rm(path.join(folder, name), { recursive: true });
    }
    await applyMigrations(database.url, folder);
  });

  afterEach(async () => {
    await client.end();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it('tells them of its own, too', async () => {
    const change = 'nics[a].paths: sriov_vf -> any; constraints.include_hosts -> any';
    const relaxations = [
      { change: 'migration: live_required -> cold_ok', hostsUnlocked: 3, costs: 'a shutdown' },
      { change, hostsUnlocked: 2, costs: 'another path' },
    ];
    await store({ ...noValidHost(), relaxations });

    expect(await relaxationsNow()).toMatchObject([
      {
        ...relaxations[0],
        size: 1,
        changes: [{ target: 'request', subject: 'migration', pointer: null, from: 'live_required', to: 'cold_ok' }],
        exampleHosts: [],
        predicted: null,
        predictedAsAsked: null,
      },
      {
        ...relaxations[1],
        size: 2,
        changes: [
          { subject: 'nics[a].paths', from: 'sriov_vf', to: 'any' },
          { subject: 'constraints.include_hosts', from: null, to: 'any' },
        ],
      },
    ]);
  });

  it('leaves decisions without any as they are', async () => {
    await store(noValidHost());

    expect(await relaxationsNow()).toEqual([]);
  });

  async function store(decision: object): Promise<void> {
    await client.query(
      `INSERT INTO recommendation (id, project_id, name, status, request, profile, decision, decided_at)
       VALUES ($1, 'p1', 'web-1', 'no_valid_host', $2, $3, $4, now())`,
      [ID, JSON.stringify(aVmRequest()), JSON.stringify(PROFILES.balanced), JSON.stringify(decision)],
    );
  }

  async function relaxationsNow(): Promise<unknown> {
    await applyMigrations(database.url, SHIPPED);
    const persistence = await openPersistence(database.url);
    const recommendation = await persistence.recommendations.get(ID);
    await persistence.close();
    return recommendation?.decision?.status === 'no_valid_host' ? recommendation.decision.relaxations : null;
  }
});
