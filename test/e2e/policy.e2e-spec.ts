import { randomUUID } from 'node:crypto';
import { OPERATION_NAMES, Policy } from '@iopath/usecases';
import { KeystoneAccess } from '../../apps/api/src/access/api-access';
import { type Answer, startAdvisor, type TestAdvisor } from '../support/advisor';
import { FakeKeystone } from '../support/fake-keystone';
import { wireHost, wireRequest } from '../support/wire-host';

const HOST = 'canary-07';
const NO_ID = randomUUID();
const ROLES = ['admin', 'manager', 'member', 'reader', 'service', 'other'] as const;
type Role = (typeof ROLES)[number];

interface Made {
  readonly id: string;
  readonly project_id: string;
  readonly host_name: string | null;
  readonly vf_allocations: readonly [{ readonly id: string; readonly vf_address: string | null }];
}

let advisor: TestAdvisor;
let tokens: Record<Role | 'stranger' | 'system', string>;
/** Of the callers' own project, and of another. */
let own: Made;
let foreign: Made;

beforeAll(async () => {
  const keystone = new FakeKeystone();
  advisor = await startAdvisor({
    access: (logger) =>
      new KeystoneAccess({
        tokens: keystone,
        policy: Policy.of(),
        authUrl: 'https://keystone.example/v3',
        region: null,
        tokenCacheS: 300,
        logger,
      }),
  });
  const issue = (role: string) => keystone.issue({ roles: [role], projectId: 'p1' }, role);
  tokens = {
    admin: issue('admin'),
    manager: issue('manager'),
    member: issue('member'),
    reader: issue('reader'),
    service: issue('service'),
    other: issue('heat_stack_owner'),
    stranger: keystone.issue({ roles: ['member'], projectId: 'p2' }, 'stranger'),
    system: keystone.issue({ roles: ['admin'], projectId: null, isSystemScoped: true }, 'system'),
  };
  await as('admin', 'PUT', `/v1/hosts/${HOST}/inventory`, wireHost(7));
  own = await made('member');
  foreign = await made('stranger');
});

afterAll(() => advisor.close());

type Who = keyof typeof tokens;

function as(
  who: Who,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return advisor.send(method, path, body, { 'x-auth-token': tokens[who], ...headers });
}

async function made(who: Who, parts: object = {}): Promise<Made> {
  const request = { ...wireRequest(`vm-${randomUUID()}`, ['sriov_vf']), ...parts };
  const answer = await as(who, 'POST', '/v1/recommendations', request, { prefer: 'wait=30' });
  expect(answer).toMatchObject({ status: 200, json: { status: 'ready' } });
  return answer.json as Made;
}

const codeOf = ({ json }: Answer) => (json as { code?: string } | undefined)?.code;

