import { randomUUID } from 'node:crypto';
import { aVfTake } from '@iopath/testing';
import {
  addHost,
  addRequest,
  onHost,
  openSpecDatabase,
  reserve,
  type SpecDatabase,
} from '../../../test/support/spec-database';
import { isForeignKeyViolation } from './database-errors';

const PF = '0000:3b:00.0';
const VF = '0000:3b:01.2';

/** What no code path can break, because the database itself refuses: every row here is written by raw SQL. */
describe('ledger constraints', () => {
  let database: SpecDatabase;
  let recommendation: string;
  let member: number;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.clear();
    await addHost(database);
    recommendation = await addRequest(database);
    member = 0;
  });

  const addReservation = async (columns: Record<string, unknown> = {}): Promise<string> => {
    const row = {
      id: randomUUID(),
      recommendation_id: recommendation,
      member: member++,
      project_id: 'p1',
      host_name: 'compute-1',
      state: 'reserved',
      compute: {},
      vcpus: 1,
      pcpus: 0,
      memory_mib: 1,
      disk_gib: 1,
      expires_at: new Date(Date.now() + 1_000),
      ...columns,
    };
    await insert('reservation', row);
    return row.id;
  };

  const addAllocation = async (columns: Record<string, unknown> = {}): Promise<void> => {
    await insert('allocation', {
      id: randomUUID(),
      reservation_id: await addReservation(),
      recommendation_id: recommendation,
      project_id: 'p1',
      member: 0,
      host_name: 'compute-1',
      device: 'data',
      kind: 'vf',
      pf_address: PF,
      device_address: VF,
      bandwidth_mbps: 0,
      state: 'reserved',
      expires_at: new Date(Date.now() + 1_000),
      ...columns,
    });
  };

  const insert = async (table: string, row: Record<string, unknown>) => {
    const columns = Object.keys(row);
    const places = columns.map((_, index) => `$${index + 1}`);
    await database.sql.query(`INSERT INTO ${table} (${columns.join()}) VALUES (${places.join()})`, Object.values(row));
  };

  const violates = (constraint: string): unknown => expect.objectContaining({ constraint });

  it('give one device to one live allocation', async () => {
    await addAllocation();

    await expect(addAllocation()).rejects.toEqual(violates('allocation_live_device_key'));
  });

  it.each`
    former         | columns
    ${'released'}  | ${{ state: 'released' }}
    ${'expired'}   | ${{ state: 'expired' }}
    ${'elsewhere'} | ${{ host_name: 'compute-2' }}
  `('let a device go whose former allocation is $former', async ({ columns }: { columns: Record<string, unknown> }) => {
    await addHost(database, 'compute-2');
    await addAllocation(columns);

    await expect(addAllocation()).resolves.toBeUndefined();
  });

  it.each`
    subject          | from           | to             | constraint
    ${'allocation'}  | ${'expired'}   | ${'reserved'}  | ${'allocation_transition'}
    ${'allocation'}  | ${'released'}  | ${'confirmed'} | ${'allocation_transition'}
    ${'allocation'}  | ${'reserved'}  | ${'orphaned'}  | ${'allocation_transition'}
    ${'allocation'}  | ${'confirmed'} | ${'reserved'}  | ${'allocation_transition'}
    ${'allocation'}  | ${'orphaned'}  | ${'expired'}   | ${'allocation_transition'}
    ${'reservation'} | ${'expired'}   | ${'reserved'}  | ${'reservation_transition'}
    ${'reservation'} | ${'released'}  | ${'orphaned'}  | ${'reservation_transition'}
  `(
    'let no $subject go from $from to $to',
    async ({ subject, from, to, constraint }: { subject: string; from: string; to: string; constraint: string }) => {
      const isBound = from === 'confirmed' || from === 'orphaned';
      const columns = { state: from, ...(isBound ? { server_id: 's', expires_at: null } : {}) };
      await (subject === 'allocation' ? addAllocation(columns) : addReservation(columns));

      const change = database.sql.query(`UPDATE ${subject} SET state = '${to}' WHERE state = '${from}'`);
      await expect(change).rejects.toEqual(violates(constraint));
    },
  );

  it.each`
    subject          | what         | change
    ${'allocation'}  | ${'confirm'} | ${`state = 'confirmed', server_id = 's', expires_at = NULL`}
    ${'allocation'}  | ${'prolong'} | ${`expires_at = now() + interval '1 hour'`}
    ${'reservation'} | ${'confirm'} | ${`state = 'confirmed', server_id = 's', expires_at = NULL`}
    ${'reservation'} | ${'prolong'} | ${`expires_at = now() + interval '1 hour'`}
  `(
    'let nobody $what an $subject whose time is over',
    async ({ subject, change }: { subject: string; change: string }) => {
      const over = { expires_at: new Date(Date.now() - 1_000) };
      await (subject === 'allocation' ? addAllocation(over) : addReservation(over));

      const late = database.sql.query(`UPDATE ${subject} SET ${change} WHERE expires_at < now()`);
      await expect(late).rejects.toEqual(violates(`${subject}_in_time`));
    },
  );

  const wholePf = { kind: 'pf', device_address: PF };

  it.each`
    first      | second
    ${{}}      | ${wholePf}
    ${wholePf} | ${{}}
    ${wholePf} | ${{ device_address: '0000:3b:02.2', state: 'confirmed', server_id: 's', expires_at: null }}
  `(
    'never give a PF and a VF of it at once: $first, then $second',
    async ({ first, second }: Record<string, object>) => {
      await addAllocation({ ...first });

      await expect(addAllocation({ ...second })).rejects.toEqual(violates('allocation_pf_or_vf_excl'));
    },
  );

  it('keep a controller of disks and its VFs apart in the same way', async () => {
    const ofController = { device: 'data', pf_address: '0000:af:00.0' };
    await addAllocation({ ...ofController, device_address: '0000:af:00.1' });

    const whole = addAllocation({ ...ofController, kind: 'pf', device_address: '0000:af:00.0' });
    await expect(whole).rejects.toEqual(violates('allocation_pf_or_vf_excl'));
    await expect(addAllocation({ ...ofController, device_address: '0000:af:00.2' })).resolves.toBeUndefined();
  });

  it('give VFs of one PF side by side, and a PF beside a VF of another PF', async () => {
    await addAllocation();
    await addAllocation({ device_address: '0000:3b:02.2' });

    await expect(
      addAllocation({ ...wholePf, device_address: '0000:5e:00.0', pf_address: '0000:5e:00.0' }),
    ).resolves.toBe(undefined);
  });

  it('give the whole PF when its VFs are given back', async () => {
    await addAllocation({ state: 'released' });

    await expect(addAllocation(wholePf)).resolves.toBeUndefined();
  });

  it.each`
    rule                              | constraint                          | columns
    ${'a reserved one expires'}       | ${'allocation_expires_at_check'}    | ${{ expires_at: null }}
    ${'a confirmed one does not'}     | ${'allocation_expires_at_check'}    | ${{ state: 'confirmed', server_id: 's' }}
    ${'a confirmed one has a server'} | ${'allocation_server_id_check'}     | ${{ state: 'confirmed', expires_at: null }}
    ${'a reserved one has none'}      | ${'allocation_server_id_check'}     | ${{ server_id: 's' }}
    ${'states are the known ones'}    | ${'allocation_state_check'}         | ${{ state: 'lost' }}
    ${'a VF names its PF'}            | ${'allocation_kind_check'}          | ${{ pf_address: null }}
    ${'a PF is its own'}              | ${'allocation_kind_check'}          | ${{ kind: 'pf' }}
    ${'another device has none'}      | ${'allocation_kind_check'}          | ${{ kind: 'pci' }}
    ${'its host exists'}              | ${'allocation_live_host_name_fkey'} | ${{ host_name: 'nobody' }}
  `('of an allocation: $rule', async ({ columns, constraint }: { columns: object; constraint: string }) => {
    await expect(addAllocation({ ...columns })).rejects.toEqual(violates(constraint));
  });

  it.each`
    rule                              | constraint                           | columns
    ${'a reserved one expires'}       | ${'reservation_expires_at_check'}    | ${{ expires_at: null }}
    ${'a confirmed one has a server'} | ${'reservation_server_id_check'}     | ${{ state: 'confirmed', expires_at: null }}
    ${'its host exists'}              | ${'reservation_live_host_name_fkey'} | ${{ host_name: 'nobody' }}
    ${'amounts are not negative'}     | ${'reservation_amounts_check'}       | ${{ memory_mib: -1 }}
  `('of a reservation: $rule', async ({ columns, constraint }: { columns: object; constraint: string }) => {
    await expect(addReservation({ ...columns })).rejects.toEqual(violates(constraint));
  });

  it('hold one VM of a recommendation once', async () => {
    await addReservation({ member: 0 });

    await expect(addReservation({ member: 0 })).rejects.toEqual(violates('reservation_live_member_key'));
  });

  it.each`
    rule                              | constraint                            | statement
    ${'a decided one has a decision'} | ${'recommendation_decision_check'}    | ${`status = 'ready', decided_at = now()`}
    ${'a failed one has a reason'}    | ${'recommendation_failure_check'}     | ${`status = 'failed', decided_at = now()`}
    ${'a decided one has a time'}     | ${'recommendation_decided_at_check'}  | ${`status = 'ready', decision = '{}'`}
    ${'a key has a body hash'}        | ${'recommendation_idempotency_check'} | ${`idempotency_key = 'k'`}
  `('of a recommendation: $rule', async ({ statement, constraint }: { statement: string; constraint: string }) => {
    await expect(database.sql.query(`UPDATE recommendation SET ${statement}`)).rejects.toEqual(violates(constraint));
  });

  it('keep a host with live holds from being deleted', async () => {
    await reserve(database, [await onHost(database, 'compute-1', [aVfTake(VF)])]);

    const refused = database.sql.query('DELETE FROM host').then(() => false, isForeignKeyViolation);
    await expect(refused).resolves.toBe(true);
  });
});
