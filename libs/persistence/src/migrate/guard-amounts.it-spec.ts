import { randomUUID } from 'node:crypto';
import { anInventory, aVmRequest } from '@iopath/testing';
import { PROFILES } from '@iopath/core';
import { type EarlierDatabase, openDatabaseBefore } from '../../../../test/support/earlier-database';

/** Hosts and holds that were there before the database kept amounts are counted like all others. */
describe('a database from before amounts were kept', () => {
  let database: EarlierDatabase;

  beforeEach(async () => (database = await openDatabaseBefore('20261121101000_guard_amounts')));
  afterEach(() => database.close());

  const addHold = async (state: string, hostNode: number): Promise<void> => {
    const { sql } = database;
    const recommendation = randomUUID();
    await sql.query(
      `INSERT INTO recommendation (id, project_id, name, request, profile) VALUES ($1, 'p1', 'vm', $2, $3)`,
      [recommendation, aVmRequest(), PROFILES.balanced],
    );
    const cells = [{ hostNode, sharedVcpus: 1, pinnedCpus: [3], memoryMib: 512, pageSizeKib: 4 }];
    await sql.query(
      `INSERT INTO reservation (id, recommendation_id, member, project_id, host_name, state, compute,
                                vcpus, pcpus, memory_mib, disk_gib, expires_at)
       VALUES ($1, $2, 0, 'p1', 'compute-1', $3, $4, 1, 1, 512, 0, now() + interval '1 hour')`,
      [randomUUID(), recommendation, state, { vcpus: 1, pcpus: 1, memoryMib: 512, diskGib: 0, cells }],
    );
  };

  it('has what each host offers, and what live holds take of it', async () => {
    const { sql } = database;
    await sql.query(
      `INSERT INTO host (host_name, state, generation, version, aggregates, pfs, vfs, inventory, inventory_hash)
       VALUES ('compute-1', 'active', 1, 1, '{}', 1, 4, $1, 'before')`,
      [JSON.stringify(anInventory())],
    );
    await addHold('reserved', 0);
    await addHold('released', 0);
    await database.bringUpToDate();
    const { rows } = await sql.query<{ row: string }>(
      `SELECT resource || ' ' || place || ': ' || used || ' of ' || coalesce(capacity::text, '?') AS row
       FROM host_capacity ORDER BY resource, place`,
    );

    expect(rows.map(({ row }) => row)).toEqual([
      'cell_memory_mib 0: 512 of 262144',
      'cell_pinned_memory_mib 0: 512 of 262144',
      'cell_shared_vcpus 0: 1 of 128',
      'disk_gib : 0 of 10000',
      'memory_mib : 512 of 262144',
      'pcpus : 1 of 0',
      'pf_bandwidth_mbps 0000:3b:00.0: 0 of 25000',
      'pf_packet_rate_kpps 0000:3b:00.0: 0 of ?',
      'vcpus : 1 of 128',
    ]);
  });
});
