import { type EarlierDatabase, openDatabaseBefore } from '../../../../test/support/earlier-database';
import { openPersistence } from '../open-persistence';

const MIGRATION = '20261121100000_keep_history_and_quarantine';
const RECOMMENDATION = '00000000-0000-4000-8000-000000000001';
const RESERVATION = '00000000-0000-4000-8000-000000000002';
const ALLOCATION = '00000000-0000-4000-8000-000000000003';

describe('a database from before histories were kept', () => {
  let database: EarlierDatabase;

  beforeEach(async () => (database = await openDatabaseBefore(MIGRATION)));
  afterEach(() => database.close());

  it('tells of each hold that it was known, and goes on from there', async () => {
    await database.sql.query(`
      INSERT INTO recommendation (id, project_id, name, request, profile)
      VALUES ('${RECOMMENDATION}', 'p1', 'web-1', '{}', '{}');
      INSERT INTO reservation (id, recommendation_id, member, project_id, host_name, state, compute,
                               vcpus, pcpus, memory_mib, disk_gib, updated_at)
      VALUES ('${RESERVATION}', '${RECOMMENDATION}', 0, 'p1', 'gone', 'released', '{}', 1, 0, 1, 1, '2026-01-01');
      INSERT INTO allocation (id, reservation_id, recommendation_id, project_id, member, host_name, device, kind,
                              pf_address, device_address, bandwidth_mbps, state, generation, updated_at)
      VALUES ('${ALLOCATION}', '${RESERVATION}', '${RECOMMENDATION}', 'p1', 0, 'gone', 'data', 'vf',
              '0000:3b:00.0', '0000:3b:01.2', 0, 'released', 3, '2026-01-01')`);
    await database.bringUpToDate();
    const persistence = await openPersistence(database.url);
    const history = await persistence.history.ofAllocation(ALLOCATION);
    const whole = await persistence.history.ofRecommendation(RECOMMENDATION);
    await persistence.close();

    expect(history).toMatchObject([
      {
        actor: 'migration',
        reason: 'known before history',
        fromState: null,
        toState: 'released',
        generation: 3,
        hostName: 'gone',
        atMs: new Date('2026-01-01').getTime(),
      },
    ]);
    expect(whole?.map(({ subject }) => subject)).toEqual(['reservation', 'allocation']);
  });
});
