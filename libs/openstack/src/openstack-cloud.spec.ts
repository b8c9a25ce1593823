import type { FakeServiceType } from '@iopath/testing';
import { all, OpenedCloud } from './opened-cloud.fixture';

let opened: OpenedCloud;

beforeEach(async () => {
  opened = await OpenedCloud.start();
});

afterEach(() => opened.close());

function serves(service: FakeServiceType, path: string, body: unknown): void {
  opened.openStack.on(service, 'GET', path, { status: 200, body });
}

const queryOf = (service: FakeServiceType, path: string) =>
  Object.fromEntries(opened.openStack.received(service, 'GET', path)[0]?.query ?? []);

describe('what Nova says', () => {
  const SERVER = {
    id: 's1',
    name: 'db-1',
    tenant_id: 'p1',
    user_id: 'u1',
    status: 'ACTIVE',
    'OS-EXT-STS:task_state': null,
    'OS-EXT-SRV-ATTR:host': 'compute-01',
    'OS-EXT-SRV-ATTR:hypervisor_hostname': 'compute-01.example',
    flavor: {
      original_name: 'f',
      vcpus: 8,
      ram: 16384,
      disk: 40,
      ephemeral: 0,
      swap: 0,
      extra_specs: { 'hw:cpu_policy': 'dedicated' },
    },
    image: { id: 'i1', links: [] },
    metadata: { iopath_member: '0' },
    created: '2026-11-21T10:00:00Z',
    updated: '2026-11-21T10:00:05Z',
  };
  const READ_SERVER = {
    id: 's1',
    name: 'db-1',
    projectId: 'p1',
    userId: 'u1',
    status: 'ACTIVE',
    taskState: null,
    host: 'compute-01',
    hypervisorHostname: 'compute-01.example',
    flavor: {
      name: 'f',
      vcpus: 8,
      ramMib: 16384,
      diskGib: 40,
      ephemeralGib: 0,
      swapMib: 0,
      extraSpecs: { 'hw:cpu_policy': 'dedicated' },
    },
    imageProperties: null,
    imageId: 'i1',
    metadata: { iopath_member: '0' },
    faultMessage: null,
    createdAtMs: Date.parse('2026-11-21T10:00:00Z'),
    updatedAtMs: Date.parse('2026-11-21T10:00:05Z'),
  };

  it('of a server becomes a server', async () => {
    serves('compute', '/v2.1/servers/detail', { servers: [SERVER] });

    expect(await all(opened.cloud.reader.servers())).toEqual([READ_SERVER]);
  });

  it('of one server is read by its id, and null when there is none', async () => {
    serves('compute', '/v2.1/servers/s1', { server: SERVER });

    expect(await opened.cloud.reader.server('s1')).toEqual(READ_SERVER);
    expect(await opened.cloud.writer.server('s1')).toEqual(READ_SERVER);
    expect(await opened.cloud.reader.server('gone')).toBeNull();
  });

  it('of a server that failed, boots from a volume or is of a newer Nova is read too', async () => {
    const failed = {
      ...SERVER,
      status: 'ERROR',
      image: '',
      'OS-EXT-SRV-ATTR:host': null,
      fault: { code: 500, created: '2026-11-21T10:00:05Z', message: 'No valid host was found.' },
    };
    const newer = { ...SERVER, image: { id: 'i1', properties: { hw_vif_model: 'virtio', min_ram: 0 } } };
    serves('compute', '/v2.1/servers/detail', { servers: [failed, newer] });

    expect(await all(opened.cloud.reader.servers())).toMatchObject([
      { status: 'ERROR', imageId: null, imageProperties: null, host: null, faultMessage: 'No valid host was found.' },
      { imageId: 'i1', imageProperties: { hw_vif_model: 'virtio', min_ram: '0' } },
    ]);
  });

  it('is asked of all projects, a host, a time and a name', async () => {
    const other = { ...SERVER, id: 's2', name: 'dbx1' };
    serves('compute', '/v2.1/servers/detail', { servers: [SERVER, other] });
    const changedSinceMs = Date.parse('2026-11-21T09:00:00Z');
    const servers = await all(opened.cloud.reader.servers({ host: 'compute-01', changedSinceMs, name: 'db-1' }));

    expect(servers.map(({ id }) => id)).toEqual(['s1']);
    expect(queryOf('compute', '/v2.1/servers/detail')).toEqual({
      all_tenants: '1',
      host: 'compute-01',
      'changes-since': '2026-11-21T09:00:00.000Z',
      name: '^db-1$',
      limit: '200',
    });
  });

  it('of a topology becomes cells, and null where the guest has none', async () => {
    const node = { vcpu_set: [0, 1], siblings: [], memory_mb: 1024, host_node: 1, cpu_pinning: { 0: 18, 1: 50 } };
    serves('compute', '/v2.1/servers/s1/topology', { nodes: [node], pagesize_kb: 1048576 });
    serves('compute', '/v2.1/servers/s2/topology', { nodes: [], pagesize_kb: null });
    serves('compute', '/v2.1/servers/s3/topology', { nodes: [{ ...node, host_node: null, cpu_pinning: null }] });
    const { reader } = opened.cloud;

    expect(await reader.serverTopology('s1')).toEqual({
      pageSizeKib: 1048576,
      cells: [{ vcpus: [0, 1], memoryMib: 1024, hostNode: 1, pinning: { 0: 18, 1: 50 } }],
    });
    expect(await reader.serverTopology('s2')).toBeNull();
    expect(await reader.serverTopology('s3')).toMatchObject({
      pageSizeKib: null,
      cells: [{ hostNode: null, pinning: {} }],
    });
    expect(await reader.serverTopology('gone')).toBeNull();
  });

  it('of computes, hypervisors and aggregates becomes hosts', async () => {
    serves('compute', '/v2.1/os-services', {
      services: [
        {
          id: 'c1',
          host: 'compute-01',
          zone: 'az1',
          status: 'disabled',
          state: 'up',
          disabled_reason: 'repair',
          updated_at: '2026-11-21T10:00:00.000000',
        },
      ],
    });
    serves('compute', '/v2.1/os-hypervisors/detail', {
      hypervisors: [
        {
          id: 'h1',
          hypervisor_hostname: 'compute-01.example',
          hypervisor_type: 'QEMU',
          hypervisor_version: 8002002,
          state: 'up',
          status: 'enabled',
          service: { id: 'c1', host: 'compute-01', disabled_reason: null },
        },
      ],
    });
    serves('compute', '/v2.1/os-aggregates', {
      aggregates: [
        { uuid: 'a1', name: 'fast', availability_zone: null, hosts: ['compute-01'], metadata: { ssd: 'true' } },
      ],
    });
    const { reader } = opened.cloud;

    expect(await reader.computeServices()).toEqual([
      {
        id: 'c1',
        host: 'compute-01',
        zone: 'az1',
        status: 'disabled',
        state: 'up',
        disabledReason: 'repair',
        updatedAtMs: Date.parse('2026-11-21T10:00:00Z'),
      },
    ]);
    expect(await all(reader.hypervisors())).toEqual([
      {
        id: 'h1',
        hostname: 'compute-01.example',
        host: 'compute-01',
        type: 'QEMU',
        version: 8002002,
        state: 'up',
        status: 'enabled',
      },
    ]);
    expect(await reader.hostAggregates()).toEqual([
      { uuid: 'a1', name: 'fast', availabilityZone: null, hosts: ['compute-01'], metadata: { ssd: 'true' } },
    ]);
    expect(queryOf('compute', '/v2.1/os-services')).toEqual({ binary: 'nova-compute' });
  });

  it('of flavors becomes flavors, public or not', async () => {
    const flavor = {
      id: 'f1',
      name: 'small',
      description: null,
      vcpus: 2,
      ram: 2048,
      disk: 10,
      'OS-FLV-EXT-DATA:ephemeral': 5,
      swap: '',
      'os-flavor-access:is_public': false,
      'OS-FLV-DISABLED:disabled': false,
      extra_specs: {},
    };
    serves('compute', '/v2.1/flavors/detail', { flavors: [flavor] });

    expect(await all(opened.cloud.reader.flavors())).toEqual([
      {
        id: 'f1',
        name: 'small',
        description: null,
        vcpus: 2,
        ramMib: 2048,
        diskGib: 10,
        ephemeralGib: 5,
        swapMib: 0,
        isPublic: false,
        isDisabled: false,
        extraSpecs: {},
      },
    ]);
    expect(queryOf('compute', '/v2.1/flavors/detail')).toMatchObject({ is_public: 'None' });
  });
});

