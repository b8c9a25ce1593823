import { aNumaNode, anInventory, aPf, aPlacement, aVfTake, aVmRequest } from '@iopath/testing';
import { Client } from 'pg';
import { openPersistence } from './open-persistence';
import {
  addHost,
  allocationOf,
  onHost,
  openSpecDatabase,
  reserve,
  type SpecDatabase,
  versionOf,
} from '../../../test/support/spec-database';

const VF = '0000:3b:01.2';

describe('fleet reader', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(() => database.clear());

  const changedSince = async (watermark: string | null) => {
    const { changed } = await database.fleet.changesSince(watermark);
    return changed.map(({ hostName }) => hostName);
  };

  /**
   * A watermark with nothing of this fleet behind it. Transaction ids are the whole server's, so a transaction that runs
   * in another database holds a watermark back, and what was seen is told once more.
   */
  const settledWatermark = async (): Promise<string> => {
    for (;;) {
      const { watermark } = await database.fleet.changesSince(null);
      if ((await changedSince(watermark)).length === 0) return watermark;
    }
  };

  describe('changes', () => {
    it('are the whole fleet for whoever has seen nothing, sorted by name', async () => {
      for (const name of ['c-2', 'c-1', 'c-10']) await addHost(database, name);
      await addHost(database, 'gone');
      await database.hosts.delete('gone');

      const { changed, removed } = await database.fleet.changesSince(null);

      expect(changed.map(({ hostName }) => hostName)).toEqual(['c-1', 'c-10', 'c-2']);
      expect(changed[0]).toMatchObject({
        state: 'active',
        generation: 1,
        version: 1,
        inventory: anInventory(),
        claims: [],
      });
      expect(removed).toEqual([]);
    });

    it('are nothing when nothing happened', async () => {
      await addHost(database);
      const watermark = await settledWatermark();

      expect(await database.fleet.changesSince(watermark)).toMatchObject({ changed: [], removed: [] });
    });

    it('are the hosts whose inventory, state or claims moved', async () => {
      for (const name of ['c-1', 'c-2', 'c-3', 'c-4']) await addHost(database, name);
      const watermark = await settledWatermark();

      await database.hosts.putInventory('c-1', 1, anInventory({ pfs: [aPf(2)] }));
      await database.hosts.setState('c-2', 1, 'draining');
      await reserve(database, [await onHost(database, 'c-3', [aVfTake(VF)])]);

      const { changed } = await database.fleet.changesSince(watermark);
      expect(changed.map(({ hostName }) => hostName)).toEqual(['c-1', 'c-2', 'c-3']);
      expect(changed[0]?.inventory.pfs[0]?.vfs).toHaveLength(2);
      expect(changed[1]).toMatchObject({ state: 'draining', inventory: anInventory() });
      expect(changed[2]).toMatchObject({ inventory: anInventory(), claims: [{ devices: [{ address: VF }] }] });
    });

    it('carry the inventory also to a reader that starts from another one’s watermark', async () => {
      await addHost(database);
      const { watermark } = await database.fleet.changesSince(null);
      await reserve(database, [await onHost(database, 'compute-1')]);
      const other = await openPersistence(database.url);

      const { changed } = await other.fleet.changesSince(watermark);
      await other.close();

      expect(changed).toMatchObject([{ hostName: 'compute-1', inventory: anInventory() }]);
    });

    it('show when unchanged facts were observed anew', async () => {
      await database.hosts.putInventory('compute-1', null, anInventory({ observedAtMs: 1_000 }));
      const { watermark } = await database.fleet.changesSince(null);
      await database.hosts.putInventory('compute-1', 1, anInventory({ observedAtMs: 2_000 }));

      const { changed } = await database.fleet.changesSince(watermark);

      expect(changed).toMatchObject([{ generation: 1, version: 1, inventory: { observedAtMs: 2_000 } }]);
    });

    it('name hosts that were removed, and not those that came back', async () => {
      for (const name of ['c-1', 'c-2']) await addHost(database, name);
      const { watermark } = await database.fleet.changesSince(null);
      for (const name of ['c-1', 'c-2']) await database.hosts.delete(name);
      await addHost(database, 'c-2');

      const { changed, removed } = await database.fleet.changesSince(watermark);

      expect(removed).toEqual(['c-1']);
      expect(changed.map(({ hostName }) => hostName)).toEqual(['c-2']);
    });

    it('include a write that began before the watermark was taken and committed after it', async () => {
      for (const name of ['early', 'late']) await addHost(database, name);
      const start = await settledWatermark();
      const slow = new Client({ connectionString: database.url });
      await slow.connect();
      await slow.query('BEGIN');
      await slow.query(`UPDATE host SET state = 'disabled', version = version + 1 WHERE host_name = 'early'`);
      await database.hosts.setState('late', 1, 'draining');

      const between = await database.fleet.changesSince(start);
      await slow.query('COMMIT');
      await slow.end();
      const after = await database.fleet.changesSince(between.watermark);

      expect(between.changed.map(({ hostName }) => hostName)).toEqual(['late']);
      expect(after.changed).toContainEqual(expect.objectContaining({ hostName: 'early', state: 'disabled' }));
    });

    it('are complete when they are more than one page, from nothing and from a watermark', async () => {
      await addHost(database, 'model');
      const watermark = await settledWatermark();
      await database.sql.query(`
        INSERT INTO host (host_name, state, generation, version, aggregates, pfs, vfs, inventory, inventory_hash)
        SELECT 'many-' || n, state, generation, version, aggregates, pfs, vfs, inventory, inventory_hash
        FROM host, generate_series(1, 1200) n WHERE host_name = 'model'`);

      expect(await changedSince(null)).toHaveLength(1201);
      expect(await changedSince(watermark)).toHaveLength(1200);
    });

    it('show each moment whole: a host never without the claim that moved its version', async () => {
      await addHost(database);
      let { watermark } = await database.fleet.changesSince(null);
      const first = await versionOf(database, 'compute-1');
      const torn: unknown[] = [];
      const writing = (async () => {
        for (let version = first; version < first + 25; version++) {
          await reserve(database, [aPlacement('compute-1', version)]);
        }
      })();
      let running = true;
      void writing.finally(() => (running = false));
      while (running) {
        const changes = await database.fleet.changesSince(watermark);
        watermark = changes.watermark;
        torn.push(...changes.changed.filter(({ version, claims }) => version - first !== claims.length));
      }
      await writing;

      expect(torn).toEqual([]);
    });
  });

  describe('demand for VFs', () => {
    const movedTo = (id: string, age: string) =>
      database.sql.query(
        `UPDATE allocation SET created_at = date_trunc('hour', now()) - $2::interval WHERE recommendation_id = $1`,
        [id, age],
      );
    const reserveVf = async (host: string, address: string, physicalNetwork: string | null): Promise<string> => {
      await addHost(database, host);
      return reserve(database, [await onHost(database, host, [{ ...aVfTake(address), physicalNetwork }])]);
    };

    it('counts what was reserved in the day up to the last full hour, released or not, whatever the case', async () => {
      await movedTo(await reserveVf('compute-1', VF, 'physnet1'), '1 second');
      await movedTo(await reserveVf('compute-2', VF, 'PHYSNET1'), '24 hours');
      await movedTo(await reserveVf('compute-3', VF, null), '1 hour');
      await movedTo(await reserveVf('compute-4', VF, 'physnet1'), '24 hours 1 second');
      await reserveVf('compute-5', VF, 'physnet1');
      await database.sql.query(`UPDATE reservation SET state = 'released'`);
      await database.sql.query(`UPDATE allocation SET state = 'released'`);

      expect(await database.fleet.recentVfDemand()).toEqual(
        new Map([
          ['', 1],
          ['physnet1', 2],
        ]),
      );
    });
  });

  describe('VF NICs of the last day', () => {
    const aged = (id: string, age: string) =>
      database.sql.query(`UPDATE recommendation SET created_at = now() - $2::interval WHERE id = $1`, [id, age]);
    const reserveVf = async (host: string, physicalNetwork: string | null): Promise<string> => {
      await addHost(database, host);
      return reserve(database, [await onHost(database, host, [{ ...aVfTake(VF), physicalNetwork }])]);
    };

    it('are those that were given one, by network and by the vCPUs of their VM, whatever became of them', async () => {
      const { vcpus } = aVmRequest().flavor;
      await reserveVf('compute-1', 'physnet1');
      await reserveVf('compute-2', 'PHYSNET1');
      await reserveVf('compute-3', null);
      await aged(await reserveVf('compute-4', 'physnet1'), '25 hours');
      await database.sql.query(`UPDATE reservation SET state = 'released'`);
      await database.sql.query(`UPDATE allocation SET state = 'released'`);

      expect(await database.fleet.recentVfNics()).toEqual([
        { physicalNetwork: '', vcpus, placed: 1, unplaced: 0 },
        { physicalNetwork: 'physnet1', vcpus, placed: 2, unplaced: 0 },
      ]);
    });
  });

  describe('claims', () => {
    it('say what a reservation takes of CPUs, memory and devices, without the guest’s own pinning', async () => {
      const node = aNumaNode({ pages: [{ sizeKib: 1_048_576, total: 2 }] });
      await database.hosts.putInventory(
        'compute-1',
        null,
        anInventory({ cpuSharedSet: [0], cpuDedicatedSet: [4, 5], numaNodes: [node] }),
      );
      const cell = { hostNode: 0, sharedVcpus: 0, pinnedCpus: [4, 5], memoryMib: 2048, pageSizeKib: 1_048_576 };
      const placement = await onHost(database, 'compute-1', [{ ...aVfTake(VF), bandwidthMbps: 10_000 }]);
      const compute = { ...placement.compute, pcpus: 2, cells: [{ ...cell, guestCell: 0, pinning: { 0: 4, 1: 5 } }] };
      const constraints = {
        availabilityZone: null,
        includeHosts: null,
        excludeHosts: [],
        aggregates: [],
        group: { id: 'web', policy: 'anti-affinity' as const },
      };
      const id = await reserve(database, [{ ...placement, compute }], undefined, { constraints });
      const recommendation = await database.recommendations.get(id);

      const [host] = await database.fleet.read(['compute-1', 'nobody']);

      expect(host?.claims).toEqual([
        {
          reservationId: recommendation?.reservations[0]?.id,
          projectId: 'p1',
          vcpus: 2,
          pcpus: 2,
          memoryMib: 2048,
          diskGib: 20,
          cells: [cell],
          devices: [{ kind: 'vf', address: VF, pfAddress: '0000:3b:00.0', bandwidthMbps: 10_000, packetRateKpps: 0 }],
          groupId: 'web',
        },
      ]);
      expect(await database.fleet.hostsOfGroup('web')).toEqual(['compute-1']);
    });

    it('end with the reservation, and lose a device with its allocation', async () => {
      await addHost(database);
      const devices = [aVfTake(VF), { ...aVfTake('0000:3b:02.2'), device: 'storage' }];
      const id = await reserve(database, [await onHost(database, 'compute-1', devices)]);

      await database.allocations.release((await allocationOf(database, id, 'data')).id);
      const [partly] = await database.fleet.read(['compute-1']);
      await database.allocations.releaseRecommendation(id);
      const [wholly] = await database.fleet.read(['compute-1']);

      expect(partly?.claims).toMatchObject([{ devices: [{ address: '0000:3b:02.2' }] }]);
      expect(wholly?.claims).toEqual([]);
    });
  });

  it('knows the physical networks of PFs and bridges whatever their case, and forgets them with the inventory', async () => {
    await addHost(database);
    const names = ['PhysNet1', 'physnet2'];

    expect(await database.fleet.unknownPhysicalNetworks(names)).toEqual(['physnet2']);
    const pfs = [aPf(0, { physicalNetwork: 'PHYSNET2' })];
    await database.hosts.putInventory('compute-1', 1, anInventory({ pfs, bridges: [] }));
    expect(await database.fleet.unknownPhysicalNetworks(names)).toEqual(['PhysNet1']);
    await database.hosts.delete('compute-1');
    expect(await database.fleet.unknownPhysicalNetworks(names)).toEqual(names);
  });
});