/** One call of each operation, on what is not there where there may be something: it changes nothing. */
const CALLS: Readonly<Record<string, readonly [method: string, path: string, body?: unknown]>> = {
  'io_advisor:recommendation:create': ['POST', '/v1/recommendations', {}],
  'io_advisor:recommendation:list': ['GET', '/v1/recommendations'],
  'io_advisor:recommendation:get': ['GET', `/v1/recommendations/${NO_ID}`],
  'io_advisor:recommendation:explain': ['GET', `/v1/recommendations/${NO_ID}/explanation`],
  'io_advisor:recommendation:history': ['GET', `/v1/recommendations/${NO_ID}/history`],
  'io_advisor:recommendation:compare': ['GET', `/v1/recommendations/${NO_ID}/paths`],
  'io_advisor:recommendation:reserve': ['POST', `/v1/recommendations/${NO_ID}:reserve`],
  'io_advisor:recommendation:confirm': ['POST', `/v1/recommendations/${NO_ID}:confirm`, { server_ids: ['s'] }],
  'io_advisor:recommendation:renew': ['POST', `/v1/recommendations/${NO_ID}:renew`, { ttl_s: 60 }],
  'io_advisor:recommendation:release': ['POST', `/v1/recommendations/${NO_ID}:release`],
  'io_advisor:recommendation:replay': ['POST', `/v1/recommendations/${NO_ID}:replay`, {}],
  'io_advisor:recommendation:realise': ['POST', `/v1/recommendations/${NO_ID}:realise`, {}],
  'io_advisor:artifacts:get': ['GET', `/v1/recommendations/${NO_ID}/artifacts?format=cli`],
  'io_advisor:comparison:create': ['POST', '/v1/compare', {}],
  'io_advisor:allocation:list': ['GET', '/v1/allocations'],
  'io_advisor:allocation:get': ['GET', `/v1/allocations/${NO_ID}`],
  'io_advisor:allocation:history': ['GET', `/v1/allocations/${NO_ID}/history`],
  'io_advisor:allocation:confirm': ['POST', `/v1/allocations/${NO_ID}:confirm`, { server_id: 's' }],
  'io_advisor:allocation:renew': ['POST', `/v1/allocations/${NO_ID}:renew`, { ttl_s: 60 }],
  'io_advisor:allocation:release': ['POST', `/v1/allocations/${NO_ID}:release`],
  'io_advisor:allocation:observe': [
    'POST',
    `/v1/allocations/${NO_ID}/observations`,
    { duration_s: 30, message_bytes: 64, streams: 1, latency_us: { p50: 40 } },
  ],
  'io_advisor:allocation:clear': ['POST', `/v1/allocations/${NO_ID}:clear`],
  'io_advisor:allocation:swap': ['POST', '/v1/allocations:swap', {}],
  'io_advisor:flavor:lint': ['POST', '/v1/flavors:lint', {}],
  'io_advisor:flavor:consolidate': ['POST', '/v1/flavors:consolidate', {}],
  'io_advisor:profile:list': ['GET', '/v1/profiles'],
  'io_advisor:profile:get': ['GET', '/v1/profiles/balanced'],
  'io_advisor:profile:put': ['PUT', '/v1/profiles/mine', {}],
  'io_advisor:profile:delete': ['DELETE', '/v1/profiles/mine'],
  'io_advisor:host:list': ['GET', '/v1/hosts'],
  'io_advisor:host:get': ['GET', '/v1/hosts/nobody'],
  'io_advisor:host:servers': ['GET', '/v1/hosts/nobody/servers'],
  'io_advisor:host:migratability': ['GET', '/v1/hosts/nobody/migratability'],
  'io_advisor:host:nics': ['GET', '/v1/hosts/nobody/nics'],
  'io_advisor:host:vf_advice': ['GET', '/v1/hosts/nobody/vf-advice'],
  'io_advisor:nic_model:list': ['GET', '/v1/nic-models'],
  'io_advisor:host:update': ['PATCH', '/v1/hosts/nobody', {}],
  'io_advisor:host:delete': ['DELETE', '/v1/hosts/nobody'],
  'io_advisor:inventory:get': ['GET', '/v1/hosts/nobody/inventory'],
  'io_advisor:inventory:facts': ['GET', '/v1/hosts/nobody/facts'],
  'io_advisor:inventory:changes': ['GET', '/v1/hosts/nobody/inventory/changes'],
  'io_advisor:inventory:diff': ['POST', '/v1/hosts/nobody/inventory:diff', {}],
  'io_advisor:inventory:put': ['PUT', '/v1/hosts/nobody/inventory', {}],
  'io_advisor:benchmark:create': ['POST', '/v1/benchmarks', {}],
  'io_advisor:benchmark:list': ['GET', '/v1/benchmarks'],
  'io_advisor:benchmark:get': ['GET', `/v1/benchmarks/${NO_ID}`],
  'io_advisor:calibration:create': ['POST', '/v1/calibrations', { scopes: 1 }],
  'io_advisor:calibration:get': ['GET', '/v1/calibrations/nothing'],
  'io_advisor:model:list': ['GET', '/v1/models'],
  'io_advisor:model:get': ['GET', '/v1/models/nothing'],
  'io_advisor:model:shadow_report': ['GET', '/v1/models/nothing/shadow-report'],
  'io_advisor:model:promote': ['POST', '/v1/models/nothing:promote'],
  'io_advisor:model:rollback': ['POST', '/v1/models/nothing:rollback'],
  'io_advisor:quarantine:list': ['GET', '/v1/quarantines'],
  'io_advisor:quarantine:create': ['POST', '/v1/quarantines', {}],
  'io_advisor:quarantine:clear': ['POST', `/v1/quarantines/${NO_ID}:clear`],
  'io_advisor:audit:create': ['POST', '/v1/audits', { repair: 1 }],
  'io_advisor:audit:list': ['GET', '/v1/audits'],
  'io_advisor:audit:get': ['GET', `/v1/audits/${NO_ID}`],
  'io_advisor:drift:list': ['GET', '/v1/drift'],
  'io_advisor:drift:apply': ['POST', `/v1/drift:apply`, {}],
  'io_advisor:sync:create': ['POST', '/v1/syncs', { stages: 1 }],
  'io_advisor:sync:list': ['GET', '/v1/syncs'],
  'io_advisor:sync:get': ['GET', `/v1/syncs/${NO_ID}`],
  'io_advisor:replan:create': ['POST', '/v1/replans', { hosts: 1 }],
  'io_advisor:replan:list': ['GET', '/v1/replans'],
  'io_advisor:replan:get': ['GET', `/v1/replans/${NO_ID}`],
  'io_advisor:replan:cancel': ['POST', `/v1/replans/${NO_ID}:cancel`],
  'io_advisor:replan:apply': ['POST', `/v1/replans/${NO_ID}:apply`, { dry_run: 1 }],
  'io_advisor:replan:stop': ['POST', `/v1/replans/${NO_ID}:stop`],
  'io_advisor:replan:resume': ['POST', `/v1/replans/${NO_ID}:resume`],
  'io_advisor:replan:steps': ['GET', `/v1/replans/${NO_ID}/steps`],
  'io_advisor:replan:report': ['POST', `/v1/replans/${NO_ID}/steps/s1:done`],
  'io_advisor:replan_schedule:create': ['POST', '/v1/replan-schedules', { cron: 1 }],
  'io_advisor:replan_schedule:list': ['GET', '/v1/replan-schedules'],
  'io_advisor:replan_schedule:get': ['GET', `/v1/replan-schedules/${NO_ID}`],
  'io_advisor:replan_schedule:put': ['PUT', `/v1/replan-schedules/${NO_ID}`, { cron: 1 }],
  'io_advisor:replan_schedule:delete': ['DELETE', `/v1/replan-schedules/${NO_ID}`],
};

