import { all, cloudErrorOf, OpenedCloud } from '../opened-cloud.fixture';

let opened: OpenedCloud;

beforeEach(async () => {
  opened = await OpenedCloud.start();
});

afterEach(() => opened.close());

const AGENTS = { status: 200, body: { agents: [] } } as const;
const SERVICES = { status: 200, body: { services: [] } } as const;

describe('the address of a service', () => {
  it('is found in the catalog, and its version in its own document', async () => {
    const { openStack, cloud } = opened;
    openStack.on('network', 'GET', '/v2.0/agents', AGENTS);
    openStack.on('compute', 'GET', '/v2.1/os-services', SERVICES);
    openStack.on('placement', 'GET', '/resource_providers', { status: 200, body: { resource_providers: [] } });
    openStack.on('image', 'GET', '/v2/images', { status: 200, body: { images: [] } });
    await cloud.reader.networkAgents();
    await cloud.reader.computeServices();
    await all(cloud.reader.resourceProviders());
    await all(cloud.reader.images());

    const asked = openStack.requests.filter(({ service }) => service !== 'identity');
    expect(asked.map(({ service, path }) => `${service} ${path}`)).toEqual([
      'network /',
      'network /v2.0/agents',
      'compute /v2.1/',
      'compute /v2.1/os-services',
      'placement /',
      'placement /resource_providers',
      'image /',
      'image /v2/images',
    ]);
  });

  it('is asked for its versions once', async () => {
    opened.openStack.on('network', 'GET', '/v2.0/agents', AGENTS);
    await Promise.all([1, 2, 3].map(() => opened.cloud.reader.networkAgents()));
    await opened.cloud.reader.networkAgents();

    expect(opened.openStack.received('network', 'GET', '/')).toHaveLength(1);
  });

  it.each(['/compute', '/compute/', '/compute/v2.1', '/compute/v2.1/project-service'])(
    'may be told as %s',
    async (path) => {
      const { openStack } = opened;
      openStack.on('compute', 'GET', '/v2.1/os-services', SERVICES);
      const cloud = opened.reopen({ endpointOverrides: { compute: `${openStack.url}${path}` } });

      expect(await cloud.reader.computeServices()).toEqual([]);
    },
  );

  it('stays where it was told, whatever the document believes', async () => {
    const { openStack, cloud } = opened;
    openStack.on('network', 'GET', '/v2.0/agents', AGENTS);
    const links = [{ rel: 'self', href: 'https://internal.example:9696/elsewhere/v2.0/' }];
    openStack.on('network', 'GET', '/', {
      status: 200,
      body: { versions: [{ id: 'v2.0', status: 'CURRENT', links }] },
    });

    expect(await cloud.reader.networkAgents()).toEqual([]);
  });

  it('is that of the region and the interface that are wanted', async () => {
    const { openStack } = opened;
    openStack.keystone.regions = ['RegionOne', 'RegionTwo'];
    openStack.on('network', 'GET', '/v2.0/agents', AGENTS);

    expect(await opened.reopen({ region: 'RegionTwo' }).reader.networkAgents()).toEqual([]);
    expect(await cloudErrorOf(opened.reopen({ region: 'Three' }).reader.networkAgents())).toMatchObject({
      service: 'network',
      code: 'cloud.endpoint_missing',
      isTransient: false,
      message:
        'The catalog names no public endpoint of network in region Three: it has public in RegionOne, internal in RegionOne, public in RegionTwo, internal in RegionTwo.',
    });
    expect(await cloudErrorOf(opened.reopen({ endpointInterface: 'admin' }).reader.networkAgents())).toMatchObject({
      code: 'cloud.endpoint_missing',
    });
  });

  it('is refused when it serves no version that is spoken here', async () => {
    const { openStack, cloud } = opened;
    openStack.on('network', 'GET', '/', { status: 200, body: { versions: [{ id: 'v3.0', links: [] }] } });

    expect(await cloudErrorOf(cloud.reader.networkAgents())).toMatchObject({
      code: 'cloud.version_unknown',
      message: `network at ${openStack.url}/network tells none of its API's versions that is spoken here.`,
    });
  });
});

describe('the microversion', () => {
  function computeSpeaks(min: string, max: string): void {
    const version = { id: 'v2.1', status: 'CURRENT', version: max, min_version: min, links: [] };
    opened.openStack.on('compute', 'GET', '/v2.1/', { status: 200, body: { version } });
    opened.openStack.on('compute', 'GET', '/v2.1/os-services', SERVICES);
  }

  it.each([
    ['2.93', '2.93'],
    ['2.96', '2.96'],
    ['2.104', '2.100'],
  ])('of a Nova that knows %s is %s', async (max, chosen) => {
    computeSpeaks('2.1', max);
    await opened.cloud.reader.computeServices();

    const [asked] = opened.openStack.received('compute', 'GET', '/v2.1/os-services');
    expect(asked?.headers['openstack-api-version']).toBe(`compute ${chosen}`);
  });

  it.each([
    ['2.1', '2.9', "The cloud's compute is too old: it knows microversions up to 2.9, and 2.93 is needed."],
    ['2.1', '', "The cloud's compute is too old: it knows microversions up to none at all, and 2.93 is needed."],
    [
      '2.120',
      '2.130',
      "The cloud's compute is too new: 2.120 is the lowest it knows, and 2.100 the highest that is known here.",
    ],
  ])('is refused of a Nova that knows %s to %s', async (min, max, message) => {
    computeSpeaks(min, max);

    expect(await cloudErrorOf(opened.cloud.reader.computeServices())).toMatchObject({
      code: 'cloud.version_unsupported',
      message,
      isTransient: false,
    });
  });

  it('of Placement is 1.39, and Neutron has none', async () => {
    const { openStack, cloud } = opened;
    openStack.on('network', 'GET', '/v2.0/agents', AGENTS);
    openStack.on('placement', 'GET', '/resource_providers', { status: 200, body: { resource_providers: [] } });
    await cloud.reader.networkAgents();
    await all(cloud.reader.resourceProviders());

    const versionOf = (service: 'network' | 'placement', path: string) =>
      openStack.received(service, 'GET', path)[0]?.headers['openstack-api-version'];
    expect(versionOf('placement', '/resource_providers')).toBe('placement 1.39');
    expect(versionOf('network', '/v2.0/agents')).toBeUndefined();
  });

  it('is found anew when a service was changed under it', async () => {
    computeSpeaks('2.1', '2.96');
    await opened.cloud.reader.computeServices();
    computeSpeaks('2.1', '2.93');
    opened.openStack.next('compute', 'GET', '/v2.1/os-services', { status: 406, body: '' });

    expect(await opened.cloud.reader.computeServices()).toEqual([]);
    expect(opened.openStack.received('compute', 'GET', '/v2.1/os-services').at(-1)?.headers).toMatchObject({
      'openstack-api-version': 'compute 2.93',
    });
  });
});
