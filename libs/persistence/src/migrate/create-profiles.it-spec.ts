import { checkProfile, PROFILES } from '@iopath/core';
import { aReadyDecision, aVmRequest } from '@iopath/testing';
import { type EarlierDatabase, openDatabaseBefore } from '../../../../test/support/earlier-database';
import { openPersistence } from '../open-persistence';

const MIGRATION = '20261121073000_create_profiles';
const ID = '00000000-0000-4000-8000-000000000001';

/** What a database held before profiles had versions has to be as good as what it gets afterwards. */
describe('a database from before profiles had versions', () => {
  let database: EarlierDatabase;

  beforeEach(async () => (database = await openDatabaseBefore(MIGRATION)));
  afterEach(() => database.close());

  it.each(Object.values(PROFILES))('keeps its requests and decisions by $name, as of version 0', async (profile) => {
    const { profile: _profile, fleetDigest: _digest, ...decision } = aReadyDecision([]);
    const request = aVmRequest({ profile: profile.name });
    await database.sql.query(
      `INSERT INTO recommendation (id, project_id, name, status, request, decision, decided_at)
       VALUES ($1, 'p1', 'web-1', 'ready', $2, $3, now())`,
      [ID, JSON.stringify(request), JSON.stringify(decision)],
    );
    await database.bringUpToDate();
    const persistence = await openPersistence(database.url);
    const recommendation = await persistence.recommendations.get(ID);
    await persistence.close();

    expect(recommendation?.decision).toEqual({
      ...decision,
      profile: { name: profile.name, version: 0 },
      fleetDigest: null,
    });
    expect(recommendation?.profile).toMatchObject({
      name: profile.name,
      version: 0,
      packs: profile.name === 'density',
      defaults: { migration: 'live_preferred', isolation: 'shared', reservationTtlS: 900 },
    });
    expect(checkProfile(recommendation?.profile ?? { weights: {} })).toEqual([]);
    expect(Object.keys(recommendation?.profile ?? {}).sort()).toEqual(Object.keys(profile).sort());
  });

  it('goes on deciding what was queued', async () => {
    await database.sql.query(
      `INSERT INTO recommendation (id, project_id, name, request) VALUES ($1, 'p1', 'web-1', $2)`,
      [ID, JSON.stringify(aVmRequest())],
    );
    await database.bringUpToDate();
    const persistence = await openPersistence(database.url);
    const taken = await persistence.recommendations.takeNext(60_000);
    await persistence.close();

    expect(taken).toMatchObject({ attempts: 1, profile: { name: 'balanced', version: 0 } });
  });
});
