import { PROFILES } from '@iopath/core';
import { aReadyDecision, aVmRequest, noExplanation } from '@iopath/testing';
import { type EarlierDatabase, openDatabaseBefore } from '../../../../test/support/earlier-database';
import { openPersistence } from '../open-persistence';

const OLD = '00000000-0000-4000-8000-000000000001';
const NEW = '00000000-0000-4000-8000-000000000002';

/** An explanation is read as it was written, so one of another form would be an error of the service to whoever asks. */
describe('a database from before explanations had a waterfall', () => {
  let database: EarlierDatabase;

  beforeEach(async () => (database = await openDatabaseBefore('20261121090000_drop_explanations_of_another_form')));
  afterEach(() => database.close());

  it('keeps the decisions, and the explanations of the present form only', async () => {
    await store(OLD, { reasons: [], hosts: {} });
    await store(NEW, noExplanation);
    await database.bringUpToDate();
    const persistence = await openPersistence(database.url);
    const { recommendations } = persistence;
    const found = {
      decisions: [(await recommendations.get(OLD))?.status, (await recommendations.get(NEW))?.status],
      explanations: [await recommendations.explanation(OLD), await recommendations.explanation(NEW)],
    };
    await persistence.close();

    expect(found).toEqual({ decisions: ['ready', 'ready'], explanations: [null, noExplanation] });
  });

  async function store(id: string, explanation: object): Promise<void> {
    const request = JSON.stringify(aVmRequest());
    const decision = JSON.stringify(aReadyDecision([]));
    await database.sql.query(
      `INSERT INTO recommendation (id, project_id, name, status, request, profile, decision, decided_at)
       VALUES ($1, 'p1', 'web-1', 'ready', $2, $3, $4, now())`,
      [id, request, JSON.stringify(PROFILES.balanced), decision],
    );
    await database.sql.query('INSERT INTO explanation VALUES ($1, $2)', [id, JSON.stringify(explanation)]);
  }
});
