import type { RealisationRecord } from '@iopath/usecases';
import { addRequest, openSpecDatabase, type SpecDatabase } from '../../../../test/support/spec-database';

let database: SpecDatabase;
let id: string;

beforeAll(async () => (database = await openSpecDatabase()));
afterAll(() => database.close());
beforeEach(async () => {
  await database.clear();
  id = await addRequest(database);
});

function aRecord(changes: Partial<RealisationRecord['guests'][number]> = {}): RealisationRecord {
  const guest = {
    member: 0,
    state: 'creating' as const,
    hostName: 'compute-1',
    serverName: 'web-1',
    flavor: { id: null, name: 'iopath-x', created: false },
    ports: [{ nic: 'data', name: 'iopath-p', networkId: 'n1', id: null }],
    request: null,
    serverId: null,
    ...changes,
  };
  return { recommendationId: id, choices: '{}', image: { id: 'i1', name: 'tiny' }, notes: ['a note'], guests: [guest] };
}

const BOOTED = {
  state: 'booted' as const,
  flavor: { id: 'f1', name: 'iopath-x', created: true },
  ports: [{ nic: 'data', name: 'iopath-p', networkId: 'n1', id: 'p1' }],
  request: { service: 'compute', method: 'POST', path: '/servers', body: { server: {} }, microversion: '2.1' } as const,
  serverId: 's1',
};

async function keep(record: RealisationRecord): Promise<void> {
  await database.realisations.alone(record.recommendationId, (lone) => lone.keep(record));
}

describe('the store of realisations', () => {
  it('gives back what was kept last, whole', async () => {
    expect(await database.realisations.get(id)).toBeNull();
    await keep(aRecord());
    await keep(aRecord(BOOTED));

    expect(await database.realisations.get(id)).toEqual(aRecord(BOOTED));
    const { rows } = await database.sql.query('SELECT port_ids, server_id FROM realisation');
    expect(rows).toEqual([{ port_ids: ['p1'], server_id: 's1' }]);
  });

  it('lets one at a time realise a recommendation, and others other ones', async () => {
    const other = await addRequest(database);
    const nested = await database.realisations.alone(id, async () => [
      await database.realisations.alone(id, () => Promise.resolve('twice')),
      await database.realisations.alone(other, () => Promise.resolve('another')),
    ]);

    expect(nested).toEqual([null, 'another']);
    expect(await database.realisations.alone(id, () => Promise.resolve('later'))).toBe('later');
  });

  it('lets go of a recommendation whose realisation failed', async () => {
    await expect(database.realisations.alone(id, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await database.realisations.alone(id, () => Promise.resolve('again'))).toBe('again');
  });

  it('keeps no booted VM without a server, and no server for two VMs', async () => {
    await expect(keep(aRecord({ ...BOOTED, serverId: null }))).rejects.toThrow('realisation_server_id_check');
    await keep(aRecord(BOOTED));
    const other = await addRequest(database);
    await expect(keep({ ...aRecord(BOOTED), recommendationId: other })).rejects.toThrow('realisation_server_id_key');
  });
});
