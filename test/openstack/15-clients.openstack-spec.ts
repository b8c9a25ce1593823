import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '@iopath/config';
import { type Cloud, type CloudOptions, openCloud } from '@iopath/openstack';
import { CloudError } from '@iopath/usecases';
import { OpenStackSession, tokenOf } from '../openstack-lab/client/session';
import { TestCloud } from '../openstack-lab/client/test-cloud';
import { openLab } from '../openstack-lab/lab';
import { REGION, SECOND_REGION, URLS } from '../openstack-lab/places';
import { RecordingKeystone } from './support/recording-keystone';

const lab = openLab();
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** The variables of a user of the lab. */
function variables(changes: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    OS_AUTH_URL: URLS.keystone,
    OS_USERNAME: 'svc',
    OS_PASSWORD: lab.password,
    OS_PROJECT_NAME: 'service',
    OS_REGION_NAME: REGION,
    ...changes,
  };
}

const opened: Cloud[] = [];

function open(env: NodeJS.ProcessEnv = variables(), options: CloudOptions = {}, folder?: string): Cloud {
  const { cloudAccess } = readConfig(env, folder);
  if (cloudAccess === null) throw new Error('no cloud is configured');
  const cloud = openCloud(cloudAccess, options);
  opened.push(cloud);
  return cloud;
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

async function failureOf(action: Promise<unknown>): Promise<CloudError> {
  try {
    await action;
  } catch (error) {
    if (error instanceof CloudError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id).sort();

/** Our clients beside plain HTTP, on real services. */
describe('the clients of a real OpenStack', () => {
  let admin: OpenStackSession;
  let made: TestCloud;
  let cloud: Cloud;

  beforeAll(async () => {
    admin = await OpenStackSession.logIn({ user: 'admin', project: 'admin', password: lab.password });
    made = new TestCloud(admin);
    cloud = open();
  });

  afterAll(async () => {
    await made.clear();
    await Promise.all(opened.map((each) => each.close()));
  });

  /** The field of every item of a list, asked for over plain HTTP. */
  async function plain(
    service: 'compute' | 'network' | 'placement' | 'image',
    url: string,
    list: string,
    field = 'id',
  ) {
    const items = (await admin.get(service, url))[list] as readonly Record<string, string>[];
    return items.map((item) => item[field]).sort();
  }

  describe('read', () => {
    it('the hosts: services, hypervisors, aggregates', async () => {
      const services = await cloud.reader.computeServices();
      const hypervisors = await all(cloud.reader.hypervisors());
      const aggregates = await cloud.reader.hostAggregates();

      expect(ids(services)).toEqual(await plain('compute', '/os-services?binary=nova-compute', 'services'));
      expect(ids(hypervisors)).toEqual(await plain('compute', '/os-hypervisors/detail', 'hypervisors'));
      expect(aggregates.map(({ uuid }) => uuid).sort()).toEqual(
        await plain('compute', '/os-aggregates', 'aggregates', 'uuid'),
      );
      expect(new Set(hypervisors.map(({ host }) => host))).toEqual(new Set(services.map(({ host }) => host)));
      for (const { state, updatedAtMs } of services) {
        expect(state).toBe('up');
        expect(Math.abs(Date.now() - Number(updatedAtMs))).toBeLessThan(300_000);
      }
    });

    it('providers as trees, with their inventories, traits, aggregates and usages', async () => {
      const providers = await all(cloud.reader.resourceProviders());
      expect(providers.map(({ uuid }) => uuid).sort()).toEqual(
        await plain('placement', '/resource_providers', 'resource_providers', 'uuid'),
      );
      const roots = providers.filter(({ parentUuid }) => parentUuid === null);
      const hypervisors = await all(cloud.reader.hypervisors());
      expect(roots.map(({ uuid }) => uuid).sort()).toEqual(ids(hypervisors));

      for (const root of roots) {
        const tree = await all(cloud.reader.resourceProviders(root.uuid));
        expect(tree).toEqual(expect.arrayContaining([root]));
        expect(new Set(tree.map(({ rootUuid }) => rootUuid))).toEqual(new Set([root.uuid]));
        const { inventories, traits, usages } = await cloud.reader.providerFacts(root.uuid);
        expect(inventories['MEMORY_MB']?.total).toBeGreaterThan(0);
        expect(traits).toContain('COMPUTE_NODE');
        expect(Object.keys(usages)).toContain('MEMORY_MB');
        expect(Array.isArray(await cloud.reader.providerAllocations(root.uuid))).toBe(true);
      }
      const devices = providers.filter(({ name }) => /_[0-9A-F]{4}:[0-9A-F]{2}:/.test(name));
      expect(devices.length).toBeGreaterThan(0);
    });

    it('agents with their mappings, and extensions', async () => {
      const agents = await cloud.reader.networkAgents();
      expect(ids(agents)).toEqual(await plain('network', '/agents', 'agents'));
      const nic = agents.filter(({ agentType }) => agentType === 'NIC Switch agent');
      const ovs = agents.filter(({ agentType }) => agentType === 'Open vSwitch agent');
      expect(nic.some(({ deviceMappings }) => Object.values(deviceMappings).flat().length > 0)).toBe(true);
      expect(ovs.some(({ bridgeMappings }) => Object.keys(bridgeMappings).length > 0)).toBe(true);
      expect(await cloud.reader.networkExtensions()).toEqual(expect.arrayContaining(['binding', 'provider', 'agent']));
    });

    it('images, one by its id and by its name', async () => {
      const images = await all(cloud.reader.images());
      expect(ids(images)).toEqual(await plain('image', '/v2/images', 'images'));
      const [first] = images;
      expect(await cloud.reader.image(String(first?.id))).toEqual(first);
      expect(ids(await all(cloud.reader.images({ name: String(first?.name) })))).toContain(first?.id);
    });

    it('nothing for what there is not', async () => {
      expect(await cloud.reader.server(NOBODY)).toBeNull();
      expect(await cloud.reader.serverTopology(NOBODY)).toBeNull();
      expect(await cloud.reader.image(NOBODY)).toBeNull();
      expect(await all(cloud.reader.ports({ deviceId: NOBODY }))).toEqual([]);
    });

    it.each([1, 2, 200])('the same lists in pages of %d', async (pageSize) => {
      const network = await made.network('physnet1');
      const ports = await Promise.all([1, 2, 3].map(() => made.port(network, 'normal')));
      const flavors = await Promise.all([1, 2, 3].map(() => made.flavor({ vcpus: 1, ramMib: 64 })));
      const { reader } = open(variables(), { limits: { pageSize } });
      // Others may use the cloud meanwhile: what is ours is there, and nothing is there twice.
      const whole = async (items: AsyncIterable<{ readonly id: string }>, ours: readonly string[]) => {
        const read = ids(await all(items));
        expect(read).toEqual(expect.arrayContaining([...ours]));
        expect(new Set(read).size).toBe(read.length);
      };

      await whole(reader.ports(), ports);
      await whole(reader.networks(), [network]);
      await whole(reader.flavors(), flavors);
      expect(ids(await all(reader.hypervisors()))).toEqual(await plain('compute', '/os-hypervisors', 'hypervisors'));
      await whole(reader.images(), [await made.image()]);
    });

    it('on where a page ends with something that is deleted meanwhile', async () => {
      const network = await made.network('physnet1');
      const ports = await Promise.all([1, 2, 3, 4, 5].map(() => made.port(network, 'normal')));
      const { reader, writer } = open(variables(), { limits: { pageSize: 2 } });
      const read: string[] = [];
      for await (const port of reader.ports()) {
        read.push(port.id);
        if (ports.includes(port.id)) await writer.deletePort(port.id);
      }

      expect(ports.filter((id) => !read.includes(id))).toEqual([]);
    });
  });

  describe('change', () => {
    it('flavors, ports and servers, and read them as they are', async () => {
      const { reader, writer } = cloud;
      const network = await made.network('physnet1');
      const name = made.name('flavor');
      const flavor = await writer.createFlavor({
        name,
        description: 'of a test',
        vcpus: 2,
        ramMib: 1024,
        diskGib: 1,
        isPublic: true,
      });
      const extraSpecs = { 'hw:cpu_policy': 'dedicated', 'hw:numa_nodes': '1' };
      await writer.addExtraSpecs(flavor.id, extraSpecs);
      const port = await writer.createPort({ network_id: network, name, 'binding:vnic_type': 'direct' });
      expect(port).toMatchObject({ name, vnicType: 'direct', networkId: network, pciSlot: null, deviceId: '' });

      const { id } = await writer.createServer({
        server: {
          name,
          flavorRef: flavor.id,
          imageRef: await made.image(),
          networks: [{ port: port.id }],
          metadata: { iopath_member: '0' },
        },
      });
      try {
        expect(await made.settled(id, ['ACTIVE', 'ERROR'])).toMatchObject({ status: 'ACTIVE' });
        const server = await reader.server(id);
        expect(server).toMatchObject({
          name,
          status: 'ACTIVE',
          host: expect.any(String) as string,
          flavor: { name, vcpus: 2, ramMib: 1024, extraSpecs },
          metadata: { iopath_member: '0' },
        });
        expect(await all(reader.servers({ host: String(server?.host), name }))).toEqual([server]);
        const topology = await reader.serverTopology(id);
        expect(topology?.cells).toMatchObject([
          { vcpus: [0, 1], memoryMib: 1024, hostNode: expect.any(Number) as number },
        ]);
        expect(Object.keys(topology?.cells[0]?.pinning ?? {})).toEqual(['0', '1']);
        const [bound] = await all(reader.ports({ deviceId: id }));
        expect(bound).toMatchObject({
          id: port.id,
          vifType: 'hw_veb',
          hostId: server?.host,
          physicalNetwork: 'physnet1',
        });
        expect(bound?.pciSlot).toMatch(/^[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/);
        const hypervisor = (await all(reader.hypervisors())).find(({ host }) => host === server?.host);
        const allocations = await reader.providerAllocations(String(hypervisor?.id));
        expect(allocations.find(({ consumerId }) => consumerId === id)?.resources).toMatchObject({ PCPU: 2 });
      } finally {
        await writer.deleteServer(id);
        await made.deleteServers([id]);
      }
      await writer.deletePort(port.id);
      await writer.deleteFlavor(flavor.id);
      await writer.deleteFlavor(flavor.id);
      expect(ids(await all(reader.flavors()))).not.toContain(flavor.id);
    });

    it("nothing that Nova refuses, and say so in Nova's words", async () => {
      const id = await made.flavor({ vcpus: 1, ramMib: 64 });
      const error = await failureOf(cloud.writer.addExtraSpecs(id, { 'hw:pci_numa_affinity_policy': 'strict' }));

      expect(error).toMatchObject({ service: 'compute', status: 400, code: 'badRequest', isTransient: false });
      expect(error.message).toContain("'strict' is not one of: required, preferred, legacy, socket.");
      expect(error.requestId).toMatch(/^req-/);
    });

    it("nothing that Neutron refuses, and say so in Neutron's words", async () => {
      const error = await failureOf(cloud.writer.createPort({ network_id: NOBODY, name: 'no network' }));

      expect(error).toMatchObject({ service: 'network', status: 404, code: 'NetworkNotFound' });
    });
  });

  describe('log in', () => {
    it('never with a wrong password, and without showing it', async () => {
      const wrong = `wrong-${randomUUID()}`;
      const error = await failureOf(open(variables({ OS_PASSWORD: wrong })).reader.computeServices());

      expect(error).toMatchObject({
        service: 'identity',
        status: 401,
        code: 'cloud.credentials_refused',
        isTransient: false,
      });
      expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(wrong);
    });

    it('again when the token is revoked under them', async () => {
      const keystone = await RecordingKeystone.start();
      try {
        const { reader } = open(variables({ OS_AUTH_URL: keystone.url }));
        await reader.networkExtensions();
        const [token] = keystone.issued;
        await fetch(`${URLS.keystone}/auth/tokens`, {
          method: 'DELETE',
          headers: { 'x-auth-token': admin.token, 'x-subject-token': String(token) },
        });

        expect((await reader.computeServices()).length).toBeGreaterThan(0);
        expect(keystone.issued.length).toBeLessThanOrEqual(2);
        expect(new Set(keystone.issued).size).toBe(keystone.issued.length);
      } finally {
        await keystone.close();
      }
    });

    it('by an application credential', async () => {
      const user = await OpenStackSession.logIn({ user: 'svc', project: 'service', password: lab.password });
      const { users } = await admin.get('keystone', '/users?name=svc');
      const [{ id: userId } = { id: '' }] = users as readonly { readonly id: string }[];
      const created = await user.post('keystone', `/users/${userId}/application_credentials`, {
        application_credential: { name: made.name('credential') },
      });
      const { id, secret } = created['application_credential'] as { readonly id: string; readonly secret: string };
      try {
        const { reader } = open({
          OS_AUTH_TYPE: 'v3applicationcredential',
          OS_AUTH_URL: new URL('/', URLS.keystone).href,
          OS_APPLICATION_CREDENTIAL_ID: id,
          OS_APPLICATION_CREDENTIAL_SECRET: secret,
          OS_PROJECT_NAME: 'left over',
          OS_REGION_NAME: REGION,
        });
        expect((await reader.computeServices()).length).toBeGreaterThan(0);
      } finally {
        await user.delete('keystone', `/users/${userId}/application_credentials/${id}`);
      }
    });

    it('by clouds.yaml and secure.yaml', async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'iopath-clouds-'));
      const auth = { auth_url: URLS.keystone, username: 'svc', project_name: 'service', user_domain_name: 'Default' };
      writeFileSync(
        path.join(folder, 'clouds.yaml'),
        JSON.stringify({ clouds: { lab: { auth: { ...auth, project_domain_name: 'Default' }, region_name: REGION } } }),
      );
      writeFileSync(
        path.join(folder, 'secure.yaml'),
        JSON.stringify({ clouds: { lab: { auth: { password: lab.password } } } }),
      );
      try {
        expect(await open({ OS_CLOUD: 'lab' }, {}, folder).reader.networkExtensions()).toContain('binding');
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    it('and miss a service that the region has not', async () => {
      const { reader } = open(variables({ OS_REGION_NAME: SECOND_REGION }));

      expect((await all(reader.resourceProviders())).length).toBeGreaterThan(0);
      expect(await failureOf(reader.computeServices())).toMatchObject({
        service: 'compute',
        code: 'cloud.endpoint_missing',
      });
    });
  });

  describe('ask Keystone', () => {
    it.each(['svc', 'plain-service'])("as %s what somebody's token is worth", async (user) => {
      const token = await tokenOf({ user: 'demo', project: 'demo', password: lab.password });
      const { tokens } = open(variables({ OS_USERNAME: user }));
      const verified = await tokens.verify(token);

      expect(verified).toMatchObject({ userName: 'demo', projectName: 'demo', isSystemScoped: false });
      expect(verified?.roles).toContain('member');
      expect(verified?.expiresAtMs).toBeGreaterThan(Date.now());
    });

    it('and hear of nobody for garbage and for a token that is revoked', async () => {
      const token = await tokenOf({ user: 'demo', project: 'demo', password: lab.password });
      expect(await cloud.tokens.verify(token)).not.toBeNull();
      await fetch(`${URLS.keystone}/auth/tokens`, {
        method: 'DELETE',
        headers: { 'x-auth-token': admin.token, 'x-subject-token': token },
      });

      expect(await cloud.tokens.verify(token)).toBeNull();
      expect(await cloud.tokens.verify('garbage')).toBeNull();
    });

    it('in vain as somebody who may not ask', async () => {
      const token = await tokenOf({ user: 'demo', project: 'demo', password: lab.password });
      const { tokens } = open(variables({ OS_USERNAME: 'other', OS_PROJECT_NAME: 'other' }));

      expect(await failureOf(tokens.verify(token))).toMatchObject({
        service: 'identity',
        status: 403,
        isTransient: false,
      });
    });
  });

  it("carry the request's id into Nova's log", async () => {
    const requestId = `req-${randomUUID()}`;
    await open(variables(), { requestId: () => requestId }).reader.computeServices();

    const folder = path.join(lab.places.root, 'log');
    const isLogged = () =>
      existsSync(folder) &&
      readdirSync(folder).some(
        (name) => name.startsWith('nova-api') && readFileSync(path.join(folder, name), 'utf8').includes(requestId),
      );
    for (let tries = 0; tries < 50 && !isLogged(); tries += 1) await sleep(200);
    expect(isLogged()).toBe(true);
  });
});
