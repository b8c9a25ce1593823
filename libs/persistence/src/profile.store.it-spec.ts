import { type Profile, type ProfileDocument, PROFILES } from '@iopath/core';
import { openSpecDatabase, refusal, type SpecDatabase } from '../../../test/support/spec-database';

const { name: _name, version: _version, ...BALANCED } = PROFILES.balanced;
const TELCO: ProfileDocument = { ...BALANCED, description: 'For the core network.', weights: { latency: 1 } };
const PACKED: ProfileDocument = { ...TELCO, packs: true };

describe('profile store', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(() => database.clear());

  describe('writing', () => {
    it('makes the first version, and then the next', async () => {
      const first = await database.profiles.put('telco', null, TELCO);
      const second = await database.profiles.put('telco', 1, PACKED);

      expect(first).toMatchObject({ created: true, profile: { ...TELCO, name: 'telco', version: 1, builtIn: false } });
      expect(second).toMatchObject({ created: false, profile: { ...PACKED, version: 2, generation: 2 } });
      expect(await database.profiles.current('telco')).toEqual(second.profile);
    });

    it('keeps every version as it was', async () => {
      const { profile } = await database.profiles.put('telco', null, TELCO);
      await database.profiles.put('telco', 1, PACKED);

      expect(await database.profiles.version('telco', 1)).toEqual({ ...profile, generation: 2 });
      expect(await database.profiles.version('telco', 3)).toBeNull();
    });

    it.each([null, 1, 7])('changes nothing when the same comes again, with generation %p', async (generation) => {
      const { profile } = await database.profiles.put('telco', null, TELCO);

      expect(await database.profiles.put('telco', generation, { ...TELCO })).toEqual({ created: false, profile });
    });

    it.each([
      ['a generation that is not current', 7, 'profile.generation_conflict'],
      ['no generation where there is a profile', null, 'profile.already_exists'],
    ])('refuses %s', async (_what, generation, code) => {
      await database.profiles.put('telco', null, TELCO);

      await expect(database.profiles.put('telco', generation, PACKED)).rejects.toMatchObject(refusal('conflict', code));
    });

    it('refuses a generation where there is no profile', async () => {
      await expect(database.profiles.put('telco', 1, TELCO)).rejects.toMatchObject(
        refusal('not_found', 'profile.not_found'),
      );
    });

    it('lets one of many concurrent writers through, and tells the others', async () => {
      await database.profiles.put('telco', null, TELCO);
      const writes = Array.from({ length: 8 }, (_, index) =>
        database.profiles.put('telco', 1, { ...TELCO, weights: { latency: index + 2 } }),
      );
      const results = await Promise.allSettled(writes);

      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))).toEqual(
        Array(7).fill(expect.objectContaining(refusal('conflict', 'profile.generation_conflict'))),
      );
      expect((await database.profiles.current('telco'))?.generation).toBe(2);
    });
  });

  describe('deleting', () => {
    it('takes the profile out of sight and leaves its versions', async () => {
      await database.profiles.put('telco', null, TELCO);
      await database.profiles.delete('telco');

      expect(await database.profiles.current('telco')).toBeNull();
      expect((await database.profiles.list(10, null)).items).toEqual([]);
      expect(await database.profiles.version('telco', 1)).toMatchObject(TELCO);
      expect(await database.profiles.version('telco', 2)).toBeNull();
    });

    it('lets one of the same name go on counting', async () => {
      await database.profiles.put('telco', null, TELCO);
      await database.profiles.delete('telco');

      expect(await database.profiles.put('telco', null, TELCO)).toMatchObject({
        created: true,
        profile: { version: 3 },
      });
    });

    it('refuses what is not there, and what comes with the product', async () => {
      await database.profiles.install([PROFILES.balanced]);

      await expect(database.profiles.delete('telco')).rejects.toMatchObject(refusal('not_found', 'profile.not_found'));
      await expect(database.profiles.delete('balanced')).rejects.toMatchObject(refusal('conflict', 'profile.built_in'));
    });
  });

  it('lists what is current by name, page by page', async () => {
    for (const name of ['b', 'a', 'C']) await database.profiles.put(name, null, TELCO);
    await database.profiles.put('b', 1, PACKED);
    const list = async (limit: number, marker: string | null) => {
      const { items, nextMarker } = await database.profiles.list(limit, marker);
      return { listed: items.map(({ name, version }) => `${name} ${version}`), nextMarker };
    };

    expect(await list(2, null)).toEqual({ listed: ['C 1', 'a 1'], nextMarker: 'a' });
    expect(await list(2, 'a')).toEqual({ listed: ['b 2'], nextMarker: null });
    await expect(list(2, 'nobody')).rejects.toMatchObject(refusal('invalid', 'query.marker_unknown'));
  });

  describe('bringing in what comes with the product', () => {
    const later: Profile = { ...PROFILES.balanced, packs: true };

    it('makes first versions, once, however many processes start at a time', async () => {
      await Promise.all(Array.from({ length: 4 }, () => database.profiles.install(Object.values(PROFILES))));

      const { items } = await database.profiles.list(10, null);
      expect(items.map(({ name, version, builtIn }) => [name, version, builtIn])).toEqual(
        ['balanced', 'density', 'latency', 'throughput'].map((name) => [name, 1, true]),
      );
      expect(await database.profiles.current('balanced')).toMatchObject(PROFILES.balanced);
    });

    it('makes the next version of one that a later release changed, and never goes back for an older one', async () => {
      await database.profiles.install([PROFILES.balanced]);
      await database.profiles.install([later]);
      await database.profiles.install([PROFILES.balanced]);

      expect(await database.profiles.current('balanced')).toMatchObject({ version: 2, packs: true });
    });

    it('leaves what an operator wrote over it', async () => {
      await database.profiles.install([PROFILES.balanced]);
      await database.profiles.put('balanced', 1, TELCO);
      await database.profiles.install([later]);

      expect(await database.profiles.current('balanced')).toMatchObject({ ...TELCO, version: 2, builtIn: true });
    });
  });

  describe('the database itself', () => {
    const sql = (text: string) => database.sql.query(text);

    it.each([
      ['a change of a version', `UPDATE profile SET document = '{}'`],
      ['an end of a version', `DELETE FROM profile`],
      ['a gap', `INSERT INTO profile (name, generation, origin, document) VALUES ('telco', 3, 'operator', '{}')`],
      ['a version 0', `INSERT INTO profile (name, generation, origin, document) VALUES ('x', 0, 'operator', '{}')`],
      ['one that begins with its end', `INSERT INTO profile (name, generation, origin) VALUES ('x', 1, 'operator')`],
    ])('refuses %s', async (_what, text) => {
      await database.profiles.put('telco', null, TELCO);

      await expect(sql(text)).rejects.toMatchObject({ code: expect.stringMatching(/^23/) as string });
    });
  });
});
