import type { ComputeService, Hypervisor, NetworkAgent, ProviderFacts, ResourceProvider } from '@iopath/core';
import { anInventory, FakeCloud } from '@iopath/testing';
import { CloudError, HostsStage, NetworksStage, type SyncContext } from '@iopath/usecases';
import { openSpecDatabase, refusal, type SpecDatabase } from '../../../test/support/spec-database';

const NOW_MS = Date.parse('2026-11-21T08:00:00Z');
const MINUTE_MS = 60_000;

describe('what the cloud says of hosts', () => {
  let database: SpecDatabase;
  let cloud: FakeCloud;
  let nowMs: number;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.clear();
    cloud = new FakeCloud();
    nowMs = NOW_MS;
  });

  const context = (): SyncContext => ({
    syncId: 'sync',
    reader: cloud,
    clock: () => nowMs,
    progress: () => undefined,
    signal: new AbortController().signal,
    storedFactsOf: [],
  });
  const syncHosts = () => new HostsStage(database.hostSources).run(context());
  const syncNetworks = () => new NetworksStage(database.hostSources).run(context());

  /** Nova's service `host`, on a hypervisor of a domain name, with a tree of one provider. */
  function addCompute(host: string, changes: Partial<ComputeService> = {}): void {
    const service = {
      id: host,
      host,
      zone: 'az1',
      status: 'enabled',
      state: 'up',
      disabledReason: null,
      updatedAtMs: null,
    } as const;
    cloud.services.push({ ...service, ...changes });
    const id = `provider-of-${host}`;
    const hypervisor: Hypervisor = {
      id,
      hostname: `${host}.example.org`,
      host,
      type: 'QEMU',
      version: 8_002_001,
      state: 'up',
      status: 'enabled',
    };
    cloud.hypervisorList.push(hypervisor);
    cloud.providers.push(provider(id, 1));
    cloud.facts.set(id, {
      inventories: {
        VCPU: { total: 8, reserved: 0, allocationRatio: 16 },
        MEMORY_MB: { total: 16_384, reserved: 512, allocationRatio: 1 },
      },
      traits: ['HW_CPU_X86_AVX2'],
      aggregates: [],
      usages: { VCPU: 0 },
    });
  }
  const provider = (uuid: string, generation: number): ResourceProvider => ({
    uuid,
    name: uuid,
    generation,
    parentUuid: null,
    rootUuid: uuid,
  });
  const agent = (host: string, changes: Partial<NetworkAgent> = {}): NetworkAgent => ({
    id: `agent-${host}`,
    agentType: 'NIC Switch agent',
    host,
    alive: true,
    adminStateUp: true,
    deviceMappings: { physnet1: ['ens1f0'] },
    bridgeMappings: {},
    heartbeatAtMs: nowMs,
    ...changes,
  });
  const inventoryOf = async (hostName: string) => (await database.hosts.inventory(hostName))?.inventory;
  const versionOf = async (hostName: string) => (await database.fleet.read([hostName]))[0]?.version;
  const put = (hostName: string, generation: number | null = null, changes = {}) =>
    database.hosts.putInventory(hostName, generation, { ...anInventory(), ...changes });

  it('merges into what was put, under the name that it was put by, and leaves its generation alone', async () => {
    await put('compute-1.example.org');
    const before = await versionOf('compute-1.example.org');
    addCompute('compute-1');
    cloud.aggregates = [{ uuid: 'a', name: 'fast', availabilityZone: 'az1', hosts: ['compute-1'], metadata: {} }];
    const { figures } = await syncHosts();

    expect(figures).toMatchObject({ hosts: 1, services_changed: 1, trees_read: 1, trees_changed: 1 });
    expect([...(await database.hostSources.hostNames())]).toEqual(['compute-1.example.org']);
    const stored = await database.hosts.inventory('compute-1.example.org');
    expect(stored?.generation).toBe(1);
    expect(stored?.inventory).toMatchObject({
      availabilityZone: 'az1',
      aggregates: ['fast'],
      computeService: { status: 'enabled', state: 'up' },
      allocationRatios: { cpu: 16 },
      traits: ['HW_CPU_X86_AVX2'],
      numaNodes: anInventory().numaNodes,
      cloudSources: ['nova', 'placement'],
    });
    expect(await versionOf('compute-1.example.org')).toBeGreaterThan(before as number);
  });

  it('writes nothing but the time when the cloud says what it said, and reads no tree again', async () => {
    await put('compute-1');
    addCompute('compute-1');
    await syncHosts();
    await syncNetworks();
    const version = await versionOf('compute-1');
    const rows = 'SELECT host_name, source, xmin::text FROM host_source ORDER BY 1, 2';
    const before = await database.sql.query(rows);
    const reads = cloud.calls.get('providerFacts');

    nowMs += MINUTE_MS;
    const hosts = await syncHosts();
    const networks = await syncNetworks();

    expect(hosts.figures).toMatchObject({ services_changed: 0, trees_read: 0, inventories_changed: 0 });
    expect(networks.figures).toMatchObject({ hosts_changed: 0, inventories_changed: 0 });
    expect(await versionOf('compute-1')).toBe(version);
    expect((await database.sql.query(rows)).rows).toEqual(before.rows);
    expect(cloud.calls.get('providerFacts')).toBe(reads);
    expect(await database.hostSources.observations()).toEqual({ nova: nowMs, placement: nowMs, neutron: nowMs });
  });

  it('keeps usages without another inventory, and reads a tree whose generation has moved', async () => {
    await put('compute-1');
    addCompute('compute-1');
    await syncHosts();
    const version = await versionOf('compute-1');
    const id = 'provider-of-compute-1';
    cloud.providers = [provider(id, 2)];
    cloud.facts.set(id, { ...(cloud.facts.get(id) as ProviderFacts), usages: { VCPU: 4 } });
    const { figures } = await syncHosts();

    expect(figures).toMatchObject({ trees_read: 1, trees_changed: 1, inventories_changed: 0 });
    expect(await versionOf('compute-1')).toBe(version);
    expect((await database.hostSources.of('compute-1'))?.placement?.providers[0]?.usages).toEqual({ VCPU: 4 });
  });

  it('reads a tree whose generation has moved, and writes no document where it says the same', async () => {
    await put('compute-1');
    addCompute('compute-1');
    await syncHosts();
    cloud.providers = [provider('provider-of-compute-1', 2)];

    expect((await syncHosts()).figures).toMatchObject({ trees_read: 1, trees_changed: 0 });
    expect((await syncHosts()).figures).toMatchObject({ trees_read: 0 });
  });

  it('makes a host that nobody put, which the first put takes over', async () => {
    addCompute('compute-9');
    await syncHosts();
    expect(await inventoryOf('compute-9')).toMatchObject({
      source: 'cloud',
      numaNodes: [],
      totals: { vcpus: 8, memoryMib: 16_384 },
    });
    const capacity = await database.sql.query(
      `SELECT resource, capacity FROM host_capacity WHERE host_name = 'compute-9' AND place = '' ORDER BY resource`,
    );
    expect(capacity.rows).toEqual([
      { resource: 'disk_gib', capacity: null },
      { resource: 'memory_mib', capacity: String(16_384 - 512) },
      { resource: 'pcpus', capacity: '0' },
      { resource: 'vcpus', capacity: '128' },
    ]);

    const written = await put('compute-9');
    expect(written).toMatchObject({ created: true, generation: 2 });
    expect(await inventoryOf('compute-9')).toMatchObject({
      allocationRatios: { cpu: 16 },
      numaNodes: anInventory().numaNodes,
    });
    expect((await inventoryOf('compute-9'))?.totals).toBeUndefined();
    await expect(put('compute-9', null, { rack: 'r9' })).rejects.toMatchObject(
      refusal('conflict', 'host.already_exists'),
    );
  });

  it('takes the same document again as no change, though the cloud tells of the host, and another one by its generation', async () => {
    await put('compute-1');
    addCompute('compute-1');
    await syncHosts();

    const again = await put('compute-1', null, { observedAtMs: NOW_MS });
    expect(again).toMatchObject({ created: false, generation: 1, changes: { added: [], removed: [], changed: [] } });
    expect((await inventoryOf('compute-1'))?.observedAtMs).toBe(NOW_MS);

    await expect(put('compute-1', 7, { rack: 'r2' })).rejects.toMatchObject(
      refusal('conflict', 'host.generation_conflict'),
    );
    const other = await put('compute-1', 1, { rack: 'r2', availabilityZone: 'put' });
    expect(other).toMatchObject({ generation: 2, changes: { changed: [], added: ['rack'] } });
    expect(await inventoryOf('compute-1')).toMatchObject({ rack: 'r2', availabilityZone: 'az1' });
  });

  it('marks what Nova knows no more, once, and takes the mark off when it is back', async () => {
    await put('compute-1');
    addCompute('compute-1');
    await syncHosts();
    const services = cloud.services;
    cloud.services = [];
    const gone = await syncHosts();
    expect(gone.warnings).toEqual(['Nova knows these hosts no more: compute-1']);
    expect(gone.figures).toMatchObject({ hosts_gone: 1, services_changed: 1 });
    expect((await inventoryOf('compute-1'))?.computeService).toMatchObject({ state: 'absent' });
    expect((await syncHosts()).figures).toMatchObject({ services_changed: 0 });

    cloud.services = services;
    await syncHosts();
    expect((await inventoryOf('compute-1'))?.computeService).toMatchObject({ state: 'up' });
  });

  it('takes over what Nova says though Placement does not answer, and tells how old the rest is', async () => {
    await put('compute-1');
    addCompute('compute-1');
    await syncHosts();
    cloud.down.add('placement');
    cloud.services = cloud.services.map((service) => ({
      ...service,
      status: 'disabled',
      disabledReason: 'maintenance',
    }));
    nowMs += 60 * MINUTE_MS;

    await expect(syncHosts()).rejects.toBeInstanceOf(CloudError);
    expect((await inventoryOf('compute-1'))?.computeService).toEqual({
      status: 'disabled',
      state: 'up',
      disabledReason: 'maintenance',
    });
    expect(await database.hostSources.observations()).toEqual({ nova: nowMs, placement: NOW_MS });
  });

  it('tells planners when services last answered, and which extensions Neutron has', async () => {
    expect(await database.fleet.cloud()).toBeNull();
    cloud.extensions = ['qos', 'binding'];
    await syncNetworks();
    await new Promise((resolve) => setTimeout(resolve, 1_100));

    expect(await database.fleet.cloud()).toEqual({
      observed: { neutron: NOW_MS },
      neutronExtensions: ['binding', 'qos'],
    });
  });

  it('keeps agents of hosts, fills the networks that were not put, and forgets a dead agent’s life', async () => {
    const pfs = anInventory().pfs.map((pf) => ({ ...pf, ifname: 'ens1f0', physicalNetwork: null }));
    await put('compute-1', null, { pfs });
    await put('compute-2');
    addCompute('compute-1');
    addCompute('compute-2');
    await syncHosts();
    cloud.agents = [agent('compute-1'), agent('network-node')];
    await syncNetworks();

    expect(await inventoryOf('compute-1')).toMatchObject({
      networkAgents: [{ agentType: 'NIC Switch agent', alive: true, physicalNetworks: ['physnet1'] }],
      pfs: [{ physicalNetwork: 'physnet1' }],
    });
    expect(await database.fleet.unknownPhysicalNetworks(['physnet1'])).toEqual([]);
    expect((await inventoryOf('compute-2'))?.networkAgents).toEqual([]);
    expect([...(await database.hostSources.hostNames())].sort()).toEqual(['compute-1', 'compute-2']);

    cloud.agents = [agent('compute-1', { alive: false })];
    await syncNetworks();
    expect((await inventoryOf('compute-1'))?.networkAgents).toMatchObject([{ alive: false }]);
    cloud.agents = [];
    await syncNetworks();
    expect((await inventoryOf('compute-1'))?.networkAgents).toEqual([]);
  });

  it('replaces networks, writing only those that changed', async () => {
    const network = (id: string, name: string) => ({
      id,
      name,
      projectId: null,
      shared: false,
      external: false,
      mtu: null,
      segments: [],
    });
    cloud.networkList = [network('1', 'one'), network('2', 'two')];
    expect((await syncNetworks()).figures).toMatchObject({ networks: 2, networks_changed: 2 });
    cloud.networkList = [network('1', 'one'), network('3', 'three')];
    expect((await syncNetworks()).figures).toMatchObject({ networks: 2, networks_changed: 2 });
    expect((await syncNetworks()).figures).toMatchObject({ networks_changed: 0 });
    expect((await database.sql.query('SELECT id FROM cloud_network ORDER BY id')).rows).toEqual([
      { id: '1' },
      { id: '3' },
    ]);
  });
});
