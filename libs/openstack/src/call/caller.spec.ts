import { all, cloudErrorOf, OpenedCloud } from '../opened-cloud.fixture';

let opened: OpenedCloud;

beforeEach(async () => {
  opened = await OpenedCloud.start();
});

afterEach(() => opened.close());

const AGENTS = { status: 200, body: { agents: [] } } as const;
const NEW_PORT = { network_id: 'n1', name: 'a port' };
const PORT = { status: 201, body: { port: { id: 'p1', network_id: 'n1', status: 'DOWN' } } } as const;

describe('a call that reads', () => {
  it('is repeated with growing pauses, and reported each time', async () => {
    const { openStack, cloud } = opened;
    openStack.on('network', 'GET', '/v2.0/agents', AGENTS);
    openStack.next('network', 'GET', '/v2.0/agents', { status: 502, body: 'x' });
    openStack.next('network', 'GET', '/v2.0/agents', 'reset');
    openStack.next('network', 'GET', '/v2.0/agents', {
      status: 503,
      headers: { 'retry-after': '2', 'x-openstack-request-id': 'req-of-theirs' },
    });

    expect(await cloud.reader.networkAgents()).toEqual([]);
    expect(opened.pauses).toEqual([2_000, 400, 800]);
    const reports = opened.reports.filter(({ path }) => path === '/network/v2.0/agents');
    expect(reports.map(({ status, attempt, requestId }) => [attempt, status, requestId])).toEqual([
      [1, 503, 'req-of-theirs'],
      [2, null, null],
      [3, 502, null],
      [4, 200, null],
    ]);
    expect(Object.keys(reports[0] ?? {}).sort()).toEqual([
      'attempt',
      'durationMs',
      'method',
      'path',
      'requestId',
      'service',
      'status',
    ]);
  });

  it('ends with the error that it had last', async () => {
    const body = { computeFault: { code: 500, message: 'Unexpected API Error.' } };
    opened.openStack.on('compute', 'GET', '/v2.1/os-services', {
      status: 500,
      body,
      headers: { 'x-compute-request-id': 'req-17' },
    });

    expect(await cloudErrorOf(opened.cloud.reader.computeServices())).toMatchObject({
      service: 'compute',
      status: 500,
      code: 'computeFault',
      message: 'Unexpected API Error.',
      requestId: 'req-17',
      isTransient: true,
    });
    expect(opened.openStack.received('compute', 'GET', '/v2.1/os-services')).toHaveLength(4);
  });

  it('is not repeated past its time', async () => {
    opened.openStack.on('network', 'GET', '/v2.0/agents', { status: 503, headers: { 'retry-after': '3600' } });

    expect(await cloudErrorOf(opened.cloud.reader.networkAgents())).toMatchObject({ status: 503, isTransient: true });
    expect(opened.pauses).toEqual([]);
  });

  it('is given up when the whole of it takes too long', async () => {
    opened.openStack.on('network', 'GET', '/v2.0/agents', 'silence');
    const { reader } = opened.reopen({}, { limits: { callMs: 200 } });

    expect(await cloudErrorOf(reader.networkAgents())).toMatchObject({ status: null, isTransient: true });
  });

  it('is given up when the first byte takes too long', async () => {
    opened.openStack.on('network', 'GET', '/v2.0/agents', 'silence');
    const { reader } = opened.reopen({}, { limits: { headersMs: 50, attempts: 1 } });
    const { message } = await cloudErrorOf(reader.networkAgents());

    expect(message).toMatch(/^network at 127\.0\.0\.1:\d+ did not answer in time\.$/);
  });

  it('is given up when the answer is larger than is read', async () => {
    opened.openStack.on('network', 'GET', '/v2.0/agents', { status: 200, body: 'x'.repeat(20_000) });
    const { reader } = opened.reopen({}, { limits: { answerBytes: 10_000 } });

    expect(await cloudErrorOf(reader.networkAgents())).toMatchObject({ status: null, isTransient: false });
  });

  it('says which service broke the connection off', async () => {
    opened.openStack.on('network', 'GET', '/v2.0/agents', 'reset');
    const { message, isTransient } = await cloudErrorOf(opened.cloud.reader.networkAgents());

    expect(message).toMatch(/^network at 127\.0\.0\.1:\d+ broke the connection off \((UND_ERR_SOCKET|ECONNRESET)\)\.$/);
    expect(isTransient).toBe(true);
  });
});

