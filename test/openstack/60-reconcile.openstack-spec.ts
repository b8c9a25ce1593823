import type { TestServer } from '../openstack-lab/client/test-cloud';
import { type AdvisedCloud, startAdvisedCloud } from './support/advised-cloud';
import { synchronise } from './support/synchronise';

const HOST = 'lab-d';
const GUESTS = 3;

interface Booted {
  readonly member: number;
  readonly server: TestServer;
  readonly portId: string;
}

interface Allocation {
  readonly id: string;
  readonly member: number;
  readonly vf_address: string;
  readonly state: string;
  readonly server_id: string | null;
}

/**
 * Servers of one pool are booted in another order than they were advised, so Nova gives them other VFs than predicted; then
 * they are deleted behind the advisor's back.
 */
describe('after servers were booted and deleted', () => {
  let advised: AdvisedCloud;
  let recommendationId: string;
  const booted: Booted[] = [];

  const request = (name: string, count: number) => ({
    name,
    count,
    flavor: { vcpus: 1, ram_mib: 256, extra_specs: { 'hw:cpu_policy': 'dedicated', 'hw:numa_nodes': '1' } },
    nics: [{ name: 'data', physical_network: 'physnet1', paths: ['sriov_vf'] }],
    constraints: { include_hosts: [HOST] },
  });

  const ask = async (name: string, count: number) => {
    const { json } = await advised.send('POST', '/v1/recommendations', request(name, count), {
      headers: { prefer: 'wait=30' },
    });
    expect(json).toMatchObject({ status: 'ready' });
    return String(json['id']);
  };

  const synchronised = async () => {
    const { state, stages } = await synchronise(advised);
    expect(state).toBe('succeeded');
    return stages;
  };

  const held = async (): Promise<readonly Allocation[]> => {
    const { json } = await advised.send('GET', `/v1/allocations?host_name=${HOST}`);
    const all = json['allocations'] as readonly (Allocation & { readonly recommendation_id: string })[];
    return all.filter(({ recommendation_id: of }) => of === recommendationId).sort((a, b) => a.member - b.member);
  };

  /** What is told of the servers of this test: others may have left something in this cloud. */
  const driftOf = async (code: string): Promise<readonly { readonly subject: { readonly id: string } }[]> => {
    const { json } = await advised.send('GET', `/v1/drift?host_name=${HOST}&code=${code}&limit=1000`);
    return json['findings'] as readonly { readonly subject: { readonly id: string } }[];
  };

  beforeAll(async () => {
    advised = await startAdvisedCloud();
    recommendationId = await ask('pool', GUESTS);
    const { cloud } = advised;
    const network = await cloud.network('physnet1');
    const specs = { 'hw:cpu_policy': 'dedicated', 'hw:numa_nodes': '1' };
    const flavorRef = await cloud.flavor({ vcpus: 1, ramMib: 256, extraSpecs: specs });
    const imageRef = await cloud.image();
    for (const member of [2, 0, 1]) {
      const portId = await cloud.port(network, 'direct');
      const metadata = { iopath_recommendation: recommendationId, iopath_member: String(member) };
      const networks = [{ port: portId }];
      const body = { name: cloud.name('reconcile'), flavorRef, imageRef, networks, metadata, host: HOST };
      booted.push({ member, portId, server: await cloud.boot(body) });
    }
  });

  afterAll(async () => {
    await advised.cloud.clear();
    await advised.close();
  });

  it('one synchronisation confirms each hold and gives it the VF that its port has', async () => {
    expect(booted.map(({ server }) => [server.status, server.host])).toEqual(booted.map(() => ['ACTIVE', HOST]));

    const stages = await synchronised();

    for (const { member, server, portId } of booted) {
      const { pciSlot } = await advised.cloud.portOf(portId);
      expect((await held())[member]).toMatchObject({
        member,
        vf_address: pciSlot,
        state: 'confirmed',
        server_id: server.id,
      });
    }
    expect(stages.find(({ name }) => name === 'reconcile')?.figures).toMatchObject({ confirmed: GUESTS });
    for (const code of ['other_vf_taken', 'topology_differs', 'reservation_of_ready_server', 'vf_leaked']) {
      expect(await driftOf(code)).toEqual([]);
    }
  });

  it('a second one changes nothing', async () => {
    const before = await held();
    const stages = await synchronised();

    expect(stages.find(({ name }) => name === 'reconcile')?.figures).toMatchObject({
      confirmed: 0,
      corrected: 0,
      moved: 0,
    });
    expect(await held()).toEqual(before);
  });

  it('drift shows the VFs of servers that were deleted, and one cycle frees them', async () => {
    const ids = (await held()).map(({ id }) => id).sort();
    await advised.cloud.deleteServers(booted.map(({ server }) => server.id));

    await synchronised();
    expect((await driftOf('vf_leaked')).map(({ subject }) => subject.id).sort()).toEqual(ids);
    expect(await advised.send('POST', '/v1/drift:apply', { all: true })).toMatchObject({ status: 200 });

    await synchronised();
    expect(await driftOf('vf_leaked')).toEqual([]);
    expect((await held()).map(({ state }) => state)).toEqual(booted.map(() => 'released'));
    await advised.send('POST', `/v1/recommendations/${await ask('next', GUESTS)}:release`);
  });
});
