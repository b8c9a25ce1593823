import { aCloudServer, aForeignClaim } from '@iopath/testing';
import { randomUUID } from 'node:crypto';
import { startAdvisor, type TestAdvisor } from '../support/advisor';
import { wireHost, wireRequest } from '../support/wire-host';

interface Migratability {
  readonly vms: readonly {
    readonly name: string;
    readonly targets: number;
    readonly ways: readonly { readonly mechanism: string; readonly host_names: readonly string[] }[];
    readonly rejections: readonly { readonly code: string }[];
    readonly refusals: readonly { readonly code: string }[];
  }[];
  readonly not_judged: readonly unknown[];
}

/** Which VMs of a host could go where, and how, over HTTP. */
describe('the migratability of a host', () => {
  let advisor: TestAdvisor;

  beforeAll(async () => {
    advisor = await startAdvisor();
    await advisor.send('PUT', '/v1/hosts/compute-1/inventory', wireHost(2));
    await advisor.send('PUT', '/v1/hosts/compute-2/inventory', wireHost(1));
    await advisor.send('PUT', '/v1/hosts/compute-3/inventory', wireHost(0));
  });
  afterAll(() => advisor.close());

  async function place(name: string, hostName: string, path: string, changes: object = {}): Promise<string> {
    const { json } = await advisor.send(
      'POST',
      '/v1/recommendations',
      { ...wireRequest(name, [path]), reserve: true, constraints: { include_hosts: [hostName] }, ...changes },
      { prefer: 'wait=20' },
    );
    const { id, status } = json as { readonly id: string; readonly status: string };
    expect(status).toBe('ready');
    return id;
  }

  async function confirm(id: string): Promise<void> {
    const { status } = await advisor.send('POST', `/v1/recommendations/${id}:confirm`, { server_ids: [randomUUID()] });
    expect(status).toBe(200);
  }

  async function of(hostName: string): Promise<Migratability> {
    const { status, json } = await advisor.send('GET', `/v1/hosts/${hostName}/migratability`);
    expect(status).toBe(200);
    return json as Migratability;
  }

  it('is empty of a host without VMs', async () => {
    expect(await of('compute-3')).toMatchObject({ vms: [], not_judged: [] });
  });

  it('tells for each VM where it could go and how, and what is in its way', async () => {
    const anywhere = { constraints: {} };
    await advisor.send('PATCH', '/v1/hosts/compute-2', { state: 'draining', generation: 1 });
    await advisor.send('PATCH', '/v1/hosts/compute-3', { state: 'draining', generation: 1 });
    await confirm(await place('on-a-vf', 'compute-1', 'sriov_vf', anywhere));
    await place('promised', 'compute-1', 'vhost_net', anywhere);
    await confirm(await place('bound-to-its-host', 'compute-1', 'vhost_net'));
    await advisor.send('PATCH', '/v1/hosts/compute-2', { state: 'active', generation: 2 });
    await advisor.send('PATCH', '/v1/hosts/compute-3', { state: 'active', generation: 2 });

    const byName = new Map((await of('compute-1')).vms.map((vm) => [vm.name, vm]));

    expect(byName.get('on-a-vf')).toMatchObject({
      targets: 1,
      ways: [{ mechanism: 'unplug_replug', action: 'os-migrateLive', host_names: ['compute-2'] }],
      rejections: [{ hosts: 1, example: { host_name: 'compute-3' } }],
    });
    expect(byName.get('promised')).toMatchObject({
      targets: 2,
      server_id: null,
      state: 'reserved',
      ways: [{ mechanism: 'ledger', action: 'none', hosts: 2 }],
    });
    expect(byName.get('bound-to-its-host')).toMatchObject({
      targets: 0,
      ways: [],
      rejections: [{ code: 'host.not_included', hosts: 2 }],
    });
    expect((await of('compute-2')).vms).toEqual([]);
  });

  it('names servers that the advisor did not place', async () => {
    const server = aCloudServer({ name: 'db-1', projectId: 'p7', host: 'compute-3' });
    const { cloudServers } = advisor.persistence;
    await cloudServers.see(randomUUID(), [server], Date.now());
    await cloudServers.putHost('compute-3', [], [aForeignClaim()], Date.now());

    expect(await of('compute-3')).toMatchObject({
      vms: [],
      not_judged: [{ id: server.id, is_server: true, name: 'db-1', project_id: 'p7', status: 'ACTIVE' }],
    });
  });

  it('is not there for a host that is not', async () => {
    const unknown = await advisor.send('GET', '/v1/hosts/nobody/migratability');
    const malformed = await advisor.send('GET', '/v1/hosts/-/migratability');

    expect(unknown).toMatchObject({ status: 404, json: { code: 'host.not_found' } });
    expect(malformed).toMatchObject({ status: 400, json: { code: 'host_name.malformed' } });
  });
});