describe('what Placement says', () => {
  it('of providers, their facts and who holds what', async () => {
    const provider = {
      uuid: 'r1',
      name: 'compute-01',
      generation: 7,
      parent_provider_uuid: null,
      root_provider_uuid: 'r1',
    };
    serves('placement', '/resource_providers', { resource_providers: [provider] });
    serves('placement', '/resource_providers/r1/inventories', {
      resource_provider_generation: 7,
      inventories: { VCPU: { total: 32, reserved: 2, allocation_ratio: 16, min_unit: 1, max_unit: 32, step_size: 1 } },
    });
    serves('placement', '/resource_providers/r1/traits', { traits: ['HW_CPU_HYPERTHREADING'] });
    serves('placement', '/resource_providers/r1/aggregates', { aggregates: ['a1'] });
    serves('placement', '/resource_providers/r1/usages', { usages: { VCPU: 4 } });
    serves('placement', '/resource_providers/r1/allocations', { allocations: { s1: { resources: { VCPU: 4 } } } });
    const { reader } = opened.cloud;

    expect(await all(reader.resourceProviders('r1'))).toEqual([
      { uuid: 'r1', name: 'compute-01', generation: 7, parentUuid: null, rootUuid: 'r1' },
    ]);
    expect(queryOf('placement', '/resource_providers')).toEqual({ in_tree: 'r1' });
    expect(await reader.providerFacts('r1')).toEqual({
      inventories: { VCPU: { total: 32, reserved: 2, allocationRatio: 16 } },
      traits: ['HW_CPU_HYPERTHREADING'],
      aggregates: ['a1'],
      usages: { VCPU: 4 },
    });
    expect(await reader.providerAllocations('r1')).toEqual([
      { consumerId: 's1', providerUuid: 'r1', resources: { VCPU: 4 } },
    ]);
  });
});

