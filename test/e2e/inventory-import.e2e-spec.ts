import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { startAdvisor, type TestAdvisor } from '../support/advisor';
import { wireHost } from '../support/wire-host';

const HOST = 'compute-1';
const PF = '0000:3b:00.0';
const MIB = 1024 * 1024;

interface Imported {
  readonly generation: number;
  readonly fact_sources: readonly { readonly fact: string; readonly source: string }[];
}

describe('inventories of other tools', () => {
  let advisor: TestAdvisor;

  beforeAll(async () => (advisor = await startAdvisor()));
  afterAll(() => advisor.close());
  afterEach(() => advisor.send('DELETE', `/v1/hosts/${HOST}`));

  const importing = async (format: string, body: string, query = '', type = 'text/plain') => {
    const path = `/v1/hosts/${HOST}/inventory:import?format=${format}${query}`;
    const answer = await advisor.send('POST', path, body, { 'content-type': type });
    return { ...answer, json: answer.json as Imported };
  };
  const inventory = async () =>
    (await advisor.send('GET', `/v1/hosts/${HOST}/inventory`)).json as Record<string, unknown>;

  it('make a host, and the same again changes nothing but the time', async () => {
    const first = await importing('sriov-nodestate', nodeState(2), '&observed_at=2026-11-21T08:00:00Z');
    expect(first).toMatchObject({
      status: 201,
      json: { host_name: HOST, generation: 1, format: 'sriov-nodestate', orphaned_allocations: [] },
    });
    expect(first.json.fact_sources).toContainEqual({ fact: 'pfs.vfs', source: 'sriov-nodestate' });

    const again = await importing('sriov-nodestate', nodeState(2), '&observed_at=2026-11-21T09:00:00Z');
    expect(again).toMatchObject({
      status: 200,
      json: { ...first.json, changes: { added: [], removed: [], changed: [] }, summary: [] },
    });
    expect(await inventory()).toMatchObject({ generation: 1, observed_at: '2026-11-21T09:00:00.000Z' });
  });

  it('are taken whatever media type they are said to be of', async () => {
    for (const type of ['application/json', 'application/x-ndjson', 'application/xml', 'application/octet-stream']) {
      expect(await importing('sriov-nodestate', nodeState(2), '', type)).toMatchObject({ json: { generation: 1 } });
    }
  });

  it('lie over what was put, and are gone when it is put again', async () => {
    await advisor.send('PUT', `/v1/hosts/${HOST}/inventory`, wireHost(4));
    expect(await importing('sriov-nodestate', nodeState(2), '&generation=1')).toMatchObject({
      status: 200,
      json: { generation: 2 },
    });
    expect(await inventory()).toMatchObject({ pfs: [{ address: PF, physical_network: 'physnet1', vfs: [{}, {}] }] });
    const facts = await advisor.send('GET', `/v1/hosts/${HOST}/facts`);
    expect(facts.json).toMatchObject({ layers: [{ format: 'sriov-nodestate' }] });
    expect((facts.json as { facts: object[] }).facts).toContainEqual(
      expect.objectContaining({
        name: 'pfs',
        source: 'put',
        told_by: expect.arrayContaining(['sriov-nodestate']) as unknown,
      }),
    );

    await advisor.send('PUT', `/v1/hosts/${HOST}/inventory`, { ...wireHost(4), generation: 2 });
    expect((await advisor.send('GET', `/v1/hosts/${HOST}/facts`)).json).toMatchObject({ layers: [], fact_sources: [] });
    expect(await inventory()).toMatchObject({ pfs: [{ vfs: [{}, {}, {}, {}] }] });
  });

  it('are told ahead by a dry run, which writes nothing: of a new host, over what was put, and over a former layer', async () => {
    const steps: readonly (() => Promise<unknown>)[] = [
      () => Promise.resolve(),
      () => advisor.send('PUT', `/v1/hosts/${HOST}/inventory`, { ...wireHost(4), generation: 1 }),
      () => importing('sriov-nodestate', nodeState(4)),
    ];
    for (const prepare of steps) {
      await prepare();
      const hosts = async () => (await advisor.send('GET', '/v1/hosts')).json;
      const before = await hosts();
      const ahead = (await importing('sriov-nodestate', nodeState(2), '&dry_run=true&generation=77')).json as object;
      expect(await hosts()).toEqual(before);

      const { diff, ...told } = ahead as { diff: { changes: object[]; changes_total: number } };
      expect(diff.changes_total).toBeGreaterThan(0);
      expect((await importing('sriov-nodestate', nodeState(2))).json).toEqual(told);
      const { json } = await advisor.send('GET', `/v1/hosts/${HOST}/inventory/changes?limit=1`);
      expect(json).toMatchObject({ history: [{ changes: diff.changes, by: { reason: 'import inventory' } }] });
    }
  });

  it('make the same host in whatever order they come', async () => {
    await importing('libvirt', LIBVIRT);
    await importing('sriov-nodestate', nodeState(2));
    await importing('nova-conf', NOVA_CONF);
    const { generation: _first, observed_at: _then, ...first } = await inventory();
    await advisor.send('DELETE', `/v1/hosts/${HOST}`);
    await importing('nova-conf', NOVA_CONF);
    await importing('sriov-nodestate', nodeState(2));
    await importing('libvirt', LIBVIRT);
    const { generation: _last, observed_at: _now, ...last } = await inventory();

    expect(last).toEqual(first);
    expect(first).toMatchObject({
      numa_nodes: [{ id: 0, cpus: '0-3', memory_mib: 4096 }],
      pfs: [{ address: PF, ifname: 'ens1f0', numa_node: 0, vfs: [{ driver: 'vfio-pci' }, { driver: 'vfio-pci' }] }],
      reserved: { memory_mib: 1024 },
      cpu_dedicated_set: '2-3',
    });
    expect((first as { fact_sources: object[] }).fact_sources).toEqual(
      expect.arrayContaining([
        { fact: 'numa_nodes', source: 'libvirt' },
        { fact: 'pfs.numa_node', source: 'libvirt' },
        { fact: 'pfs.vfs', source: 'sriov-nodestate' },
        { fact: 'cpu_dedicated_set', source: 'nova-conf' },
      ]),
    );
  });

  it('give an inventory that can be put back as it is', async () => {
    await importing('libvirt', LIBVIRT);
    await importing('sriov-nodestate', nodeState(2));
    expect(await advisor.send('PUT', `/v1/hosts/${HOST}/inventory`, await inventory())).toMatchObject({
      status: 200,
      json: { generation: 2, changes: { added: [], removed: [], changed: [] } },
    });
  });

  it('are refused when somebody else changed the host, and nothing of them is kept', async () => {
    await advisor.send('PUT', `/v1/hosts/${HOST}/inventory`, wireHost(4));
    expect(await importing('sriov-nodestate', nodeState(2), '&generation=7')).toMatchObject({
      status: 409,
      json: { code: 'host.generation_conflict' },
    });
    expect((await advisor.send('GET', `/v1/hosts/${HOST}/facts`)).json).toMatchObject({ layers: [] });
  });

  it('are not found where a generation of no host was seen', async () => {
    expect(await importing('sriov-nodestate', nodeState(2), '&generation=1')).toMatchObject({
      status: 404,
      json: { code: 'host.not_found' },
    });
  });

  it.each`
    what                | query                                         | body          | status | code
    ${'no format'}      | ${''}                                         | ${'{}'}       | ${400} | ${'query.invalid'}
    ${'an unknown one'} | ${'?format=papyrus'}                          | ${'{}'}       | ${400} | ${'query.invalid'}
    ${'no body'}        | ${'?format=sriov-nodestate'}                  | ${''}         | ${400} | ${'body.empty'}
    ${'no time'}        | ${'?format=sriov-nodestate&observed_at=noon'} | ${'{}'}       | ${400} | ${'query.invalid'}
    ${'broken text'}    | ${'?format=sriov-nodestate'}                  | ${'{"a": '}   | ${422} | ${'import.malformed'}
    ${'something else'} | ${'?format=sriov-nodestate'}                  | ${'{"a": 1}'} | ${422} | ${'import.not_this_format'}
    ${'a NUL'}          | ${'?format=sriov-nodestate'}                  | ${'a: "\0"'}  | ${422} | ${'import.malformed'}
  `('with $what is $code', async ({ query, body, status, code }: Record<string, string>) => {
    const answer = await advisor.send('POST', `/v1/hosts/${HOST}/inventory:import${query}`, body, {
      'content-type': 'text/plain',
    });
    expect(answer).toMatchObject({ status, json: { code } });
    expect((await advisor.send('GET', `/v1/hosts/${HOST}`)).status).toBe(404);
  });

  it('name the formats that are read, where theirs is not', async () => {
    expect((await importing('papyrus', '{}')).text).toContain('sriov-nodestate');
  });

  it('tell what is left out of them, control characters among it', async () => {
    const nasty = nodeState(1).replace('"ens1f0"', '"ens\\u0001\\ud800"').replace('"mtu":9000', '"mtu":1e30');
    expect(await importing('sriov-nodestate', nasty)).toMatchObject({ status: 201 });
    expect(await inventory()).toMatchObject({ pfs: [{ address: PF, ifname: null, mtu: null }] });
  });

  it('of 200 MB are refused, and are not held', async () => {
    const before = process.memoryUsage.rss();
    let highest = before;
    const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage.rss())), 20);
    const status = await sendZeros(
      `${advisor.url}/v1/hosts/${HOST}/inventory:import?format=sriov-nodestate`,
      200 * MIB,
    );
    clearInterval(watch);

    expect(status).toBe(413);
    // 32 MiB may be held, and the sender is this process, too.
    expect(highest - before).toBeLessThan(120 * MIB);
  });
});