const READ: readonly Role[] = ['admin', 'manager', 'member', 'reader', 'service'];
const WRITE: readonly Role[] = ['admin', 'manager', 'member', 'service'];
const ADMIN: readonly Role[] = ['admin'];

/** Written out, not asked of the policy: what docs/access.md promises. */
function expectedOf(operation: string): readonly Role[] {
  const [, resource = '', action = ''] = operation.split(':');
  if (
    [
      'host',
      'inventory',
      'benchmark',
      'calibration',
      'model',
      'quarantine',
      'audit',
      'drift',
      'sync',
      'replan',
      'replan_schedule',
    ].includes(resource)
  )
    return ADMIN;
  if (['replay', 'realise', 'swap', 'clear', 'put', 'delete'].includes(action)) return ADMIN;
  return ['create', 'reserve', 'confirm', 'renew', 'release', 'observe'].includes(action) ? WRITE : READ;
}

describe('role by operation', () => {
  it('knows a call of every operation', () => {
    expect(Object.keys(CALLS).sort()).toEqual(
      OPERATION_NAMES.filter((name) => name !== 'io_advisor:host_name:view').sort(),
    );
  });

  it.each(Object.keys(CALLS))('%s', async (operation) => {
    const [method, path, body] = CALLS[operation] ?? ['GET', '/'];
    const letIn: Role[] = [];
    for (const role of ROLES) {
      const answer = await as(role, method, path, body);
      // What needs a cloud says here that there is none, to those whom it serves.
      expect([200, 403, 404, 409, 422, 503]).toContain(answer.status);
      if (answer.status === 403) expect(codeOf(answer)).toBe('auth.forbidden');
      else letIn.push(role);
    }

    expect(letIn).toEqual(expectedOf(operation));
  });
});

