import { randomUUID } from 'node:crypto';
import type { AuditCode } from '@iopath/core';
import { aVfTake } from '@iopath/testing';
import { AuditLedger, type Audit, type FoundDiscrepancy } from '@iopath/usecases';
import { LedgerRows } from '../../../../test/support/ledger-rows';
import {
  addHost,
  addRequest,
  onHost,
  openSpecDatabase,
  reserve,
  type SpecDatabase,
} from '../../../../test/support/spec-database';
import { LEDGER_GUARDS } from './ledger-guards';

const VF = '0000:3b:01.2';
const LONG_AGO = `now() - interval '1 hour'`;

describe('the audit of the ledger', () => {
  let database: SpecDatabase;
  let rows: LedgerRows;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.clear();
    await addHost(database);
    rows = new LedgerRows(database.sql, await addRequest(database, { reserve: false }));
  });

  const inspect = async (repair: boolean): Promise<readonly FoundDiscrepancy[]> => {
    const found: FoundDiscrepancy[] = [];
    const looked = await database.audits.inspect(repair, (each) => found.push(each));
    expect(looked).toEqual({ hosts: expect.any(Number) as number });
    return found;
  };

  const codes = async (repair = false): Promise<readonly AuditCode[]> =>
    (await inspect(repair)).map(({ code }) => code);

  /** Writes past the guards, as a restored dump or a repair by hand may. */
  const pastGuards = async (...statements: readonly string[]): Promise<void> => {
    await database.sql.query(`BEGIN; SET LOCAL session_replication_role = replica; ${statements.join('; ')}; COMMIT`);
  };

  it('finds nothing after what this program does', async () => {
    const placement = await onHost(database, 'compute-1', [aVfTake(VF)]);
    const id = await reserve(database, [placement]);
    await database.allocations.confirmRecommendation(id, ['server-1']);
    await database.allocations.releaseRecommendation(id);
    await reserve(database, [await onHost(database, 'compute-1', [aVfTake(VF)])]);

    expect(await inspect(false)).toEqual([]);
  });

  it('finds every guard of the schema in place', async () => {
    expect(LEDGER_GUARDS.length).toBeGreaterThan(30);
    expect((await codes()).filter((code) => code === 'guard.missing')).toEqual([]);
  });

  it('finds amounts that were tampered with, and says so only', async () => {
    await rows.reservation({ vcpus: 3 });
    await database.sql.query(`UPDATE host_capacity SET used = 9 WHERE resource = 'vcpus'`);

    expect(await inspect(false)).toMatchObject([{ code: 'used.differs', expected: '3', found: '9', repaired: false }]);
    expect(await codes()).toEqual(['used.differs']);
  });

  it('adds amounts up again, and restores rows, when it may', async () => {
    await rows.reservation({ vcpus: 3 });
    await database.sql.query(`UPDATE host_capacity SET used = 9, capacity = 1 WHERE resource = 'vcpus'`);
    await database.sql.query(`DELETE FROM host_capacity WHERE resource = 'memory_mib'`);
    const repaired = await inspect(true);

    expect(repaired.map((each) => [each.code, each.repaired])).toEqual([
      ['capacity.differs', true],
      ['used.differs', true],
      ['capacity.missing', true],
    ]);
    expect(await inspect(false)).toEqual([]);
  });

  it('ends what is reserved long after its time, and tells the history who did', async () => {
    const allocation = await rows.allocation({ device_address: VF });
    await pastGuards(
      `UPDATE reservation SET expires_at = ${LONG_AGO}`,
      `UPDATE allocation SET expires_at = ${LONG_AGO}`,
    );

    expect(await codes(true)).toEqual(['reservation.overdue']);
    expect(await inspect(false)).toEqual([]);
    const { rows: history } = await database.sql.query<{ actor: string; to_state: string }>(
      'SELECT actor, to_state FROM ledger_history WHERE subject_id = $1 ORDER BY id DESC LIMIT 1',
      [allocation],
    );
    expect(history).toEqual([{ actor: 'audit', to_state: 'expired' }]);
  });

  it('ends a device that was never confirmed with its VM, and leaves one that was to people', async () => {
    const server = { state: 'confirmed', server_id: 's', expires_at: null };
    await rows.allocation({ device_address: VF });
    await rows.allocation({ device_address: '0000:3b:02.2', ...server });
    await pastGuards(`UPDATE reservation SET state = 'released'`);
    const found = await inspect(true);

    const ended = found.filter(({ code }) => code === 'allocation.reservation_ended');
    expect(ended.map(({ repaired }) => repaired).sort()).toEqual([false, true]);
    const { rows: left } = await database.sql.query(
      'SELECT device_address FROM allocation WHERE held_host_name IS NOT NULL',
    );
    expect(left).toEqual([{ device_address: '0000:3b:02.2' }]);
  });

  it('adds to the history what was done past it', async () => {
    const id = await rows.reservation();
    await pastGuards(`UPDATE reservation SET state = 'released' WHERE id = '${id}'`);

    expect(await inspect(true)).toMatchObject([{ code: 'history.differs', found: 'reserved', repaired: true }]);
    expect(await inspect(false)).toEqual([]);
  });

  it('finds devices and CPUs held twice once the guards are gone, and the guards themselves', async () => {
    const broken = await openSpecDatabase();
    try {
      await addHost(broken);
      const own = new LedgerRows(broken.sql, await addRequest(broken, { reserve: false }));
      await broken.sql.query('ALTER TABLE allocation DROP CONSTRAINT allocation_live_device_key');
      await broken.sql.query('ALTER TABLE reservation DROP CONSTRAINT reservation_pinned_cpus_excl');
      await broken.sql.query('ALTER TABLE reservation DISABLE TRIGGER reservation_take_amounts');
      const cells = [
        { guestCell: 0, hostNode: 0, sharedVcpus: 0, pinnedCpus: [3], memoryMib: 1, pageSizeKib: 4, pinning: {} },
      ];
      const reservations = [await own.reservation({ cells }), await own.reservation({ cells })];
      for (const reservation of reservations) await own.allocation({ reservation_id: reservation, device_address: VF });
      const found: FoundDiscrepancy[] = [];
      await broken.audits.inspect(true, (each) => found.push(each));

      expect(found.map(({ code, subject, repaired }) => `${code}: ${subject}, ${repaired}`).sort()).toEqual([
        'cpu.pinned_twice: host compute-1, CPU 3, false',
        `device.held_twice: host compute-1, device ${VF}, false`,
        'guard.missing: constraint allocation_live_device_key, false',
        'guard.missing: constraint reservation_pinned_cpus_excl, false',
        'guard.missing: trigger reservation_take_amounts, false',
        'used.differs: host compute-1, cell_memory_mib of 0, true',
        'used.differs: host compute-1, cell_pinned_memory_mib of 0, true',
      ]);
    } finally {
      await broken.close();
    }
  });

  it('finds holds on a host that is not there', async () => {
    await rows.reservation();
    await pastGuards('DELETE FROM host');

    expect(await codes()).toEqual(['hold.host_missing']);
  });

  it('finds a reserved recommendation without a hold, and a request that nobody was told of', async () => {
    const decided = await reserve(database, [await onHost(database, 'compute-1')]);
    await pastGuards('DELETE FROM reservation');
    const waiting = await addRequest(database);
    await database.sql.query(`UPDATE outbox SET created_at = ${LONG_AGO} WHERE recommendation_id = $1`, [waiting]);
    const found = await inspect(true);

    expect(found.map(({ code, subject }) => [code, subject])).toEqual(
      expect.arrayContaining([
        ['recommendation.nothing_reserved', `recommendation ${decided}`],
        ['outbox.undelivered', `recommendation ${waiting}`],
      ]),
    );
  });

  it('goes through more hosts than a page has', async () => {
    for (let nth = 0; nth < 60; nth++) await addHost(database, `rack-${nth}`);
    await database.sql.query(`UPDATE host_capacity SET used = 1 WHERE host_name = 'rack-9' AND resource = 'vcpus'`);

    expect(await inspect(false)).toMatchObject([{ subject: 'host rack-9, vcpus' }]);
  });

  describe('as kept', () => {
    const auditLedger = (clock = Date.now) => {
      const heard: Audit[] = [];
      const observer = { audited: (audit: Audit) => void heard.push(audit) };
      return { ledger: new AuditLedger({ audits: database.audits, observer, clock }), heard };
    };

    it('tells what was found and what is left, and is read again', async () => {
      await database.sql.query(`UPDATE host_capacity SET used = 9 WHERE resource = 'vcpus'`);
      const { ledger } = auditLedger();
      const audit = await ledger.execute(randomUUID(), 'command', true);

      expect(audit).toMatchObject({
        origin: 'command',
        repair: true,
        hosts: 1,
        found: { 'used.differs': 1 },
        left: {},
      });
      expect(await database.audits.get(audit.id)).toEqual(audit);
      const { discrepancies: _, ...summary } = audit;
      expect((await database.audits.list(10, null)).items).toEqual([summary]);
    });

    it('is refused while another is under way', async () => {
      const { ledger } = auditLedger();
      await database.sql.query('SELECT pg_advisory_lock(4907221)');
      await expect(ledger.execute(randomUUID(), 'request', false)).rejects.toMatchObject({ code: 'audit.running' });
      await database.sql.query('SELECT pg_advisory_unlock_all()');
    });

    it('is made once an interval, by one worker', async () => {
      const [one, other] = [auditLedger(), auditLedger()];
      await one.ledger.onSchedule(randomUUID(), 3_600_000);
      await other.ledger.onSchedule(randomUUID(), 3_600_000);

      expect((await database.audits.list(10, null)).items).toHaveLength(1);
      expect([one.heard.length, other.heard.length]).toEqual([1, 0]);
      const later = auditLedger(() => Date.now() + 3_600_000);
      await later.ledger.onSchedule(randomUUID(), 3_600_000);
      expect((await database.audits.list(10, null)).items).toHaveLength(2);
    });
  });
});
