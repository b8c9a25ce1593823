import type { ComputeClaim, Inventory } from '@iopath/core';
import { aNumaNode, anInventory, aPf, aPlacement } from '@iopath/testing';
import { StaleSnapshotError } from '@iopath/usecases';
import { Client } from 'pg';
import { aCellRow, LedgerRows } from '../../../test/support/ledger-rows';
import { addRequest, commit, openSpecDatabase, type SpecDatabase } from '../../../test/support/spec-database';

const PF = '0000:3b:00.0';
const HOST = 'compute-1';

/** Two NUMA nodes of 4 shared and 4 dedicated CPUs, 10,000 MiB and 8 pages of 2 MiB each; one PF of 10 Gbit/s. */
const inventory = anInventory({
  allocationRatios: { cpu: 2, ram: 1.5, disk: 1 },
  localDisk: { totalGib: 100, kind: 'ssd' },
  cpuSharedSet: [0, 1, 2, 3, 8, 9, 10, 11],
  cpuDedicatedSet: [4, 5, 6, 7, 12, 13, 14, 15],
  numaNodes: [0, 1].map((id) =>
    aNumaNode({
      id,
      cpus: Array.from({ length: 8 }, (_, cpu) => 8 * id + cpu),
      memoryMib: 10_000,
      distances: [10, 20],
      pages: [{ sizeKib: 2_048, total: 8 }],
    }),
  ),
  pfs: [aPf(4, { linkSpeedMbps: 10_000, packetRateKpps: 1_000 })],
});

