import { buildFleet, compileHost, decideAgain, decideRequest, type HostClaim, type Inventory } from '@iopath/core';
import {
  aCellClaim,
  aForeignClaim,
  anInventory,
  aNicRequest,
  aNumaNode,
  aPf,
  aPfClaim,
  aVfClaim,
  aVmRequest,
  noExplanation,
} from '@iopath/testing';
import { StaleSnapshotError } from '@iopath/usecases';
import { Client } from 'pg';
import { aCellRow, LedgerRows } from '../../../test/support/ledger-rows';
import { addRequest, openSpecDatabase, SOON_MS, type SpecDatabase } from '../../../test/support/spec-database';

const HOST = 'compute-1';
const PF = '0000:3b:00.0';
const POLICY = { release: '2025.1' } as const;
const NOW_MS = 1_795_000_000_000;
const SERVER = aForeignClaim().reservationId;

const twoPfs = [aPf(4), aPf(4, { address: '0000:5e:00.0', iommuGroup: 99, vfs: [] })];
const inventory = anInventory({
  allocationRatios: { cpu: 1, ram: 1, disk: 1 },
  reserved: { cpus: 0, memoryMib: 0, diskGib: 0 },
  cpuSharedSet: [0, 1, 2, 3],
  cpuDedicatedSet: [4, 5, 6, 7],
  numaNodes: [aNumaNode({ cpus: [0, 1, 2, 3, 4, 5, 6, 7], memoryMib: 8192 })],
  pfs: twoPfs,
});
const [VF_0 = '', VF_1 = '', VF_2 = '', VF_3 = ''] = inventory.pfs[0]?.vfs.map(({ address }) => address) ?? [];