describe('what Neutron says', () => {
  it('of agents with their mappings, and of extensions', async () => {
    const agent = { id: 'n1', agent_type: 'NIC Switch agent', host: 'compute-01', alive: true, admin_state_up: true };
    const heartbeat_timestamp = '2026-11-21 10:00:00';
    serves('network', '/v2.0/agents', {
      agents: [
        {
          ...agent,
          heartbeat_timestamp,
          configurations: { device_mappings: { physnet1: ['ens1f0', 'ens2f0'], physnet2: 'ens3f0' } },
        },
        { ...agent, agent_type: 'Open vSwitch agent', configurations: { bridge_mappings: { physnet1: 'br-ex' } } },
        { ...agent, agent_type: 'DHCP agent', alive: false },
      ],
    });
    serves('network', '/v2.0/extensions', { extensions: [{ alias: 'qos' }, { alias: 'trunk' }] });
    const { reader } = opened.cloud;

    expect(await reader.networkAgents()).toEqual([
      {
        id: 'n1',
        agentType: 'NIC Switch agent',
        host: 'compute-01',
        alive: true,
        adminStateUp: true,
        deviceMappings: { physnet1: ['ens1f0', 'ens2f0'], physnet2: ['ens3f0'] },
        bridgeMappings: {},
        heartbeatAtMs: Date.parse('2026-11-21T10:00:00Z'),
      },
      expect.objectContaining({ deviceMappings: {}, bridgeMappings: { physnet1: 'br-ex' }, heartbeatAtMs: null }),
      expect.objectContaining({ alive: false, deviceMappings: {}, bridgeMappings: {} }),
    ]);
    expect(await reader.networkExtensions()).toEqual(['qos', 'trunk']);
  });

  it('of networks with one segment, several, and those it does not show', async () => {
    const segment = {
      'provider:network_type': 'vlan',
      'provider:physical_network': 'physnet1',
      'provider:segmentation_id': 100,
    };
    const network = { id: 'n1', name: 'data', project_id: 'p1', shared: true, 'router:external': false, mtu: 9000 };
    serves('network', '/v2.0/networks', {
      networks: [
        { ...network, ...segment },
        { ...network, segments: [segment, segment] },
        { id: 'n3', tenant_id: '' },
      ],
    });
    const read = { networkType: 'vlan', physicalNetwork: 'physnet1', segmentationId: 100 };

    expect(await all(opened.cloud.reader.networks({ projectId: 'p1' }))).toEqual([
      { id: 'n1', name: 'data', projectId: 'p1', shared: true, external: false, mtu: 9000, segments: [read] },
      expect.objectContaining({ segments: [read, read] }),
      {
        id: 'n3',
        name: '',
        projectId: null,
        shared: false,
        external: false,
        mtu: null,
        segments: [{ networkType: null, physicalNetwork: null, segmentationId: null }],
      },
    ]);
    expect(queryOf('network', '/v2.0/networks')).toEqual({ project_id: 'p1', limit: '200' });
  });

  it('of ports with and without a device', async () => {
    const profile = { pci_vendor_info: '15b3:101e', pci_slot: '0000:3b:00.2', physical_network: 'physnet1' };
    const port = {
      id: 'p1',
      name: 'data',
      project_id: 'p1',
      network_id: 'n1',
      device_id: 's1',
      device_owner: 'compute:az1',
      'binding:host_id': 'compute-01',
      'binding:vnic_type': 'direct',
      'binding:vif_type': 'hw_veb',
      'binding:profile': profile,
      status: 'ACTIVE',
      updated_at: '2026-11-21T10:00:00Z',
    };
    const bare = { id: 'p2', network_id: 'n1', 'binding:host_id': '', 'binding:profile': {}, status: 'DOWN' };
    serves('network', '/v2.0/ports', { ports: [port, bare] });

    expect(await all(opened.cloud.reader.ports({ hostId: 'compute-01', deviceId: 's1', name: 'data' }))).toEqual([
      {
        id: 'p1',
        name: 'data',
        projectId: 'p1',
        networkId: 'n1',
        deviceId: 's1',
        deviceOwner: 'compute:az1',
        hostId: 'compute-01',
        vnicType: 'direct',
        pciSlot: '0000:3b:00.2',
        bindingProfile: profile,
        vifType: 'hw_veb',
        physicalNetwork: 'physnet1',
        status: 'ACTIVE',
        updatedAtMs: Date.parse('2026-11-21T10:00:00Z'),
      },
      expect.objectContaining({ hostId: null, vnicType: 'normal', pciSlot: null, bindingProfile: {}, deviceId: '' }),
    ]);
    expect(queryOf('network', '/v2.0/ports')).toEqual({
      'binding:host_id': 'compute-01',
      device_id: 's1',
      name: 'data',
      limit: '200',
    });
  });
});

