import { aVfTake } from '@iopath/testing';
import {
  addHost,
  addRequest,
  allocationOf,
  allocationsOf,
  onHost,
  openSpecDatabase,
  refusal,
  reserve,
  SOON_MS,
  type SpecDatabase,
  versionOf,
} from '../../../test/support/spec-database';

const VF = '0000:3b:01.2';
const DATA = aVfTake(VF);
const STORAGE = { ...aVfTake('0000:3b:02.2'), device: 'storage' };
const NO_ID = '00000000-0000-4000-8000-000000000000';
const ANY = { hostName: null, projectId: null, state: null };

describe('allocation store', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.clear();
    await addHost(database);
  });

  const reserveOn = async (devices = [DATA], ttlMs = SOON_MS) =>
    reserve(database, [await onHost(database, 'compute-1', devices)], ttlMs);

  const statesOf = async (id: string) => {
    const { reservations, allocations } = (await database.recommendations.get(id)) ?? {
      reservations: [],
      allocations: [],
    };
    return [...reservations, ...allocations].map(({ state }) => state);
  };

  describe('confirming a device', () => {
    it('binds it to the server for good, and moves its generation', async () => {
      const { id, generation } = await allocationOf(database, await reserveOn());

      expect(await database.allocations.confirm(id, 'server-1', generation)).toMatchObject({
        state: 'confirmed',
        serverId: 'server-1',
        generation: generation + 1,
        expiresAtMs: null,
      });
    });

    it('confirms the VM’s reservation and its other devices with it, or they would expire under the VM', async () => {
      const recommendation = await reserveOn([DATA, STORAGE]);

      await database.allocations.confirm((await allocationOf(database, recommendation)).id, 'server-1', null);

      expect(await statesOf(recommendation)).toEqual(['confirmed', 'confirmed', 'confirmed']);
      expect(await allocationOf(database, recommendation, 'storage')).toMatchObject({ serverId: 'server-1' });
    });

    it('leaves the host’s version, for the claim is the same', async () => {
      const { id } = await allocationOf(database, await reserveOn());
      const version = await versionOf(database, 'compute-1');

      await database.allocations.confirm(id, 'server-1', null);

      expect(await versionOf(database, 'compute-1')).toBe(version);
    });

    it('changes nothing when repeated for the same server, though the generation named is the old one', async () => {
      const { id } = await allocationOf(database, await reserveOn());
      const first = await database.allocations.confirm(id, 'server-1', 1);

      expect(await database.allocations.confirm(id, 'server-1', 1)).toEqual(first);
    });

    it('is refused for another server', async () => {
      const { id } = await allocationOf(database, await reserveOn());
      await database.allocations.confirm(id, 'server-1', null);

      await expect(database.allocations.confirm(id, 'server-2', null)).rejects.toMatchObject(
        refusal('conflict', 'allocation.confirmed_for_another_server'),
      );
    });

    it('goes to one of two rival servers', async () => {
      const { id } = await allocationOf(database, await reserveOn());

      const outcomes = await Promise.allSettled(
        ['server-1', 'server-2'].map((server) => database.allocations.confirm(id, server, 1)),
      );

      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('is refused at another generation', async () => {
      const { id } = await allocationOf(database, await reserveOn());

      await expect(database.allocations.confirm(id, 'server-1', 7)).rejects.toMatchObject(
        refusal('conflict', 'allocation.generation_conflict'),
      );
    });

    it('is refused when the time is up though nobody swept, and gives everything back', async () => {
      const recommendation = await reserveOn([DATA, STORAGE], -1);
      const { id } = await allocationOf(database, recommendation);
      const version = await versionOf(database, 'compute-1');

      await expect(database.allocations.confirm(id, 'server-1', null)).rejects.toMatchObject(
        refusal('conflict', 'allocation.expired'),
      );

      expect(await statesOf(recommendation)).toEqual(['expired', 'expired', 'expired']);
      expect(await versionOf(database, 'compute-1')).toBe(version + 1);
    });

    it('is refused after expiry and after release', async () => {
      const expired = await allocationOf(database, await reserveOn([DATA], -1));
      await database.allocations.expireDue();
      const released = await allocationOf(database, await reserveOn());
      await database.allocations.release(released.id);

      await expect(database.allocations.confirm(expired.id, 's', null)).rejects.toMatchObject(
        refusal('conflict', 'allocation.expired'),
      );
      await expect(database.allocations.confirm(released.id, 's', null)).rejects.toMatchObject(
        refusal('conflict', 'allocation.released'),
      );
    });

    it.each([NO_ID, 'not-an-id'])('is refused for the unknown %s', async (id) => {
      const unknown = refusal('not_found', 'allocation.not_found');

      await expect(database.allocations.confirm(id, 's', null)).rejects.toMatchObject(unknown);
      await expect(database.allocations.release(id)).rejects.toMatchObject(unknown);
      expect(await database.allocations.get(id)).toBeNull();
    });
  });

  describe('releasing a device', () => {
    it('gives that device back and moves the host; the VM keeps the others', async () => {
      const recommendation = await reserveOn([DATA, STORAGE]);
      const version = await versionOf(database, 'compute-1');

      const released = await database.allocations.release((await allocationOf(database, recommendation)).id);

      expect(released).toMatchObject({ state: 'released', generation: 2 });
      expect(await statesOf(recommendation)).toEqual(['reserved', 'released', 'reserved']);
      expect(await versionOf(database, 'compute-1')).toBe(version + 1);
    });

    it('ends the VM’s reservation with its last device', async () => {
      const recommendation = await reserveOn([DATA, STORAGE]);
      const devices = await allocationsOf(database, recommendation);

      for (const { id } of devices.values()) await database.allocations.release(id);

      expect(await statesOf(recommendation)).toEqual(['released', 'released', 'released']);
    });

    it('works on a confirmed one, and lets the next VM have the device', async () => {
      const { id } = await allocationOf(database, await reserveOn());
      await database.allocations.confirm(id, 'server-1', null);

      expect(await database.allocations.release(id)).toMatchObject({ state: 'released', serverId: 'server-1' });
      expect(await allocationOf(database, await reserveOn())).toMatchObject({ state: 'reserved', address: VF });
    });

    it('changes nothing when repeated, the host having been deleted included', async () => {
      const { id } = await allocationOf(database, await reserveOn());
      const first = await database.allocations.release(id);
      const version = await versionOf(database, 'compute-1');

      expect(await database.allocations.release(id)).toEqual(first);
      expect(await versionOf(database, 'compute-1')).toBe(version);
      await database.hosts.delete('compute-1');
      expect(await database.allocations.release(id)).toEqual(first);
    });

    it('is refused after expiry', async () => {
      const { id } = await allocationOf(database, await reserveOn([DATA], -1));
      await database.allocations.expireDue();

      await expect(database.allocations.release(id)).rejects.toMatchObject(refusal('conflict', 'allocation.expired'));
    });
  });

  describe('a whole recommendation', () => {
    const reserveTwo = async (ttlMs = SOON_MS) => {
      await addHost(database, 'compute-2');
      const placements = [await onHost(database, 'compute-1', [DATA]), await onHost(database, 'compute-2')];
      return reserve(database, placements, ttlMs, { count: 2 });
    };

    it('is confirmed at once, each VM for its own server, devices or not', async () => {
      const id = await reserveTwo();

      expect(await database.allocations.confirmRecommendation(id, ['server-1', 'server-2'])).toBe(2);

      const stored = await database.recommendations.get(id);
      expect(stored?.reservations).toMatchObject([
        { state: 'confirmed', serverId: 'server-1', expiresAtMs: null },
        { state: 'confirmed', serverId: 'server-2', expiresAtMs: null },
      ]);
      expect(stored?.allocations).toMatchObject([{ state: 'confirmed', serverId: 'server-1' }]);
      expect(await database.allocations.confirmRecommendation(id, ['server-1', 'server-2'])).toBe(0);
    });

    it('is confirmed wholly or not at all', async () => {
      const id = await reserveTwo();
      await database.allocations.confirm((await allocationOf(database, id)).id, 'server-1', null);

      await expect(database.allocations.confirmRecommendation(id, ['server-9', 'server-2'])).rejects.toMatchObject(
        refusal('conflict', 'allocation.confirmed_for_another_server'),
      );
      expect(await statesOf(id)).toEqual(['confirmed', 'reserved', 'confirmed']);
    });

    it('is not confirmed when its time is up, and given back instead', async () => {
      const id = await reserveTwo(-1);
      const expired = refusal('conflict', 'allocation.expired');

      await expect(database.allocations.confirmRecommendation(id, ['a', 'b'])).rejects.toMatchObject(expired);
      expect(await statesOf(id)).toEqual(['expired', 'expired', 'expired']);
      await expect(database.allocations.confirmRecommendation(id, ['a', 'b'])).rejects.toMatchObject(expired);
    });

    it('wants one server for each VM', async () => {
      const id = await reserveTwo();

      await expect(database.allocations.confirmRecommendation(id, ['server-1'])).rejects.toMatchObject(
        refusal('invalid', 'recommendation.server_count_mismatch'),
      );
    });

    it('is released at once, and again without effect', async () => {
      const id = await reserveTwo();
      const version = await versionOf(database, 'compute-2');

      expect(await database.allocations.releaseRecommendation(id)).toBe(2);
      expect(await database.allocations.releaseRecommendation(id)).toBe(0);
      expect(await statesOf(id)).toEqual(['released', 'released', 'released']);
      expect(await versionOf(database, 'compute-2')).toBe(version + 1);
      await expect(database.allocations.confirmRecommendation(id, ['a', 'b'])).rejects.toMatchObject(
        refusal('conflict', 'allocation.released'),
      );
    });

    it('that holds nothing, or is not known, cannot be confirmed', async () => {
      const id = await addRequest(database);

      await expect(database.allocations.confirmRecommendation(id, ['a'])).rejects.toMatchObject(
        refusal('conflict', 'recommendation.not_reserved'),
      );
      await expect(database.allocations.confirmRecommendation(NO_ID, ['a'])).rejects.toMatchObject(
        refusal('not_found', 'recommendation.not_found'),
      );
    });
  });

  describe('expiry', () => {
    it('ends what is overdue, moves the host, and leaves the rest', async () => {
      const overdue = await reserveOn([DATA], -1);
      const fresh = await reserveOn([STORAGE]);
      const version = await versionOf(database, 'compute-1');

      expect(await database.allocations.expireDue()).toBe(1);

      expect(await statesOf(overdue)).toEqual(['expired', 'expired']);
      expect(await statesOf(fresh)).toEqual(['reserved', 'reserved']);
      expect(await versionOf(database, 'compute-1')).toBe(version + 1);
    });

    it('spares what was confirmed in time', async () => {
      const recommendation = await reserveOn();
      await database.allocations.confirm((await allocationOf(database, recommendation)).id, 'server-1', null);

      expect(await database.allocations.expireDue()).toBe(0);
      expect(await statesOf(recommendation)).toEqual(['confirmed', 'confirmed']);
    });

    it('is done once by concurrent sweepers', async () => {
      await addHost(database, 'compute-2');
      for (const host of ['compute-1', 'compute-2', 'compute-1'])
        await reserve(database, [await onHost(database, host)], -1);

      const ended = await Promise.all([1, 2, 3, 4].map(() => database.allocations.expireDue()));

      expect(ended.reduce((sum, count) => sum + count)).toBe(3);
    });
  });

  describe('listing', () => {
    const ids = async (filter: Partial<typeof ANY> | object, limit = 10, marker: string | null = null) => {
      const { items, nextMarker } = await database.allocations.list({ ...ANY, ...filter }, limit, marker);
      return { ids: items.map(({ id }) => id), nextMarker };
    };

    it('gives the newest first, page by page', async () => {
      const older = await allocationOf(database, await reserveOn([DATA]));
      const newer = await allocationOf(database, await reserveOn([STORAGE]), 'storage');

      expect(await ids({}, 1)).toEqual({ ids: [newer.id], nextMarker: newer.id });
      expect(await ids({}, 1, newer.id)).toEqual({ ids: [older.id], nextMarker: null });
    });

    it('narrows by host, project and state', async () => {
      await addHost(database, 'compute-2');
      const first = await allocationOf(database, await reserveOn());
      const onOther = [await onHost(database, 'compute-2', [DATA])];
      const other = await allocationOf(database, await reserve(database, onOther, SOON_MS, { projectId: 'p2' }));
      await database.allocations.release(first.id);

      expect((await ids({ hostName: 'compute-2' })).ids).toEqual([other.id]);
      expect((await ids({ projectId: 'p1' })).ids).toEqual([first.id]);
      expect((await ids({ state: 'reserved' })).ids).toEqual([other.id]);
      expect((await ids({ state: 'reserved', projectId: 'p1' })).ids).toEqual([]);
    });

    it.each([NO_ID, 'not-an-id'])('refuses the marker %s', async (marker) => {
      await expect(database.allocations.list(ANY, 3, marker)).rejects.toMatchObject(
        refusal('invalid', 'query.marker_unknown'),
      );
    });
  });
});