/** What our holds may take beside servers that Nova runs. Rows are written by raw SQL: the database itself refuses. */
describe('beside a server that the advisor did not place', () => {
  let database: SpecDatabase;
  let rows: LedgerRows;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.clear();
    await database.hosts.putInventory(HOST, null, inventory);
    rows = new LedgerRows(database.sql, await addRequest(database));
  });

  const put = (...claims: HostClaim[]) => database.cloudServers.putHost(HOST, [], claims, NOW_MS);
  const vf = (address: string, columns: Record<string, unknown> = {}) =>
    rows.allocation({ device_address: address, ...columns });
  const pf = () => rows.allocation({ kind: 'pf', device_address: PF });

  const deviceTaken: unknown = expect.objectContaining({ code: '23P01', constraint: 'allocation_not_foreign' });
  const cpuTaken: unknown = expect.objectContaining({ code: '23P01', constraint: 'reservation_cpus_not_foreign' });
  const amountTaken: unknown = expect.objectContaining({ code: '23514', constraint: 'host_capacity_used_check' });

  it('nobody takes its VF, nor the PF of it, and another VF is free', async () => {
    await put(aForeignClaim({ devices: [aVfClaim(VF_0, PF)] }));

    await expect(vf(VF_0)).rejects.toEqual(deviceTaken);
    await expect(pf()).rejects.toEqual(deviceTaken);
    await expect(vf(VF_1)).resolves.toBeDefined();
  });

  it('nobody takes a VF of its PF', async () => {
    await put(aForeignClaim({ devices: [aPfClaim(PF)] }));

    await expect(vf(VF_0)).rejects.toEqual(deviceTaken);
  });

  it('as many VFs stay free as it holds without anybody knowing which', async () => {
    const somewhere = [{ count: 2, among: [{ kind: 'vf', address: PF } as const] }];
    await put(aForeignClaim({ somewhere }));

    await expect(pf()).rejects.toEqual(deviceTaken);
    await vf(VF_3);
    await vf(VF_0);
    await expect(vf(VF_1)).rejects.toEqual(deviceTaken);
    await put(aForeignClaim({ somewhere: [{ count: 1, among: [{ kind: 'vf', address: PF }] }] }));
    await expect(vf(VF_1)).resolves.toBeDefined();
    await expect(vf(VF_2)).rejects.toEqual(deviceTaken);
  });

  it('what it holds on one of several PFs, nobody knows which, is refused to nobody here', async () => {
    const among = twoPfs.map(({ address }) => ({ kind: 'vf', address }) as const);
    await put(aForeignClaim({ somewhere: [{ count: 4, among }] }));

    await expect(vf(VF_0)).resolves.toBeDefined();
  });

  it('nobody pins its CPUs', async () => {
    await put(aForeignClaim({ pcpus: 2, cells: [aCellClaim({ sharedVcpus: 0, pinnedCpus: [4, 5] })] }));

    await expect(rows.reservation({ cells: [aCellRow({ pinnedCpus: [5, 6] })] })).rejects.toEqual(cpuTaken);
    await expect(rows.reservation({ cells: [aCellRow({ pinnedCpus: [6, 7] })] })).resolves.toBeDefined();
  });

  it.each`
    resource              | taken                                                                         | ours                                         | less
    ${'vCPUs'}            | ${{ vcpus: 3 }}                                                               | ${{ vcpus: 2 }}                              | ${{ vcpus: 1 }}
    ${'dedicated CPUs'}   | ${{ pcpus: 3 }}                                                               | ${{ pcpus: 2 }}                              | ${{ pcpus: 1 }}
    ${'memory'}           | ${{ memoryMib: 8000 }}                                                        | ${{ memoryMib: 193 }}                        | ${{ memoryMib: 192 }}
    ${'memory of a node'} | ${{ memoryMib: 0, cells: [aCellClaim({ memoryMib: 8000, sharedVcpus: 0 })] }} | ${{ cells: [aCellRow({ memoryMib: 193 })] }} | ${{ cells: [aCellRow({ memoryMib: 192 })] }}
    ${'shared CPUs'}      | ${{ vcpus: 0, cells: [aCellClaim({ memoryMib: 0, sharedVcpus: 3 })] }}        | ${{ cells: [aCellRow({ sharedVcpus: 2 })] }} | ${{ cells: [aCellRow({ sharedVcpus: 1 })] }}
  `('no more $resource are taken than it leaves', async ({ taken, ours, less }: Record<string, Partial<HostClaim>>) => {
    await put(aForeignClaim({ vcpus: 0, memoryMib: 0, diskGib: 0, ...taken }));

    await expect(rows.reservation(ours as object)).rejects.toEqual(amountTaken);
    await expect(rows.reservation(less as object)).resolves.toBeDefined();
  });

  it('bandwidth of its PF is taken as far as it leaves some', async () => {
    const { linkSpeedMbps } = inventory.pfs[0] as Inventory['pfs'][number];
    await put(aForeignClaim({ devices: [aVfClaim(VF_0, PF, (linkSpeedMbps ?? 0) - 1_000)] }));

    await expect(vf(VF_1, { bandwidth_mbps: 1_001 })).rejects.toEqual(amountTaken);
    await expect(vf(VF_1, { bandwidth_mbps: 1_000 })).resolves.toBeDefined();
  });

  it('what is real is never refused: it may take what we gave away, and more than there is', async () => {
    await vf(VF_0);
    await rows.reservation({ vcpus: 4, cells: [aCellRow({ pinnedCpus: [4] })] });

    await expect(
      put(
        aForeignClaim({
          vcpus: 40,
          devices: [aVfClaim(VF_0, PF), aVfClaim('0000:ff:00.1', '0000:ff:00.0', 5)],
          cells: [aCellClaim({ pinnedCpus: [4] }), aCellClaim({ hostNode: 9 })],
        }),
      ),
    ).resolves.toBe(1);
    await expect(rows.reservation({ vcpus: 1 })).rejects.toEqual(amountTaken);
    // What was given away is still given back, and a hold goes through its states.
    await database.sql.query(`UPDATE reservation SET state = 'released'`);
    await database.sql.query(`UPDATE allocation SET state = 'released'`);
    await put();
    expect(await foreignUsed()).toBe(0);
    await expect(rows.reservation({ vcpus: 4 })).resolves.toBeDefined();
  });

  it('a hold is confirmed for it although it has the device and the CPUs already, and its VF is put right', async () => {
    const reservation = await rows.reservation({ vcpus: 4, cells: [aCellRow({ pinnedCpus: [4] })] });
    const allocation = await rows.allocation({ reservation_id: reservation, device_address: VF_0 });
    await put(aForeignClaim({ vcpus: 4, devices: [aVfClaim(VF_1, PF)], cells: [aCellClaim({ pinnedCpus: [4] })] }));
    expect(await foreignUsed('vcpus')).toBe(4);

    const confirmed = `state = 'confirmed', server_id = $1, expires_at = NULL`;
    await database.sql.query('BEGIN');
    await database.sql.query(`UPDATE reservation SET ${confirmed}`, [SERVER]);
    await database.sql.query(`UPDATE allocation SET ${confirmed}`, [SERVER]);
    await database.sql.query('UPDATE allocation SET device_address = $2 WHERE id = $1', [allocation, VF_1]);
    await database.sql.query('COMMIT');
    expect(await foreignUsed('vcpus')).toBe(0);
    await expect(vf(VF_0)).resolves.toBeDefined();
  });

  it('a host that comes back finds the servers that were seen there meanwhile', async () => {
    await database.hosts.delete(HOST);
    await put(aForeignClaim({ vcpus: 3 }));
    await database.hosts.putInventory(HOST, null, inventory);

    await expect(rows.reservation({ vcpus: 2 })).rejects.toEqual(amountTaken);
    await expect(rows.reservation({ vcpus: 1 })).resolves.toBeDefined();
  });

  it('an inventory without the place where it takes something keeps the place until it is gone', async () => {
    await put(aForeignClaim({ cells: [aCellClaim({ hostNode: 0 })], devices: [aVfClaim(VF_0, PF, 7)] }));
    await database.hosts.putInventory(HOST, 1, anInventory({ ...inventory, pfs: [] }));
    expect(await foreignUsed('pf_bandwidth_mbps')).toBe(7);
    await put();

    expect(await foreignUsed('pf_bandwidth_mbps')).toBe(0);
  });

  it('audits find nothing; what was tampered with they find and put right', async () => {
    const audits = async (repair: boolean): Promise<readonly string[]> => {
      const found: string[] = [];
      await database.audits.inspect(repair, ({ code, subject }) => found.push(`${code} ${subject}`));
      return found.sort();
    };
    await put(aForeignClaim({ vcpus: 3, devices: [aVfClaim(VF_0, PF, 7)] }));
    expect(await audits(false)).toEqual([]);

    await database.sql.query(`UPDATE host_capacity SET foreign_used = 1 WHERE resource = 'vcpus'`);
    await database.sql.query(`ALTER TABLE cloud_server_claim DISABLE TRIGGER USER`);
    await database.sql.query(`UPDATE cloud_server_claim SET counted = false`);
    await database.sql.query(`ALTER TABLE cloud_server_claim ENABLE TRIGGER USER`);
    expect(await audits(true)).toEqual([
      `foreign_used.differs host ${HOST}, vcpus`,
      `server.counted_differs server ${SERVER} on host ${HOST}`,
    ]);
    expect(await audits(false)).toEqual([]);
    expect(await foreignUsed('vcpus')).toBe(3);
  });

  const foreignUsed = async (resource?: string): Promise<number> => {
    const { rows: found } = await database.sql.query<{ sum: string | null }>(
      'SELECT sum(foreign_used) FROM host_capacity WHERE host_name = $1 AND ($2::text IS NULL OR resource = $2)',
      [HOST, resource ?? null],
    );
    return Number(found[0]?.sum ?? 0);
  };

  describe('which arrives while a plan is on its way,', () => {
    const wanted = aVmRequest({ nics: [aNicRequest({ paths: ['sriov_vf'] })], disks: [] });

    async function planned() {
      const { changed } = await database.fleet.changesSince(null);
      const fleet = buildFleet(changed.map(compileHost));
      const decision = decideRequest(wanted, fleet, POLICY);
      if (decision.status !== 'ready') throw new Error('there is room');
      return { fleet, decision };
    }

    async function commit({ fleet, decision }: Awaited<ReturnType<typeof planned>>): Promise<boolean> {
      return database.recommendations.commitDecision(await addRequest(database, wanted), decision, noExplanation, {
        placements: decision.members,
        expiresAtMs: Date.now() + SOON_MS,
        again: (records) =>
          decideAgain(wanted, fleet, decision, { hosts: records.map(compileHost), paths: 'best', slack: 1 }, POLICY),
      });
    }

    const heldVfs = async (): Promise<readonly string[]> => {
      const { rows: held } = await database.sql.query<{ device_address: string }>(
        'SELECT device_address FROM allocation WHERE held_host_name IS NOT NULL ORDER BY 1',
      );
      return held.map((row) => row.device_address);
    };

    it('the plan is made again without what it holds', async () => {
      const plan = await planned();
      await put(aForeignClaim({ devices: [aVfClaim(VF_0, PF)] }));
      await commit(plan);

      expect(await heldVfs()).toEqual([VF_1]);
    });

    it('the plan is thrown away when it leaves nothing', async () => {
      const plan = await planned();
      await put(aForeignClaim({ devices: [VF_0, VF_1, VF_2, VF_3].map((address) => aVfClaim(address, PF)) }));

      await expect(commit(plan)).rejects.toThrow(StaleSnapshotError);
      expect(await heldVfs()).toEqual([]);
    });

    const claimJson = JSON.stringify(aForeignClaim({ devices: [aVfClaim(VF_0, PF)] }));
    const soon = () => new Promise((resolve) => setTimeout(resolve, 200));

    it('a commit that meets it half written waits, and takes another device', async () => {
      const plan = await planned();
      await database.sql.query('BEGIN');
      await database.sql.query('INSERT INTO cloud_server_claim (host_name, consumer_id, claim) VALUES ($1, $2, $3)', [
        HOST,
        SERVER,
        claimJson,
      ]);
      const committed = commit(plan);
      await soon();
      await database.sql.query('COMMIT');
      await committed;

      expect(await heldVfs()).toEqual([VF_1]);
    });

    it('a row written past every store waits for it, and is refused', async () => {
      const rival = new Client({ connectionString: database.url });
      await rival.connect();
      await rival.query('BEGIN');
      await rival.query('INSERT INTO cloud_server_claim (host_name, consumer_id, claim) VALUES ($1, $2, $3)', [
        HOST,
        SERVER,
        claimJson,
      ]);
      const refused = expect(vf(VF_0)).rejects.toEqual(deviceTaken);
      await soon();
      await rival.query('COMMIT');
      await refused;
      await rival.end();
    });

    it('it waits for a commit that was first, and is told all the same', async () => {
      await database.sql.query('BEGIN');
      await vf(VF_0);
      const arriving = put(aForeignClaim({ devices: [aVfClaim(VF_0, PF)] }));
      await soon();
      await database.sql.query('COMMIT');

      expect(await arriving).toBe(1);
      expect(await heldVfs()).toEqual([VF_0]);
    });
  });
});
