import { Client } from 'pg';
import { startAdvisor, type TestAdvisor } from '../support/advisor';
import { wireHost } from '../support/wire-host';

interface AuditAnswer {
  readonly id: string;
  readonly counts: readonly { readonly code: string; readonly found: number; readonly left: number }[];
  readonly discrepancies: readonly { readonly code: string; readonly repaired: boolean }[];
}

describe('audits over HTTP', () => {
  let advisor: TestAdvisor;

  beforeAll(async () => {
    advisor = await startAdvisor();
    await advisor.send('PUT', '/v1/hosts/compute-1/inventory', wireHost(2));
  });
  afterAll(() => advisor.close());

  const audit = async (body: object, headers = {}) => {
    const answer = await advisor.send('POST', '/v1/audits', body, headers);
    return { ...answer, json: answer.json as AuditAnswer };
  };

  const tamper = async (): Promise<void> => {
    const sql = new Client({ connectionString: advisor.databaseUrl });
    await sql.connect();
    await sql.query(`UPDATE host_capacity SET used = 7 WHERE resource = 'vcpus'`);
    await sql.end();
  };

  it('find nothing wrong with a ledger that only this service wrote', async () => {
    const { status, headers, json } = await audit({});

    expect({ status, counts: json.counts }).toEqual({ status: 201, counts: [] });
    expect(headers.get('location')).toBe(`/v1/audits/${json.id}`);
  });

  it('look unless told to repair, and are kept', async () => {
    await tamper();
    const looked = await audit({});
    const repaired = await audit({ repair: true });

    expect(looked.json.counts).toEqual([{ code: 'used.differs', found: 1, left: 1 }]);
    expect(repaired.json.discrepancies).toMatchObject([{ code: 'used.differs', repaired: true }]);
    expect((await audit({})).json.counts).toEqual([]);
    expect((await advisor.send('GET', `/v1/audits/${looked.json.id}`)).json).toEqual(looked.json);
    const { json } = await advisor.send('GET', '/v1/audits?limit=3');
    expect((json as { audits: object[] }).audits).toMatchObject([{ counts: [] }, { repair: true }, { repair: false }]);
  });

  it('answer the same to the same key', async () => {
    const first = await audit({ repair: false }, { 'idempotency-key': 'monday' });

    expect((await audit({}, { 'idempotency-key': 'monday' })).json).toEqual(first.json);
    expect((await audit({ repair: true }, { 'idempotency-key': 'monday' })).status).toBe(422);
  });

  it('show what is left among the metrics', async () => {
    await tamper();
    await audit({});

    expect((await advisor.send('GET', '/metrics')).text).toContain(
      'advisor_ledger_discrepancies{code="used.differs"} 1',
    );
    await audit({ repair: true });
  });

  it('say when there is no such audit, and what a body may not be', async () => {
    const id = '6f1c2a0e-0d4b-4b0e-9d7e-6f0c7f1a2b3c';

    expect(await advisor.send('GET', `/v1/audits/${id}`)).toMatchObject({
      status: 404,
      json: { code: 'audit.not_found' },
    });
    expect(await advisor.send('POST', '/v1/audits', { repair: 'yes' })).toMatchObject({ status: 422 });
  });
});
