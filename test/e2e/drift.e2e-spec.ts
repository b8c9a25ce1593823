import { randomUUID } from 'node:crypto';
import { aBoundPort, aServerWith, FakeCloud } from '@iopath/testing';
import { type Allocation, ReconcileServers, ServersStage, SYNC_STAGES, type Sync } from '@iopath/usecases';
import { startAdvisor, type TestAdvisor } from '../support/advisor';
import { wireHost, wireRequest } from '../support/wire-host';

interface Finding {
  readonly id: string;
  readonly code: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly repair: { readonly kind: string; readonly commands: readonly string[]; readonly applicable: boolean };
}

const VFS = ['0000:3b:00.1', '0000:3b:00.2', '0000:3b:00.3'] as const;
const HOST = 'compute-1';

describe('drift over HTTP', () => {
  const cloud = new FakeCloud();
  let advisor: TestAdvisor;

  beforeAll(async () => {
    advisor = await startAdvisor({
      apiCloud: { reader: cloud, writer: null as never, ping: () => Promise.resolve() },
      cloudOn: ({ cloudServers, hosts, reconciliation, drift, syncs }) => ({
        reader: cloud,
        stages: [
          new ServersStage(cloudServers, hosts, null),
          new ReconcileServers({ reconciliation, drift, syncs, inventoryMaxAgeMs: 86_400_000 }),
        ],
        syncEveryS: 0,
      }),
    });
    await advisor.send('PUT', `/v1/hosts/${HOST}/inventory`, wireHost(VFS.length));
  });
  afterAll(() => advisor.close());
  beforeEach(() => {
    cloud.down.clear();
    cloud.serverList = [];
    cloud.portList = [];
  });

  /** Nova gives these VFs to the servers of these recommendations, and Neutron says so. */
  const boot = (vfOf: Readonly<Record<string, string>>) => {
    for (const [id, vf] of Object.entries(vfOf)) {
      const metadata = { iopath_recommendation: id, iopath_member: '0' };
      const { server } = aServerWith({ id: `server-${id}`, host: HOST, metadata });
      cloud.serverList.push(server);
      cloud.portList.push(aBoundPort(vf, { id: `port-${id}`, deviceId: server.id, hostId: HOST }));
    }
  };

  const synchronise = async (): Promise<Sync> => {
    const { id } = await advisor.persistence.syncs.request(randomUUID(), SYNC_STAGES);
    for (;;) {
      const sync = await advisor.persistence.syncs.get(id);
      if (sync !== null && sync.finishedAtMs !== null) return sync;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  const ask = async (name: string): Promise<string> => {
    const { json } = await advisor.send('POST', '/v1/recommendations', wireRequest(name, ['sriov_vf']), {
      prefer: 'wait=20',
    });
    const { id, status } = json as { id: string; status: string };
    expect(status).toBe('ready');
    return id;
  };

  const heldFor = async (id: string): Promise<Allocation> => {
    const allocation = (await advisor.persistence.recommendations.get(id))?.allocations[0];
    if (allocation === undefined) throw new Error(`nothing is held for ${id}`);
    return allocation;
  };

  const drift = async (query = ''): Promise<readonly Finding[]> => {
    const { json } = await advisor.send('GET', `/v1/drift?host_name=${HOST}${query}`);
    // Placement is not played here.
    return (json as { findings: Finding[] }).findings.filter(({ code }) => code !== 'host_unknown_to_cloud');
  };

  const apply = (body: object) => advisor.send('POST', '/v1/drift:apply', body);

  /** Nova no longer has the servers either: one that is there counts, whatever the ledger says. */
  const giveBack = async (ids: readonly string[]) => {
    cloud.down.clear();
    cloud.serverList = [];
    cloud.portList = [];
    for (const id of ids) await advisor.send('POST', `/v1/recommendations/${id}:release`);
    await synchronise();
  };

  it('has nothing to tell of servers that took each other’s VFs: one synchronisation puts them right', async () => {
    const ids = [await ask('one'), await ask('two'), await ask('three')];
    const predicted = await Promise.all(ids.map(async (id) => (await heldFor(id)).address));
    const turned = ids.map((id, index) => [id, predicted[(index + 1) % 3] ?? ''] as const);
    boot(Object.fromEntries(turned));

    await synchronise();

    for (const [id, vf] of turned) {
      expect(await heldFor(id)).toMatchObject({ address: vf, state: 'confirmed', serverId: `server-${id}` });
    }
    expect(await drift()).toEqual([]);
    await giveBack(ids);
  });

  it('tells of a server that was deleted, and the next synchronisation gives its VF to who comes next', async () => {
    const ids = [await ask('one'), await ask('two'), await ask('three')];
    const vfOf: Record<string, string> = {};
    for (const id of ids) vfOf[id] = (await heldFor(id)).address;
    boot(vfOf);
    await synchronise();
    const [gone = ''] = ids;
    cloud.serverList = cloud.serverList.filter(({ id }) => id !== `server-${gone}`);
    cloud.portList = cloud.portList.filter(({ deviceId }) => deviceId !== `server-${gone}`);

    await synchronise();
    const leaked = await heldFor(gone);
    expect(await drift()).toMatchObject([
      { code: 'vf_leaked', subject: { kind: 'allocation', id: leaked.id }, repair: { kind: 'ours', applicable: true } },
    ]);
    expect((await advisor.send('GET', '/metrics')).text).toContain(
      'advisor_drift_findings{code="vf_leaked",severity="critical"} 1',
    );

    await synchronise();
    expect(await drift()).toEqual([]);
    expect((await heldFor(gone)).state).toBe('released');
    const next = await ask('next');
    expect((await heldFor(next)).address).toBe(leaked.address);
    await giveBack([...ids, next]);
  });

  it('releases nothing while Nova does not answer', async () => {
    const id = await ask('one');
    boot({ [id]: (await heldFor(id)).address });
    await synchronise();
    cloud.serverList = [];
    cloud.down.add('compute');

    for (let times = 0; times < 3; times++) await synchronise();

    expect((await heldFor(id)).state).toBe('confirmed');
    await giveBack([id]);
  });

  describe('when it is to be put right at once', () => {
    let id: string;
    let finding: Finding;

    beforeEach(async () => {
      id = await ask('one');
      boot({ [id]: (await heldFor(id)).address });
      await synchronise();
      cloud.serverList = [];
      cloud.portList = [];
      await synchronise();
      [finding] = (await drift('&code=vf_leaked')) as [Finding];
    });
    afterEach(() => giveBack([id]));

    it('only tells what it would do unless it is told to do it', async () => {
      expect(await apply({ ids: [finding.id] })).toMatchObject({
        status: 200,
        json: { dry_run: true, results: [{ id: finding.id, outcome: 'would_apply' }] },
      });
      expect((await heldFor(id)).state).toBe('confirmed');
    });

    it('releases, and says so in the history', async () => {
      expect(await apply({ ids: [finding.id], dry_run: false })).toMatchObject({
        status: 200,
        json: { dry_run: false, results: [{ id: finding.id, outcome: 'applied' }] },
      });
      expect((await heldFor(id)).state).toBe('released');
      expect(await drift()).toEqual([]);
      const { json } = await advisor.send('GET', `/v1/allocations/${finding.subject.id}/history`);
      expect((json as { history: object[] }).history.at(-1)).toMatchObject({ actor: 'api', to_state: 'released' });
    });

    it('does nothing about a server that is back', async () => {
      boot({ [id]: (await heldFor(id)).address });
      expect(await apply({ ids: [finding.id], dry_run: false })).toMatchObject({
        json: { results: [{ outcome: 'refused' }] },
      });
      expect((await heldFor(id)).state).toBe('confirmed');
    });

    it('does nothing while Nova cannot be asked', async () => {
      cloud.down.add('compute');
      expect(await apply({ all: true, dry_run: false })).toMatchObject({ json: { results: [{ outcome: 'refused' }] } });
      expect((await heldFor(id)).state).toBe('confirmed');
    });
  });

  it('leaves to operators what is the cloud’s, with the command', async () => {
    cloud.portList = [aBoundPort(VFS[0], { id: 'port-9', deviceId: 'server-9', hostId: HOST })];
    await synchronise();
    const found = await drift('&code=port_binding_stale&severity=warning');

    expect(found).toMatchObject([
      { subject: { kind: 'port', id: 'port-9' }, repair: { kind: 'cloud', applicable: false } },
    ]);
    expect(found[0]?.repair.commands).toEqual(['openstack port delete port-9']);
    expect(await apply({ ids: [found[0]?.id], dry_run: false })).toMatchObject({
      status: 409,
      json: { code: 'drift.not_ours' },
    });
  });

  it('says which findings there are not, and what a body has to name', async () => {
    expect(await apply({ ids: ['0123456789abcdef'] })).toMatchObject({
      status: 404,
      json: { code: 'drift.not_found' },
    });
    for (const body of [
      {},
      { ids: [] },
      { ids: ['x'] },
      { all: false },
      { all: true, ids: ['0123456789abcdef'] },
      { al: true },
    ]) {
      expect(await apply(body)).toMatchObject({ status: 422, json: { code: 'request.invalid' } });
    }
    expect(await advisor.send('GET', '/v1/drift?code=lost')).toMatchObject({ status: 400 });
    expect(await advisor.send('GET', '/v1/drift?marker=x')).toMatchObject({ json: { code: 'query.marker_unknown' } });
  });
});