const NOVA_CONF = `[DEFAULT]
reserved_host_memory_mb = 1024

[compute]
cpu_dedicated_set = 2-3
`;

/** A host of one node with one PF, of which libvirt tells no VF. */
const LIBVIRT = `<capabilities><host><topology><cells num='1'><cell id='0'><memory unit='KiB'>4194304</memory>
<cpus num='4'>${[0, 1, 2, 3].map((cpu) => `<cpu id='${cpu}' socket_id='0' core_id='${cpu}' siblings='${cpu}'/>`).join('')}</cpus>
</cell></cells></topology></host></capabilities>
<device><name>pci_0000_3b_00_0</name><driver><name>mlx5_core</name></driver><capability type='pci'><class>0x020000</class>
<domain>0</domain><bus>59</bus><slot>0</slot><function>0</function><product id='0x101d'/><vendor id='0x15b3'/>
<capability type='virt_functions' maxCount='8'/><iommuGroup number='12'/><numa node='0'/></capability></device>`;

/** What the SR-IOV operator knows of a node with one PF of so many VFs. */
function nodeState(vfs: number): string {
  const vf = (index: number) => ({
    pciAddress: `0000:3b:00.${index + 2}`,
    vfID: index,
    vendor: '15b3',
    deviceID: '101e',
    driver: 'vfio-pci',
  });
  return JSON.stringify({
    apiVersion: 'sriovnetwork.openshift.io/v1',
    kind: 'SriovNetworkNodeState',
    metadata: { name: HOST },
    status: {
      interfaces: [
        {
          pciAddress: PF,
          name: 'ens1f0',
          vendor: '15b3',
          deviceID: '101d',
          driver: 'mlx5_core',
          mtu: 9000,
          totalvfs: 8,
          Vfs: Array.from({ length: vfs }, (_, index) => vf(index)),
        },
      ],
    },
  });
}

/** Sends as fast as it is taken, a chunk again and again, whatever is answered meanwhile. */
async function sendZeros(url: string, bytes: number): Promise<number | undefined> {
  const sending = request(url, { method: 'POST', agent: false, headers: { 'content-length': bytes } });
  const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
  const chunk = Buffer.alloc(MIB);
  for (let sent = 0; sent < bytes; sent += chunk.length) {
    if (!sending.write(chunk)) await once(sending, 'drain');
  }
  sending.end();
  const [answer] = await answered;
  answer.resume();
  return answer.statusCode;
}
