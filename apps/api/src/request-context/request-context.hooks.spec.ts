import { createLogger } from '@iopath/observability';
import { fastify, type FastifyInstance } from 'fastify';
import { addRequestContextHooks, newRequestId } from './request-context.hooks';

const GLOBAL = 'req-0c1d2e3f-4a5b-4c6d-8e9f-a0b1c2d3e4f5';

interface LogLine {
  readonly request_id: string;
  readonly global_request_id?: string;
}

let server: FastifyInstance;
let logged: string[] = [];

beforeAll(() => {
  const destination = { write: (line: string) => void logged.push(line) };
  const logger = createLogger({ level: 'info', service: 'api', destination });
  server = fastify({ genReqId: newRequestId, requestIdHeader: false });
  addRequestContextHooks(server);
  server.get('/', async (request) => {
    await new Promise((resolve) => setImmediate(resolve));
    logger.info('serving');
    return request.headers;
  });
});

afterAll(() => server.close());

async function see(headers: Record<string, string>) {
  logged = [];
  const response = await server.inject({ url: '/', headers });
  const fields = logged.map((line) => JSON.parse(line) as LogLine);
  return { headers: response.json<object>(), fields: fields[0], id: response.headers['x-openstack-request-id'] };
}

describe('the context of a request', () => {
  it('has an id of its own, in the answer and in the log', async () => {
    const one = await see({});
    const other = await see({});

    expect(one.id).toMatch(/^req-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(one.fields?.request_id).toBe(one.id);
    expect(other.id).not.toBe(one.id);
  });

  it("carries the caller's id through the cloud, and never as its own", async () => {
    const { id, fields } = await see({ 'x-openstack-global-request-id': GLOBAL, 'x-openstack-request-id': GLOBAL });

    expect(fields).toMatchObject({ request_id: id, global_request_id: GLOBAL });
    expect(id).not.toBe(GLOBAL);
  });

  it.each(['1', `${GLOBAL}0`, 'req-0C1D2E3F-4a5b-4c6d-8e9f-a0b1c2d3e4f5', `${GLOBAL} admin=1`])(
    'does not carry what is no request id: %s',
    async (sent) => {
      expect((await see({ 'x-openstack-global-request-id': sent })).fields).not.toHaveProperty('global_request_id');
    },
  );

  it.each([
    'X-Roles',
    'X-Role',
    'X-Project-Id',
    'X-Project-Domain-Name',
    'X-User-Id',
    'X-User',
    'X-Tenant-Id',
    'X-Identity-Status',
    'X-Service-Roles',
    'X-Is-Admin-Project',
    'X-Domain-Id',
  ])('believes nobody who brings his own %s', async (name) => {
    const { headers } = await see({ [name]: 'admin', 'X-Unrelated': 'kept', 'User-Agent': 'kept' });

    expect(headers).not.toHaveProperty(name.toLowerCase());
    expect(headers).toMatchObject({ 'x-unrelated': 'kept', 'user-agent': 'kept' });
  });
});
