import { readFileSync } from 'node:fs';
import path from 'node:path';
import { aCloudImage, aCloudNetwork, FakeCloud, FakeCloudWriter } from '@iopath/testing';
import type { OpenAPIObject } from '@nestjs/swagger';
import { parse } from 'yaml';
import { syncStages } from '../../apps/worker/src/sync-stages';
import { startAdvisor, type TestAdvisor } from '../support/advisor';
import { wireHost, wireRequest } from '../support/wire-host';

const ROOT = path.resolve(__dirname, '../..');

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: { readonly example?: string | number };
}

interface Operation {
  readonly parameters: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Record<string, { readonly examples: Record<string, { value: unknown }> }>;
  };
  readonly responses: Record<string, unknown>;
}

interface Call {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const document = parse(readFileSync(path.join(ROOT, 'openapi/advisor.v1.yaml'), 'utf8')) as OpenAPIObject;

/** The order in which the page of examples makes sense: make, look, change, end. */
const ORDER = [
  'PUT /v1/hosts/{host_name}/inventory',
  'POST /v1/hosts:bulk',
  'GET /v1/hosts',
  'GET /v1/hosts/{host_name}',
  'GET /v1/hosts/{host_name}/inventory',
  'GET /v1/hosts/{host_name}/inventory/changes',
  'POST /v1/hosts/{host_name}/inventory:diff',
  'GET /v1/hosts/{host_name}/facts',
  'GET /v1/hosts/{host_name}/servers',
  'GET /v1/hosts/{host_name}/migratability',
  'GET /v1/hosts/{host_name}/nics',
  'GET /v1/hosts/{host_name}/vf-advice',
  'GET /v1/nic-models',
  'PATCH /v1/hosts/{host_name}',
  'POST /v1/hosts/{host_name}/inventory:import',
  'DELETE /v1/hosts/{host_name}',
  'PUT /v1/profiles/{name}',
  'GET /v1/profiles',
  'GET /v1/profiles/{name}',
  'POST /v1/recommendations',
  'GET /v1/recommendations',
  'GET /v1/recommendations/{id}',
  'GET /v1/recommendations/{id}/explanation',
  'GET /v1/recommendations/{id}/paths',
  'GET /v1/recommendations/{id}/chart.svg',
  'GET /v1/recommendations/{id}/artifacts',
  'POST /v1/recommendations/{id}:realise',
  'POST /v1/compare',
  'POST /v1/recommendations/{id}:replay',
  'DELETE /v1/profiles/{name}',
  'GET /v1/allocations',
  'GET /v1/allocations/{id}',
  'POST /v1/allocations:swap',
  'POST /v1/allocations/{id}:renew',
  'POST /v1/recommendations/{id}:renew',
  'POST /v1/allocations/{id}:confirm',
  'POST /v1/recommendations/{id}:confirm',
  'POST /v1/allocations/{id}/observations',
  'POST /v1/allocations/{id}:release',
  'POST /v1/allocations/{id}:clear',
  'GET /v1/allocations/{id}/history',
  'GET /v1/recommendations/{id}/history',
  'POST /v1/quarantines',
  'GET /v1/quarantines',
  'POST /v1/quarantines/{id}:clear',
  'POST /v1/recommendations/{id}:release',
  'POST /v1/recommendations/{id}:reserve',
  'POST /v1/flavors:lint',
  'POST /v1/flavors:consolidate',
  'POST /v1/benchmarks',
  'GET /v1/benchmarks',
  'GET /v1/benchmarks/{id}',
  'POST /v1/calibrations',
  'GET /v1/calibrations/{version}',
  'GET /v1/models',
  'GET /v1/models/{version}',
  'GET /v1/models/{version}/shadow-report',
  'GET /v1/models/{version}/validation.svg',
  'POST /v1/models/{version}:promote',
  'POST /v1/models/{version}:rollback',
  'POST /v1/audits',
  'GET /v1/audits',
  'GET /v1/audits/{id}',
  'GET /v1/drift',
  'POST /v1/drift:apply',
  'POST /v1/syncs',
  'GET /v1/syncs',
  'GET /v1/syncs/{id}',
  'GET /v1/syncs/{id}/events',
  'POST /v1/replans',
  'GET /v1/replans',
  'GET /v1/replans/{id}',
  'GET /v1/replans/{id}/events',
  'GET /v1/replans/{id}/report',
  'POST /v1/replans/{id}:cancel',
  'POST /v1/replan-schedules',
  'GET /v1/replan-schedules',
  'GET /v1/replan-schedules/{id}',
  'PUT /v1/replan-schedules/{id}',
  'DELETE /v1/replan-schedules/{id}',
  'GET /',
  'GET /v1',
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
];

/** What is done about a plan where callers make its moves: apart, for there must be no cloud. */
const STEPS = [
  'POST /v1/replans/{id}:apply',
  'GET /v1/replans/{id}/steps',
  'POST /v1/replans/{id}/steps/{step_id}:failed',
  'POST /v1/replans/{id}:resume',
  'POST /v1/replans/{id}/steps/{step_id}:done',
  'POST /v1/replans/{id}:stop',
];

const calls: readonly Call[] = Object.entries(document.paths).flatMap(([url, item]) =>
  Object.entries(item as Record<string, Operation>).map(([method, operation]) => {
    return { name: `${method.toUpperCase()} ${url}`, method: method.toUpperCase(), path: url, operation };
  }),
);

let advisor: TestAdvisor;

beforeAll(async () => {
  const cloud = new FakeCloud();
  cloud.imageList = [aCloudImage({ name: 'ubuntu-24.04' })];
  cloud.networkList = [aCloudNetwork()];
  cloud.extensions = ['port-numa-affinity-policy'];
  advisor = await startAdvisor({
    apiCloud: { reader: cloud, writer: new FakeCloudWriter(cloud), ping: () => Promise.resolve() },
    cloudOn: (persistence) => ({ reader: cloud, stages: syncStages(persistence, null), syncEveryS: 0 }),
  });
  const fleet = readFileSync(path.join(ROOT, 'examples/fleet.ndjson'), 'utf8');
  await advisor.send('POST', '/v1/hosts:bulk', fleet, { 'content-type': 'application/x-ndjson' });
});

afterAll(() => advisor.close());

/** Sends an operation as Swagger UI would with its example; of several bodies the one of this name. */
async function tryOut(
  { method, path: url, operation }: Call,
  body?: string,
  headers: Record<string, string> = {},
  on: TestAdvisor = advisor,
) {
  const given = operation.parameters.filter(({ schema }) => schema.example !== undefined);
  const valueOf = (parameter: Parameter) => String(parameter.schema.example);
  const target = given
    .filter((parameter) => parameter.in === 'path')
    .reduce((path, parameter) => path.replace(`{${parameter.name}}`, valueOf(parameter)), url);
  const query = given.filter((parameter) => parameter.in === 'query').map((one) => `${one.name}=${valueOf(one)}`);
  const sent = given
    .filter((parameter) => parameter.in === 'header')
    .map((one) => [one.name.toLowerCase(), valueOf(one)]);
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const examples = content?.examples ?? {};
  const value = examples[body ?? Object.keys(examples)[0] ?? '']?.value;
  return on.send(method, query.length === 0 ? target : `${target}?${query.join('&')}`, value, {
    ...(type === undefined ? {} : { 'content-type': type }),
    ...(Object.fromEntries(sent) as Record<string, string>),
    ...headers,
  });
}

function callOf(name: string): Call {
  const call = calls.find((one) => one.name === name);
  if (call === undefined) throw new Error(`${name} is not documented`);
  return call;
}

describe('the examples of the OpenAPI document', () => {
  it('are of every operation', () => {
    expect(calls.map(({ name }) => name).sort()).toEqual([...ORDER, ...STEPS].sort());
  });

  it.each(ORDER)('%s runs as it stands', async (name) => {
    const answer = await tryOut(callOf(name));

    expect(Object.keys(callOf(name).operation.responses)).toContain(String(answer.status));
    expect(`${answer.status} ${answer.status < 300 ? '' : answer.text}`).toMatch(/^2\d\d $/);
  });

  it.each(
    Object.keys(callOf('POST /v1/recommendations').operation.requestBody?.content['application/json']?.examples ?? {}),
  )('the request %s is decided', async (example) => {
    const answer = await tryOut(callOf('POST /v1/recommendations'), example, { 'idempotency-key': `test-${example}` });

    expect(answer).toMatchObject({
      status: 200,
      json: { status: example === 'fits_nowhere' ? 'no_valid_host' : 'ready' },
    });
  });

  it('show an answer such as is given', async () => {
    const shown = JSON.parse(readFileSync(path.join(ROOT, 'examples/answers/latency-critical.json'), 'utf8')) as object;
    const { json } = await tryOut(callOf('GET /v1/recommendations/{id}'));

    expect(Object.keys(json as object)).toEqual(Object.keys(shown));
    expect((json as { nics: object[] }).nics.map(Object.keys)).toEqual(
      (shown as { nics: object[] }).nics.map(Object.keys),
    );
    expect(json).toMatchObject({ id: (shown as { id: string }).id });
  });
});

describe('the examples of what is done about a plan', () => {
  let withoutCloud: TestAdvisor;

  beforeAll(async () => {
    withoutCloud = await startAdvisor();
    await withoutCloud.send('PUT', '/v1/hosts/compute-01/inventory', wireHost(4));
    for (const name of ['vm-1', 'vm-2']) {
      const request = wireRequest(name, ['sriov_vf']);
      const made = await withoutCloud.send('POST', '/v1/recommendations', request, { prefer: 'wait=30' });
      const { id } = made.json as { readonly id: string };
      await withoutCloud.send('POST', `/v1/recommendations/${id}:confirm`, { server_ids: [name] });
    }
    await withoutCloud.send('PUT', '/v1/hosts/compute-02/inventory', wireHost(4));
    await tryOut(callOf('POST /v1/replans'), undefined, {}, withoutCloud);
    // The stream ends when it is planned.
    await tryOut(callOf('GET /v1/replans/{id}/events'), undefined, {}, withoutCloud);
    await tryOut(callOf('POST /v1/replans/{id}:apply'), 'apply', {}, withoutCloud);
  });
  afterAll(() => withoutCloud.close());

  it.each(STEPS)('%s runs as it stands', async (name) => {
    const answer = await tryOut(callOf(name), undefined, {}, withoutCloud);

    expect(Object.keys(callOf(name).operation.responses)).toContain(String(answer.status));
    expect(`${answer.status} ${answer.status < 300 ? '' : answer.text}`).toMatch(/^2\d\d $/);
    // What went on waits for its turn before the next call.
    if (name.endsWith(':resume')) await untilHeld();
  });

  const untilHeld = async () => {
    for (;;) {
      const { json } = await tryOut(callOf('GET /v1/replans/{id}/steps'), undefined, {}, withoutCloud);
      const [first] = (json as { readonly steps: readonly { readonly state: string }[] }).steps;
      if (first?.state !== 'waiting') return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
});
