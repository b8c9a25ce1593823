import type { ScopedParameters } from '@iopath/core';
import { ChooseModel, type ModelAuthor, type NewModel } from '@iopath/usecases';
import { openSpecDatabase, refusal, type SpecDatabase } from '../../../../test/support/spec-database';

const SHIPPED = '2026.11.1';
const AUTHOR: ModelAuthor = { userId: 'operator', requestId: 'req-1' };
const ALL: ScopedParameters = {
  scope: { kind: 'all' },
  parameters: { 'vhost_net.adder_us': { value: 20, sdLn: 0.1 } },
};
const FITTED: NewModel = { base: SHIPPED, scopes: [ALL], calibration: { from: null, scopes: [], unused: [] } };

describe('model store', () => {
  let database: SpecDatabase;
  let choose: ChooseModel;

  beforeAll(async () => {
    database = await openSpecDatabase();
    choose = new ChooseModel(database.models);
  });
  afterAll(() => database.close());
  beforeEach(() => database.sql.query('TRUNCATE model_version, model_history'));

  const made = async (): Promise<string> => (await database.models.create(FITTED, AUTHOR)).version;
  const activeVersion = async (): Promise<string | null> => (await database.models.active())?.version ?? null;
  const said = async () => (await database.models.history()).map(({ action, from, to }) => [action, from, to]);

  describe('a new version', () => {
    it('is in the shadow, named after the shipped one and a number, and is told of', async () => {
      const model = await database.models.create(FITTED, AUTHOR);

      expect(model).toMatchObject({ ...FITTED, state: 'shadow', createdBy: 'operator' });
      expect(model.version).toMatch(/^2026\.11\.1\+c\d+$/);
      expect(await database.models.get(model.version)).toEqual(model);
      expect(await activeVersion()).toBeNull();
      expect(await database.models.history({ version: model.version })).toEqual([
        expect.objectContaining({
          action: 'calibrate',
          from: null,
          to: model.version,
          by: 'operator',
          requestId: 'req-1',
        }),
      ]);
    });

    it('is listed before older ones, a page at a time', async () => {
      const [first, second, third] = [await made(), await made(), await made()];

      const page = await database.models.list(2, null);
      expect(page.items.map(({ version }) => version)).toEqual([third, second]);
      expect((await database.models.list(2, page.nextMarker)).items.map(({ version }) => version)).toEqual([first]);
      await expect(database.models.list(2, 'nothing')).rejects.toMatchObject(
        refusal('invalid', 'query.marker_unknown'),
      );
    });
  });

  describe('a promotion', () => {
    it('makes the version active, and retires the one that was', async () => {
      const [first, second] = [await made(), await made()];
      await choose.promote(first, AUTHOR);
      await choose.promote(second, AUTHOR);

      expect(await database.models.get(first)).toMatchObject({ state: 'retired' });
      expect(await database.models.get(second)).toMatchObject({ state: 'active' });
      expect((await said()).slice(2)).toEqual([
        ['promote', null, first],
        ['promote', first, second],
      ]);
    });

    it('of what is active changes nothing, and says nothing', async () => {
      const version = await made();
      await choose.promote(version, AUTHOR);
      await choose.promote(version, AUTHOR);

      expect(await said()).toHaveLength(2);
    });

    it('of the shipped model leaves no version active', async () => {
      const version = await made();
      await choose.promote(version, AUTHOR);
      await choose.promote(SHIPPED, AUTHOR);

      expect(await activeVersion()).toBeNull();
      expect(await database.models.get(version)).toMatchObject({ state: 'retired' });
    });

    it('of a version that there is not is refused', async () => {
      await expect(choose.promote(`${SHIPPED}+c0`, AUTHOR)).rejects.toMatchObject(
        refusal('not_found', 'model.not_found'),
      );
    });

    it('by many at once is one after the other: one is active, and the history says how it came to that', async () => {
      const versions = await Promise.all(Array.from({ length: 6 }, () => made()));
      await Promise.all(versions.map((version) => choose.promote(version, AUTHOR)));

      const promotions = (await database.models.history()).filter(({ action }) => action === 'promote');
      expect(promotions.map(({ from }) => from)).toEqual([null, ...promotions.slice(0, -1).map(({ to }) => to)]);
      expect(await activeVersion()).toBe(promotions.at(-1)?.to);
      const states = await Promise.all(versions.map(async (version) => (await database.models.get(version))?.state));
      expect(states.filter((state) => state === 'active')).toHaveLength(1);
    });

    it('cannot be made beside another, whatever a program writes', async () => {
      const [first, second] = [await made(), await made()];
      await choose.promote(first, AUTHOR);

      await expect(
        database.sql.query(`UPDATE model_version SET state = 'active' WHERE version = $1`, [second]),
      ).rejects.toMatchObject({ constraint: 'model_version_active_key' });
    });
  });

  describe('a rollback', () => {
    it('goes back promotion by promotion, down to the shipped model', async () => {
      const [first, second] = [await made(), await made()];
      await choose.promote(first, AUTHOR);
      await choose.promote(second, AUTHOR);

      expect(await choose.rollback(second, AUTHOR)).toBe(first);
      expect(await activeVersion()).toBe(first);
      expect(await choose.rollback(first, AUTHOR)).toBe(SHIPPED);
      expect(await activeVersion()).toBeNull();
      await expect(choose.rollback(SHIPPED, AUTHOR)).rejects.toMatchObject(refusal('conflict', 'model.nothing_before'));
    });

    it('does not come back to what was rolled back', async () => {
      const [first, second, third] = [await made(), await made(), await made()];
      await choose.promote(first, AUTHOR);
      await choose.promote(second, AUTHOR);
      await choose.rollback(second, AUTHOR);
      await choose.promote(third, AUTHOR);

      expect(await choose.rollback(third, AUTHOR)).toBe(first);
    });

    it('that is asked for twice is done once', async () => {
      const [first, second] = [await made(), await made()];
      await choose.promote(first, AUTHOR);
      await choose.promote(second, AUTHOR);

      expect(await Promise.all([1, 2, 3].map(() => choose.rollback(second, AUTHOR)))).toEqual([first, first, first]);
      expect((await said()).filter(([action]) => action === 'rollback')).toHaveLength(1);
    });

    it('of what is not active is refused', async () => {
      const version = await made();

      await expect(choose.rollback(version, AUTHOR)).rejects.toMatchObject(refusal('conflict', 'model.not_active'));
    });
  });
});