describe('a project', () => {
  const READS = ['', '/explanation', '/history', '/paths', '/chart.svg', '/artifacts?format=cli'];
  const ACTS: readonly (readonly [string, unknown?])[] = [
    ['reserve'],
    ['confirm', { server_ids: ['server-1'] }],
    ['renew', { ttl_s: 60 }],
    ['release'],
  ];

  it('sees and lists its own recommendations and allocations, and no others', async () => {
    for (const [resource, mine, theirs] of [
      ['recommendations', own.id, foreign.id],
      ['allocations', own.vf_allocations[0].id, foreign.vf_allocations[0].id],
    ] as const) {
      const seen = async (who: Who, query = '') => {
        const { json } = await as(who, 'GET', `/v1/${resource}${query}`);
        return (json as Record<string, { id: string }[]>)[resource]?.map(({ id }) => id) ?? [];
      };
      expect(await seen('reader')).toEqual([mine]);
      expect(await seen('reader', '?project_id=p1')).toEqual([mine]);
      expect(await seen('reader', '?project_id=p2')).toEqual([]);
      expect(await seen('stranger')).toEqual([theirs]);
      for (const who of ['admin', 'service', 'system'] as const) expect(await seen(who)).toHaveLength(2);
      expect(await seen('admin', '?project_id=p2')).toEqual([theirs]);
    }
  });

  it('is told that what belongs to others does not exist, whatever it wants of it', async () => {
    const { id: allocation } = foreign.vf_allocations[0];
    const answers = [
      ...(await Promise.all(READS.map((path) => as('member', 'GET', `/v1/recommendations/${foreign.id}${path}`)))),
      ...(await Promise.all(
        ACTS.map(([act, body]) => as('member', 'POST', `/v1/recommendations/${foreign.id}:${act}`, body)),
      )),
      await as('member', 'GET', `/v1/allocations/${allocation}`),
      await as('member', 'GET', `/v1/allocations/${allocation}/history`),
      await as('member', 'POST', `/v1/allocations/${allocation}:confirm`, { server_id: 's' }),
      await as('member', 'POST', `/v1/allocations/${allocation}:renew`, { ttl_s: 60 }),
      await as('member', 'POST', `/v1/allocations/${allocation}:release`),
    ];

    expect(new Set(answers.map((answer) => `${answer.status} ${codeOf(answer)}`))).toEqual(
      new Set(['404 recommendation.not_found', '404 allocation.not_found']),
    );
    const { json } = await as('stranger', 'GET', `/v1/allocations/${allocation}`);
    expect(json).toMatchObject({ state: 'reserved', generation: 1 });
  });

  it('gets what it asks for without naming a project, and nothing for another', async () => {
    expect(own.project_id).toBe('p1');
    const answer = await as('member', 'POST', '/v1/recommendations', { ...wireRequest('vm'), project_id: 'p2' });

    expect(answer).toMatchObject({
      status: 403,
      json: { code: 'auth.foreign_project', errors: [{ pointer: '/project_id' }] },
    });
  });

  it('is named by administrators and machines that ask for it', async () => {
    for (const who of ['admin', 'service'] as const) {
      const given = await made(who, { project_id: 'p3' });
      expect(given.project_id).toBe('p3');
      expect((await as(who, 'POST', `/v1/recommendations/${given.id}:release`)).status).toBe(200);
    }
    expect(codeOf(await as('system', 'POST', '/v1/recommendations', wireRequest('vm')))).toBe('request.invalid');
    expect((await made('system', { project_id: 'p3', reserve: false })).project_id).toBe('p3');
  });

  it('has idempotency keys of its own', async () => {
    const headers = { 'idempotency-key': 'same' };
    const request = { ...wireRequest('keyed'), reserve: false };
    const idOf = async (who: Who) => ((await as(who, 'POST', '/v1/recommendations', request, headers)).json as Made).id;

    expect(await idOf('member')).toBe(await idOf('manager'));
    expect(await idOf('stranger')).not.toBe(await idOf('member'));
    for (const who of ['admin', 'system'] as const) {
      const audit = await as(who, 'POST', '/v1/audits', {}, headers);
      expect(audit.status).toBe(201);
    }
    const audits = (await as('admin', 'GET', '/v1/audits')).json as { audits: readonly object[] };
    expect(audits.audits).toHaveLength(2);
  });
});