describe('what Glance says', () => {
  it("of an image is its own attributes, and everything else as the image's properties", async () => {
    const image = {
      id: 'i1',
      name: 'ubuntu',
      status: 'active',
      visibility: 'public',
      min_disk: 10,
      min_ram: 512,
      tags: [],
      size: 65536,
      os_hidden: false,
      hw_vif_model: 'virtio',
      hw_vif_multiqueue_enabled: 'true',
      owner_specified: null,
    };
    serves('image', '/v2/images/i1', image);
    serves('image', '/v2/images', { images: [image] });
    const read = {
      id: 'i1',
      name: 'ubuntu',
      status: 'active',
      visibility: 'public',
      minDiskGib: 10,
      minRamMib: 512,
      properties: { hw_vif_model: 'virtio', hw_vif_multiqueue_enabled: 'true' },
    };

    expect(await opened.cloud.reader.image('i1')).toEqual(read);
    expect(await all(opened.cloud.reader.images({ name: 'ubuntu' }))).toEqual([read]);
    expect(queryOf('image', '/v2/images')).toEqual({ name: 'ubuntu', limit: '200' });
    expect(await opened.cloud.reader.image('gone')).toBeNull();
  });
});

describe('what is changed', () => {
  const sent = (service: FakeServiceType, method: string, path: string) =>
    opened.openStack.received(service, method, path)[0]?.body;

  it('is a flavor and its extra specs', async () => {
    const { openStack, cloud } = opened;
    openStack.on('compute', 'POST', '/v2.1/flavors', ({ body }) => ({
      status: 200,
      body: { flavor: { ...(body as { flavor: object }).flavor, id: 'f1' } },
    }));
    openStack.on('compute', 'POST', '/v2.1/flavors/f1/os-extra_specs', { status: 200, body: { extra_specs: {} } });
    openStack.on('compute', 'DELETE', '/v2.1/flavors/f1', { status: 202 });
    const flavor = { name: 'iopath-1', description: 'd', vcpus: 2, ramMib: 1024, diskGib: 10, isPublic: false };

    expect(await cloud.writer.createFlavor(flavor)).toMatchObject({ ...flavor, id: 'f1' });
    await cloud.writer.addExtraSpecs('f1', { 'hw:cpu_policy': 'dedicated' });
    await cloud.writer.deleteFlavor('f1');
    await cloud.writer.deleteFlavor('gone');
    expect(sent('compute', 'POST', '/v2.1/flavors')).toEqual({
      flavor: {
        name: 'iopath-1',
        description: 'd',
        vcpus: 2,
        ram: 1024,
        disk: 10,
        'os-flavor-access:is_public': false,
      },
    });
    expect(sent('compute', 'POST', '/v2.1/flavors/f1/os-extra_specs')).toEqual({
      extra_specs: { 'hw:cpu_policy': 'dedicated' },
    });
  });

  it("is refused in the service's own words", async () => {
    const message = "Validation failed; extra spec 'hw:numa_nodez' does not appear to be a valid extra spec.";
    opened.openStack.on('compute', 'POST', '/v2.1/flavors/f1/os-extra_specs', {
      status: 400,
      body: { badRequest: { code: 400, message } },
    });

    await expect(opened.cloud.writer.addExtraSpecs('f1', { 'hw:numa_nodez': '1' })).rejects.toMatchObject({
      service: 'compute',
      status: 400,
      code: 'badRequest',
      message,
    });
  });

  it('is a port', async () => {
    const { openStack, cloud } = opened;
    openStack.on('network', 'POST', '/v2.0/ports', {
      status: 201,
      body: { port: { id: 'p1', network_id: 'n1', 'binding:vnic_type': 'direct', status: 'DOWN' } },
    });
    openStack.on('network', 'DELETE', '/v2.0/ports/p1', { status: 204 });

    expect(
      await cloud.writer.createPort({ network_id: 'n1', name: 'data', 'binding:vnic_type': 'direct' }),
    ).toMatchObject({ id: 'p1', vnicType: 'direct' });
    await cloud.writer.deletePort('p1');
    await cloud.writer.deletePort('gone');
    expect(sent('network', 'POST', '/v2.0/ports')).toEqual({
      port: { network_id: 'n1', name: 'data', 'binding:vnic_type': 'direct' },
    });
  });

  it('is a server', async () => {
    const { openStack, cloud } = opened;
    openStack.on('compute', 'POST', '/v2.1/servers', { status: 202, body: { server: { id: 's1', links: [] } } });
    openStack.on('compute', 'POST', '/v2.1/servers/s1/action', { status: 202 });
    openStack.on('compute', 'DELETE', '/v2.1/servers/s1', { status: 204 });
    const body = { server: { name: 'db-1', networks: [{ port: 'p1' }] }, 'os:scheduler_hints': { group: 'g1' } };

    expect(await cloud.writer.createServer(body)).toEqual({ id: 's1' });
    await cloud.writer.serverAction('s1', { confirmResize: null });
    await cloud.writer.deleteServer('s1');
    await cloud.writer.deleteServer('gone');
    expect(sent('compute', 'POST', '/v2.1/servers')).toEqual(body);
    expect(sent('compute', 'POST', '/v2.1/servers/s1/action')).toEqual({ confirmResize: null });
  });

  it('stays within the path that is meant, whatever an id looks like', async () => {
    opened.openStack.on('compute', 'DELETE', /./, { status: 204 });
    await opened.cloud.writer.deleteFlavor('../servers/s1?x');

    expect(opened.openStack.received('compute', 'DELETE')[0]?.path).toBe('/v2.1/flavors/..%2Fservers%2Fs1%3Fx');
  });
});