/** Every row is written by raw SQL: what no code path can break, because the database itself refuses. */
describe('amounts in the ledger', () => {
  let database: SpecDatabase;
  let rows: LedgerRows;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.clear();
    await database.hosts.putInventory(HOST, null, inventory);
    rows = new LedgerRows(database.sql, await addRequest(database));
  });

  const usedOf = async (resource: string, place = '', hostName = HOST): Promise<number | null> => {
    const found = await database.sql.query<{ used: string }>(
      'SELECT used FROM host_capacity WHERE host_name = $1 AND resource = $2 AND place = $3',
      [hostName, resource, place],
    );
    return found.rows[0] === undefined ? null : Number(found.rows[0].used);
  };

  const refused: unknown = expect.objectContaining({ code: '23514', constraint: 'host_capacity_used_check' });

  it('are none of memory that nobody knows', async () => {
    const unknown = inventory.numaNodes.map((node) => (node.id === 1 ? { ...node, memoryMib: null } : node));
    await database.hosts.putInventory(HOST, 1, { ...inventory, numaNodes: unknown });
    const { rows: found } = await database.sql.query<{ place: string; capacity: string }>(
      `SELECT place, capacity FROM host_capacity WHERE host_name = $1 AND resource = 'cell_pinned_memory_mib' ORDER BY place`,
      [HOST],
    );

    expect(found.map(({ place, capacity }) => `${place} ${capacity}`)).toEqual(['0 10000', '1 0']);
  });

  describe('are never above what there is:', () => {
    it.each`
      resource                                 | all
      ${'vCPUs'}                               | ${{ vcpus: 16 }}
      ${'dedicated CPUs'}                      | ${{ pcpus: 8 }}
      ${'memory'}                              | ${{ memoryMib: 30_000 }}
      ${'disk'}                                | ${{ diskGib: 100 }}
      ${'vCPUs that float on a NUMA node'}     | ${{ cells: [aCellRow({ sharedVcpus: 8 })] }}
      ${'memory of a NUMA node'}               | ${{ cells: [aCellRow({ memoryMib: 15_000 })] }}
      ${'memory of pinned VMs on a NUMA node'} | ${{ cells: [aCellRow({ memoryMib: 10_000, pinnedCpus: [4] })] }}
      ${'huge pages of a NUMA node'}           | ${{ cells: [aCellRow({ memoryMib: 16, pageSizeKib: 2_048 })] }}
    `('$resource', async ({ all }: { all: Partial<ComputeClaim> }) => {
      const one = {
        ...(all.vcpus === undefined ? {} : { vcpus: 1 }),
        ...(all.pcpus === undefined ? {} : { pcpus: 1 }),
        ...(all.memoryMib === undefined ? {} : { memoryMib: 1 }),
        ...(all.diskGib === undefined ? {} : { diskGib: 1 }),
        cells: (all.cells ?? []).map((full) => ({
          ...full,
          sharedVcpus: Math.min(1, full.sharedVcpus),
          memoryMib: Math.min(1, full.memoryMib),
          pinnedCpus: full.pinnedCpus.map((cpu) => cpu + 1),
        })),
      };
      const id = await rows.reservation(all);

      await expect(rows.reservation(one)).rejects.toEqual(refused);
      await database.sql.query(`UPDATE reservation SET state = 'released' WHERE id = $1`, [id]);
      await expect(rows.reservation(one)).resolves.toBeDefined();
    });

    it.each`
      resource         | all                            | one
      ${'bandwidth'}   | ${{ bandwidth_mbps: 10_000 }}  | ${{ bandwidth_mbps: 1 }}
      ${'packet rate'} | ${{ packet_rate_kpps: 1_000 }} | ${{ packet_rate_kpps: 1 }}
    `('$resource of a PF', async ({ all, one }: Record<string, Record<string, unknown>>) => {
      await rows.allocation(all ?? {});

      await expect(rows.allocation(one ?? {})).rejects.toEqual(refused);
      await database.sql.query(`UPDATE allocation SET state = 'expired'`);
      await expect(rows.allocation(one ?? {})).resolves.toBeDefined();
    });

    it.each`
      what                 | takes
      ${'a NUMA node'}     | ${{ cells: [aCellRow({ hostNode: 7, memoryMib: 1 })] }}
      ${'pages of a size'} | ${{ cells: [aCellRow({ memoryMib: 1_024, pageSizeKib: 1_048_576 })] }}
    `('nor taken of $what that the host has not', async ({ takes }: { takes: Partial<ComputeClaim> }) => {
      await expect(rows.reservation(takes)).rejects.toEqual(refused);
    });

    it('when a hold grows or is moved here', async () => {
      await database.hosts.putInventory('compute-2', null, inventory);
      const small = await rows.reservation({ vcpus: 1 });
      const elsewhere = await rows.reservation({ vcpus: 10 }, { host_name: 'compute-2' });
      await rows.reservation({ vcpus: 15 });
      const { sql } = database;

      const grown = `UPDATE reservation SET vcpus = 2, compute = compute || '{"vcpus": 2}' WHERE id = $1`;
      await expect(sql.query(grown, [small])).rejects.toEqual(refused);
      const moved = 'UPDATE reservation SET host_name = $2 WHERE id = $1';
      await expect(sql.query(moved, [elsewhere, HOST])).rejects.toEqual(refused);
    });

    it('while several sessions take the last of it at once', async () => {
      const rivals = await Promise.all(
        Array.from({ length: 8 }, async () => {
          const client = new Client({ connectionString: database.url });
          await client.connect();
          return client;
        }),
      );
      const outcomes = await Promise.allSettled(rivals.map((rival) => rows.reservation({ vcpus: 5 }, {}, rival)));
      await Promise.all(rivals.map((rival) => rival.end()));

      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
      expect(await usedOf('vcpus')).toBe(15);
    });
  });

  it('may be above what there is for a moment of one statement: two full hosts change places', async () => {
    await database.hosts.putInventory('compute-2', null, inventory);
    await rows.reservation({ vcpus: 16 });
    await rows.reservation({ vcpus: 16 }, { host_name: 'compute-2' });

    await database.sql.query(
      `UPDATE reservation SET host_name = CASE host_name WHEN 'compute-1' THEN 'compute-2' ELSE 'compute-1' END`,
    );
    expect([await usedOf('vcpus'), await usedOf('vcpus', '', 'compute-2')]).toEqual([16, 16]);
  });

  it.each`
    why                      | end
    ${'it is released'}      | ${`UPDATE reservation SET state = 'released'`}
    ${'it expires'}          | ${`UPDATE reservation SET state = 'expired'`}
    ${'somebody deletes it'} | ${'DELETE FROM reservation'}
  `('are given back when $why', async ({ end }: { end: string }) => {
    await rows.reservation({
      vcpus: 2,
      memoryMib: 7,
      cells: [aCellRow({ sharedVcpus: 2, memoryMib: 7, pageSizeKib: 2_048 })],
    });
    expect([await usedOf('vcpus'), await usedOf('memory_mib'), await usedOf('cell_pages', '0/2048')]).toEqual([
      2, 7, 4,
    ]);

    await database.sql.query(end);
    expect([await usedOf('vcpus'), await usedOf('memory_mib'), await usedOf('cell_pages', '0/2048')]).toEqual([
      0, 0, 0,
    ]);
  });

  it('stay taken when a hold is confirmed', async () => {
    await rows.reservation({ vcpus: 2 });
    await database.sql.query(`UPDATE reservation SET state = 'confirmed', server_id = 's', expires_at = NULL`);

    expect(await usedOf('vcpus')).toBe(2);
  });

  it('stay taken by an orphan, while its host is gone too and when it is back', async () => {
    await rows.reservation({ vcpus: 14 }, { state: 'orphaned', server_id: 's', expires_at: null });
    await database.sql.query('DELETE FROM host');
    await database.hosts.putInventory(HOST, null, inventory);

    await expect(rows.reservation({ vcpus: 3 })).rejects.toEqual(refused);
    await expect(rows.reservation({ vcpus: 2 })).resolves.toBeDefined();
  });

  describe('under another inventory', () => {
    const put = (changed: Inventory) => database.hosts.putInventory(HOST, 1, changed);

    it('may be more than there is, and then nothing more is taken until enough is given back', async () => {
      const ids = [await rows.reservation({ vcpus: 8 }), await rows.reservation({ vcpus: 4 })];
      await put({ ...inventory, allocationRatios: { ...inventory.allocationRatios, cpu: 1 } });

      await expect(rows.reservation({ vcpus: 1 })).rejects.toEqual(refused);
      await expect(rows.reservation({ memoryMib: 1 })).resolves.toBeDefined();
      await database.sql.query(`UPDATE reservation SET state = 'released' WHERE id = $1`, [ids[0]]);
      await expect(rows.reservation({ vcpus: 4 })).resolves.toBeDefined();
      await expect(rows.reservation({ vcpus: 1 })).rejects.toEqual(refused);
    });

    it('are still known when a PF is gone and comes back', async () => {
      await rows.allocation({ bandwidth_mbps: 6_000 });
      await put({ ...inventory, pfs: [] });
      await expect(rows.allocation({ bandwidth_mbps: 1 })).rejects.toEqual(refused);
      await database.hosts.putInventory(HOST, 2, inventory);

      await expect(rows.allocation({ bandwidth_mbps: 4_001 })).rejects.toEqual(refused);
      await expect(rows.allocation({ bandwidth_mbps: 4_000 })).resolves.toBeDefined();
    });

    it('have no row for a place that is gone and holds nothing', async () => {
      await put({ ...inventory, pfs: [] });

      expect(await usedOf('pf_bandwidth_mbps', PF)).toBeNull();
    });

    it('are bounded by it whoever writes it, a worker of before included', async () => {
      await database.sql.query(
        `UPDATE host SET inventory = jsonb_set(inventory, '{allocationRatios,cpu}', '1') WHERE host_name = $1`,
        [HOST],
      );

      await expect(rows.reservation({ vcpus: 9 })).rejects.toEqual(refused);
    });

    it('are not bounded where the capacity is not known', async () => {
      await put({ ...inventory, localDisk: null });

      await expect(rows.reservation({ diskGib: 1_000_000 })).resolves.toBeDefined();
    });
  });

  describe('and the CPUs that VMs pin', () => {
    const pinning = (...pinnedCpus: number[]) => ({ cells: [aCellRow({ pinnedCpus })] });
    const pinnedTwice: unknown = expect.objectContaining({ constraint: 'reservation_pinned_cpus_excl' });

    it('are pinned by one live VM each', async () => {
      await rows.reservation(pinning(4, 6));

      await expect(rows.reservation(pinning(5, 7))).resolves.toBeDefined();
      await expect(
        rows.reservation({ cells: [aCellRow(), aCellRow({ hostNode: 1, pinnedCpus: [6] })] }),
      ).rejects.toEqual(pinnedTwice);
    });

    it('are free again when their VM ends, and are others on another host', async () => {
      await database.hosts.putInventory('compute-2', null, inventory);
      await rows.reservation(pinning(4), { state: 'released' });
      await rows.reservation(pinning(4), { host_name: 'compute-2' });

      await expect(rows.reservation(pinning(4))).resolves.toBeDefined();
    });
  });

  it.each`
    rule                                     | columns
    ${'what is added up is what is planned'} | ${{ vcpus: 1 }}
    ${'no cell takes less than nothing'}     | ${{ compute: { cells: [aCellRow({ memoryMib: -1 })] } }}
    ${'a cell says what it takes'}           | ${{ compute: { cells: [{ hostNode: 0 }] } }}
  `(
    'are read from a claim of which it is true that $rule',
    async ({ columns }: { columns: Record<string, unknown> }) => {
      const violation: unknown = expect.objectContaining({ constraint: 'reservation_compute_check' });

      await expect(rows.reservation({}, columns)).rejects.toEqual(violation);
    },
  );

  it('make a plan stale that asks for more than is left', async () => {
    await rows.reservation({ vcpus: 15 });
    const id = await addRequest(database);

    await expect(commit(database, id, [aPlacement(HOST, 1)])).rejects.toThrow(StaleSnapshotError);
    expect(await usedOf('memory_mib')).toBe(0);
  });
});