describe('hosts', () => {
  it('are named to administrators and machines', async () => {
    for (const who of ['admin', 'service'] as const) {
      const { text } = await as(who, 'GET', `/v1/recommendations/${own.id}`);
      expect(text).toContain(HOST);
      expect(text).toMatch(/"vf_address":"0000:3b:00\.\d"/);
    }
  });

  it('are in nothing that projects are told', async () => {
    const { id, vf_allocations } = own;
    const [allocation] = vf_allocations;
    const answers = [
      await as('member', 'GET', `/v1/recommendations/${id}`),
      await as('member', 'GET', '/v1/recommendations'),
      await as('member', 'GET', `/v1/recommendations/${id}/explanation?limit=1`),
      await as('member', 'GET', `/v1/recommendations/${id}/history`),
      await as('member', 'GET', `/v1/recommendations/${id}/paths`),
      await as('member', 'GET', `/v1/recommendations/${id}/artifacts?format=cli`),
      await as('member', 'GET', `/v1/recommendations/${id}/artifacts?format=heat`),
      await as('member', 'GET', `/v1/recommendations/${id}/artifacts?format=terraform`),
      await as('member', 'GET', `/v1/recommendations/${id}/artifacts?format=openstacksdk`),
      await as('member', 'GET', '/v1/allocations'),
      await as('member', 'GET', `/v1/allocations/${allocation.id}`),
      await as('member', 'GET', `/v1/allocations/${allocation.id}/history`),
      await as('member', 'POST', `/v1/allocations/${allocation.id}:renew`, { ttl_s: 600 }),
      await as('member', 'POST', '/v1/recommendations', wireRequest('told', ['virtio', 'vhost_net']), {
        prefer: 'wait=30',
      }),
      await as(
        'member',
        'POST',
        '/v1/recommendations',
        { ...wireRequest('large'), flavor: { vcpus: 2, ram_mib: 1_000_000 } },
        {
          prefer: 'wait=30',
        },
      ),
    ];

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    for (const { text } of answers) {
      expect(text).not.toContain(HOST);
      expect(text).not.toMatch(/0000:3b:/);
    }
    expect(answers.at(-1)?.json).toMatchObject({ status: 'no_valid_host', rejections: [{ example: null }] });
  });

  it('cannot be named, nor asked for, by those who may not see them', async () => {
    const constraints = { include_hosts: [HOST] };
    const answers = [
      await as('member', 'POST', '/v1/recommendations', { ...wireRequest('vm'), constraints }),
      await as('member', 'POST', '/v1/recommendations', {
        ...wireRequest('vm'),
        constraints: { exclude_hosts: [HOST] },
      }),
      await as('member', 'POST', '/v1/compare', { ...wireRequest('vm'), constraints }),
      await as('member', 'GET', `/v1/allocations?host_name=${HOST}`),
      await as('member', 'GET', `/v1/recommendations/${own.id}/explanation?host_name=${HOST}`),
      await as('member', 'GET', `/v1/recommendations/${own.id}/artifacts?format=libvirt`),
      await as('member', 'GET', `/v1/recommendations/${own.id}/artifacts?format=cli&placement=host`),
    ];

    expect(answers.map((answer) => `${answer.status} ${codeOf(answer)}`)).toEqual(
      answers.map(() => '403 auth.hosts_hidden'),
    );
  });
});

describe('the history', () => {
  it('names who asked', async () => {
    const { history } = (await as('admin', 'GET', `/v1/recommendations/${own.id}/history`)).json as {
      history: readonly { reason: string; user_id: string | null; user_project_id: string | null }[];
    };

    expect(history.map(({ reason, user_id, user_project_id }) => [reason, user_id, user_project_id])).toEqual(
      expect.arrayContaining([
        ['decided', null, null],
        ['renew allocation', 'user-member', 'p1'],
      ]),
    );
  });
});