describe('a call that creates', () => {
  it('is sent once, whatever becomes of it', async () => {
    const { openStack, cloud } = opened;
    openStack.on('network', 'POST', '/v2.0/ports', { status: 503, body: 'busy' });
    await cloudErrorOf(cloud.writer.createPort(NEW_PORT));
    openStack.on('network', 'POST', '/v2.0/ports', 'reset');
    await cloudErrorOf(cloud.writer.createPort(NEW_PORT));

    expect(openStack.received('network', 'POST')).toHaveLength(2);
  });

  it('is sent again when it was not looked at', async () => {
    const { openStack, cloud } = opened;
    openStack.on('network', 'POST', '/v2.0/ports', PORT);
    openStack.next('network', 'POST', '/v2.0/ports', { status: 429, body: 'slow down' });

    expect(await cloud.writer.createPort(NEW_PORT)).toMatchObject({ id: 'p1' });
  });

  it('has a connection of its own, which nobody has closed before', async () => {
    const { openStack, cloud } = opened;
    openStack.on('network', 'POST', '/v2.0/ports', PORT);
    await cloud.writer.createPort(NEW_PORT);

    expect(openStack.received('network', 'POST')[0]?.headers.connection).toBe('close');
    expect(openStack.received('network', 'GET')[0]?.headers.connection).toBe('keep-alive');
  });
});

describe('a service that refuses the token', () => {
  it('is asked once more with another', async () => {
    const { openStack, cloud } = opened;
    openStack.on('network', 'GET', '/v2.0/agents', AGENTS);
    await cloud.reader.networkAgents();
    openStack.keystone.revokeAll();

    expect(await cloud.reader.networkAgents()).toEqual([]);
    expect(openStack.received('identity', 'POST')).toHaveLength(2);
  });

  it('is believed the second time', async () => {
    const { openStack, cloud } = opened;
    const page = '<html><title>401 Unauthorized</title><body>no</body></html>';
    openStack.on('network', 'GET', '/v2.0/agents', AGENTS);
    await cloud.reader.networkAgents();
    openStack.next('network', 'GET', '/v2.0/agents', { status: 401, body: page }, 9);

    expect(await cloudErrorOf(cloud.reader.networkAgents())).toMatchObject({
      service: 'network',
      status: 401,
      message: '401 Unauthorized',
      isTransient: false,
    });
    expect(openStack.received('network', 'GET', '/v2.0/agents')).toHaveLength(3);
    expect(openStack.received('identity', 'POST')).toHaveLength(2);
  });

  it('makes one login, however many calls it refuses at once', async () => {
    const { openStack, cloud } = opened;
    openStack.on('network', 'GET', '/v2.0/agents', AGENTS);
    await cloud.reader.networkAgents();
    openStack.keystone.revokeAll();
    await Promise.all([1, 2, 3, 4].map(() => cloud.reader.networkAgents()));

    expect(openStack.received('identity', 'POST')).toHaveLength(2);
  });
});

describe('a cloud whose answers have another form', () => {
  it.each([
    [
      { services: [{ id: 's1', host: 'h', status: 'enabled', state: 'sideways' }] },
      'services[].state',
      'one of up, down',
    ],
    [{ services: [{ host: 'h', status: 'enabled', state: 'up' }] }, 'services[].id', 'text'],
    [{ services: {} }, 'services', 'a list'],
    ['<html>hello</html>', '', 'an object'],
  ])('is an error that names what it is: %j', async (body, path, expected) => {
    opened.openStack.on('compute', 'GET', '/v2.1/os-services', { status: 200, body });
    const error = await cloudErrorOf(opened.cloud.reader.computeServices());

    expect(error).toMatchObject({ code: 'cloud.malformed_answer', isTransient: false });
    const place = path === '' ? '/os-services' : `/os-services.${path}`;
    expect(error.message).toBe(`compute answered ${place} in another form than is known: it is not ${expected}.`);
  });

  it('is no trouble where it only tells more', async () => {
    opened.openStack.on('compute', 'GET', '/v2.1/flavors/detail', {
      status: 200,
      body: { flavors: [{ id: 'f', name: 'f', vcpus: 1, ram: 1, disk: 1, new_field: [1] }], another: 1 },
    });

    expect(await all(opened.cloud.reader.flavors())).toHaveLength(1);
  });
});
