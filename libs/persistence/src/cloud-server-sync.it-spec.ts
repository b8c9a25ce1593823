import { randomUUID } from 'node:crypto';
import type { CloudServer, HostClaim } from '@iopath/core';
import { aCloudPort, aCloudServer, anInventory, aPf, aServerTopology, FakeCloud } from '@iopath/testing';
import { CloudError, type StageReport, ServersStage } from '@iopath/usecases';
import { openSpecDatabase, type SpecDatabase, versionOf } from '../../../test/support/spec-database';

const HOST = 'compute-1';
const [WEB, DB] = ['5e000000-0000-4000-8000-000000000001', '5e000000-0000-4000-8000-000000000002'];
const VF = aPf(4).vfs[0]?.address ?? '';

/** The stage of servers on a real database, beside a cloud that says what it was given. */
describe('synchronising the servers of the cloud', () => {
  let database: SpecDatabase;
  let cloud: FakeCloud;
  let stage: ServersStage;
  let nowMs: number;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.clear();
    await database.hosts.putInventory(HOST, null, anInventory({ pfs: [aPf(4)] }));
    await database.hosts.putInventory('compute-2', null, anInventory({ pfs: [aPf(4)] }));
    nowMs = 1_795_000_000_000;
    cloud = new FakeCloud();
    for (const host of [HOST, 'compute-2']) {
      const node = { id: `root-${host}`, hostname: host, host, type: null, version: null } as const;
      cloud.hypervisorList.push({ ...node, state: 'up', status: 'enabled' });
      cloud.providers.push(provider(`root-${host}`, host, `root-${host}`));
      cloud.providers.push(provider(`nic-${host}`, `${host}_0000:3B:00.0`, `root-${host}`));
    }
    stage = new ServersStage(database.cloudServers, database.hosts, null);
  });

  const provider = (uuid: string, name: string, rootUuid: string) => {
    return { uuid, name, generation: 1, parentUuid: uuid === rootUuid ? null : rootUuid, rootUuid };
  };
  const allocate = (consumerId: string, resources: Record<string, number>, providerUuid = `root-${HOST}`): void => {
    cloud.allocations.push({ consumerId, providerUuid, resources });
    cloud.providers = cloud.providers.map((each) =>
      each.uuid === providerUuid ? { ...each, generation: each.generation + 1 } : each,
    );
  };
  const sync = (signal = new AbortController().signal): Promise<StageReport> =>
    stage.run({
      syncId: randomUUID(),
      reader: cloud,
      clock: () => (nowMs += 1_000),
      progress: () => undefined,
      signal,
      storedFactsOf: [],
    });
  const claims = async (hostName = HOST): Promise<readonly HostClaim[]> => {
    const [host] = await database.fleet.read([hostName]);
    return host?.claims ?? [];
  };
  const boot = (changes: Partial<CloudServer> = {}): CloudServer => {
    const server = aCloudServer(changes);
    cloud.serverList = [...cloud.serverList.filter(({ id }) => id !== server.id), server];
    return server;
  };

  it('learns of each server where it is, its CPUs, its ports and what Placement has for it', async () => {
    boot();
    cloud.topologies.set(WEB, aServerTopology());
    cloud.portList.push(aCloudPort({ pciSlot: VF }));
    allocate(WEB, { PCPU: 2, MEMORY_MB: 2048 });
    allocate(WEB, { CUSTOM_PCI_8086_1889: 1 }, `nic-${HOST}`);

    expect(await sync()).toEqual({
      figures: { servers: 1, gone: 0, hosts: 2, topologies_read: 1, claims_changed: 1 },
      warnings: [],
    });
    expect(await claims()).toMatchObject([
      {
        reservationId: WEB,
        isForeign: true,
        pcpus: 2,
        diskGib: 0,
        cells: [{ hostNode: 0, pinnedCpus: [4, 5] }],
        devices: [{ kind: 'vf', address: VF }],
        somewhere: [{ count: 1, among: [{ kind: 'vf', address: '0000:3b:00.0' }] }],
      },
    ]);
    expect((await database.cloudServers.get(WEB))?.observed).toMatchObject({
      ports: [{ pciSlot: VF }],
      topology: { cells: [{}] },
      allocations: [{ consumerId: WEB }, { consumerId: WEB }],
    });
  });

  it('disturbs nobody and asks little when nothing has changed', async () => {
    boot();
    cloud.topologies.set(WEB, aServerTopology());
    allocate(WEB, { PCPU: 2 });
    await sync();
    const version = await versionOf(database, HOST);
    cloud.calls.clear();

    expect((await sync()).figures).toMatchObject({ topologies_read: 0, claims_changed: 0 });
    expect(await versionOf(database, HOST)).toBe(version);
    expect(cloud.calls.get('serverTopology')).toBeUndefined();
    expect(cloud.calls.get('providerAllocations')).toBeUndefined();
  });

  it('reads a topology again when its server has changed', async () => {
    boot();
    cloud.topologies.set(WEB, aServerTopology());
    await sync();
    boot({ updatedAtMs: aCloudServer().updatedAtMs + 1 });
    cloud.topologies.set(WEB, aServerTopology({ cells: [{ vcpus: [0], memoryMib: 1, hostNode: 1, pinning: {} }] }));
    await sync();

    expect(await claims()).toMatchObject([{ cells: [{ hostNode: 1 }] }]);
  });

  it('lets go of what a server that is gone had', async () => {
    boot();
    boot({ id: DB });
    await sync();
    cloud.serverList = cloud.serverList.filter(({ id }) => id !== DB);

    expect((await sync()).figures).toMatchObject({ servers: 1, gone: 1 });
    expect((await claims()).map(({ reservationId }) => reservationId)).toEqual([WEB]);
  });

  it('keeps a server that a list lacks and Nova still knows', async () => {
    boot();
    await sync();
    const hidden = jest.spyOn(cloud, 'servers').mockImplementation(async function* () {
      // The list of a cloud one of whose cells is down.
    });
    expect((await sync()).figures).toMatchObject({ servers: 0, gone: 0 });
    hidden.mockRestore();

    expect(await claims()).toHaveLength(1);
  });

  it('deletes nothing when the list breaks off', async () => {
    boot();
    boot({ id: DB });
    await sync();
    const broken = new CloudError('compute', 'gone away', 502, null, null, true);
    jest.spyOn(cloud, 'servers').mockImplementation(async function* () {
      yield aCloudServer();
      await Promise.reject(broken);
    });

    await expect(sync()).rejects.toBe(broken);
    expect(await claims()).toHaveLength(2);
  });

  it.each(['network', 'placement'] as const)(
    'keeps what the %s service said while it does not answer',
    async (service) => {
      boot();
      cloud.portList.push(aCloudPort({ pciSlot: VF }));
      allocate(WEB, { VCPU: 3 });
      allocate('f0000000-0000-4000-8000-000000000009', { VCPU: 1 });
      await sync();
      const before = await claims();
      cloud.down.add(service);
      boot({ id: DB });

      await expect(sync()).rejects.toMatchObject({ service });
      const after = await claims();
      expect(after.filter(({ reservationId }) => reservationId !== DB)).toEqual(before);
      // What the others say is learned all the same.
      expect(after).toHaveLength(3);
    },
  );

  it('keeps what Placement said though this process has never heard it', async () => {
    boot();
    allocate(WEB, { VCPU: 3 });
    await sync();
    const before = await claims();
    cloud.down.add('placement');
    stage = new ServersStage(database.cloudServers, database.hosts, null);

    await expect(sync()).rejects.toMatchObject({ service: 'placement' });
    expect(await claims()).toEqual(before);
  });

  it('follows a server to its new host, on both of which it is while it is not confirmed there', async () => {
    boot();
    cloud.portList.push(aCloudPort({ pciSlot: VF }));
    await sync();
    const [there] = await claims();
    boot({ status: 'VERIFY_RESIZE', host: 'compute-2', updatedAtMs: 2_000_000_000_000 });
    cloud.portList = [aCloudPort({ pciSlot: VF, hostId: 'compute-2' })];
    await sync();

    expect(await claims()).toEqual([there]);
    expect(await claims('compute-2')).toMatchObject([{ reservationId: WEB, devices: [{ address: VF }] }]);
    boot({ host: 'compute-2', updatedAtMs: 2_000_000_000_001 });
    await sync();
    expect(await claims()).toEqual([]);
    expect(await claims('compute-2')).toHaveLength(1);
  });

  it('counts what is left in Placement of a server that is no more, and of one that the list had not yet', async () => {
    const leak = 'f0000000-0000-4000-8000-000000000009';
    allocate(leak, { VCPU: 6, MEMORY_MB: 64 });
    allocate(DB, { VCPU: 2 });
    const late = aCloudServer({ id: DB });
    jest.spyOn(cloud, 'server').mockImplementation((id) => Promise.resolve(id === DB ? late : null));
    await sync();

    expect(await claims()).toMatchObject([
      { reservationId: DB, vcpus: 2 },
      { reservationId: leak, vcpus: 6, memoryMib: 64 },
    ]);
    expect(await database.cloudServers.get(DB)).not.toBeNull();
    expect(await database.cloudServers.get(leak)).toBeNull();
  });

  it('lets go of what was allocated to a server that is gone, though Placement moves no generation for that', async () => {
    boot();
    allocate(WEB, { VCPU: 2 });
    await sync();
    cloud.serverList = [];
    await sync();
    expect(await claims()).toMatchObject([{ reservationId: WEB, vcpus: 2 }]);
    cloud.allocations = [];
    await sync();

    expect(await claims()).toEqual([]);
  });

  it('stops at the end of its process', async () => {
    boot();

    await expect(sync(AbortSignal.abort(new Error('ending')))).rejects.toThrow('ending');
  });

  it('takes more servers than a page in', async () => {
    for (let nth = 0; nth < 450; nth++) boot({ id: randomUUID(), host: nth % 2 === 0 ? HOST : 'compute-2' });

    expect((await sync()).figures).toMatchObject({ servers: 450, claims_changed: 450 });
    expect(await claims()).toHaveLength(225);
  });
});
