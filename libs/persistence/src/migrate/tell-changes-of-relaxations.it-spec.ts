import { PROFILES } from '@iopath/core';
import { aVmRequest, noValidHost } from '@iopath/testing';
import { type EarlierDatabase, openDatabaseBefore } from '../../../../test/support/earlier-database';
import { openPersistence } from '../open-persistence';

const MIGRATION = '20261121080000_tell_changes_of_relaxations';
const ID = '00000000-0000-4000-8000-000000000001';

/** Relaxations of before were words only; who reads one now expects its changes one by one. */
describe('a database from before relaxations told their changes', () => {
  let database: EarlierDatabase;

  beforeEach(async () => (database = await openDatabaseBefore(MIGRATION)));
  afterEach(() => database.close());

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
    await database.sql.query(
      `INSERT INTO recommendation (id, project_id, name, status, request, profile, decision, decided_at)
       VALUES ($1, 'p1', 'web-1', 'no_valid_host', $2, $3, $4, now())`,
      [ID, JSON.stringify(aVmRequest()), JSON.stringify(PROFILES.balanced), JSON.stringify(decision)],
    );
  }

  async function relaxationsNow(): Promise<unknown> {
    await database.bringUpToDate();
    const persistence = await openPersistence(database.url);
    const recommendation = await persistence.recommendations.get(ID);
    await persistence.close();
    return recommendation?.decision?.status === 'no_valid_host' ? recommendation.decision.relaxations : null;
  }
});
