import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_CODES } from '../problem/problem-codes';
import { describeApi } from './describe-api';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: { readonly example?: unknown } }[];
  readonly requestBody?: { readonly content: Record<string, { readonly examples: Record<string, unknown> }> };
  readonly responses: Record<string, { readonly description: string; readonly content?: Record<string, Content> }>;
}

interface Content {
  readonly example?: unknown;
  readonly examples?: Record<string, unknown>;
}

let document: OpenAPIObject;
let operations: readonly { readonly name: string; readonly operation: Operation }[];

beforeAll(async () => {
  document = await describeApi();
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => {
      return { name: `${method.toUpperCase()} ${path}`, operation: operation as Operation };
    }),
  );
});

/** Names of the operations that a rule does not hold for. */
function breaking(rule: (operation: Operation, name: string) => boolean): readonly string[] {
  return operations.filter(({ operation, name }) => !rule(operation, name)).map(({ name }) => name);
}

describe('the OpenAPI document', () => {
  it('has every operation of the contract', () => {
    expect(operations.map(({ name }) => name).sort()).toEqual([
      'DELETE /v1/hosts/{host_name}',
      'DELETE /v1/profiles/{name}',
      'DELETE /v1/replan-schedules/{id}',
      'GET /',
      'GET /healthz',
      'GET /metrics',
      'GET /readyz',
      'GET /v1',
      'GET /v1/allocations',
      'GET /v1/allocations/{id}',
      'GET /v1/allocations/{id}/history',
      'GET /v1/audits',
      'GET /v1/audits/{id}',
      'GET /v1/benchmarks',
      'GET /v1/benchmarks/{id}',
      'GET /v1/calibrations/{version}',
      'GET /v1/drift',
      'GET /v1/hosts',
      'GET /v1/hosts/{host_name}',
      'GET /v1/hosts/{host_name}/facts',
      'GET /v1/hosts/{host_name}/inventory',
      'GET /v1/hosts/{host_name}/inventory/changes',
      'GET /v1/hosts/{host_name}/migratability',
      'GET /v1/hosts/{host_name}/nics',
      'GET /v1/hosts/{host_name}/servers',
      'GET /v1/hosts/{host_name}/vf-advice',
      'GET /v1/models',
      'GET /v1/models/{version}',
      'GET /v1/models/{version}/shadow-report',
      'GET /v1/models/{version}/validation.svg',
      'GET /v1/nic-models',
      'GET /v1/profiles',
      'GET /v1/profiles/{name}',
      'GET /v1/quarantines',
      'GET /v1/recommendations',
      'GET /v1/recommendations/{id}',
      'GET /v1/recommendations/{id}/artifacts',
      'GET /v1/recommendations/{id}/chart.svg',
      'GET /v1/recommendations/{id}/explanation',
      'GET /v1/recommendations/{id}/history',
      'GET /v1/recommendations/{id}/paths',
      'GET /v1/replan-schedules',
      'GET /v1/replan-schedules/{id}',
      'GET /v1/replans',
      'GET /v1/replans/{id}',
      'GET /v1/replans/{id}/events',
      'GET /v1/replans/{id}/report',
      'GET /v1/replans/{id}/steps',
      'GET /v1/syncs',
      'GET /v1/syncs/{id}',
      'GET /v1/syncs/{id}/events',
      'PATCH /v1/hosts/{host_name}',
      'POST /v1/allocations/{id}/observations',
      'POST /v1/allocations/{id}:clear',
      'POST /v1/allocations/{id}:confirm',
      'POST /v1/allocations/{id}:release',
      'POST /v1/allocations/{id}:renew',
      'POST /v1/allocations:swap',
      'POST /v1/audits',
      'POST /v1/benchmarks',
      'POST /v1/calibrations',
      'POST /v1/compare',
      'POST /v1/drift:apply',
      'POST /v1/flavors:consolidate',
      'POST /v1/flavors:lint',
      'POST /v1/hosts/{host_name}/inventory:diff',
      'POST /v1/hosts/{host_name}/inventory:import',
      'POST /v1/hosts:bulk',
      'POST /v1/models/{version}:promote',
      'POST /v1/models/{version}:rollback',
      'POST /v1/quarantines',
      'POST /v1/quarantines/{id}:clear',
      'POST /v1/recommendations',
      'POST /v1/recommendations/{id}:confirm',
      'POST /v1/recommendations/{id}:realise',
      'POST /v1/recommendations/{id}:release',
      'POST /v1/recommendations/{id}:renew',
      'POST /v1/recommendations/{id}:replay',
      'POST /v1/recommendations/{id}:reserve',
      'POST /v1/replan-schedules',
      'POST /v1/replans',
      'POST /v1/replans/{id}/steps/{step_id}:done',
      'POST /v1/replans/{id}/steps/{step_id}:failed',
      'POST /v1/replans/{id}:apply',
      'POST /v1/replans/{id}:cancel',
      'POST /v1/replans/{id}:resume',
      'POST /v1/replans/{id}:stop',
      'POST /v1/syncs',
      'PUT /v1/hosts/{host_name}/inventory',
      'PUT /v1/profiles/{name}',
      'PUT /v1/replan-schedules/{id}',
    ]);
  });

  it('gives each operation an id of its own, a summary and a description', () => {
    expect(breaking(({ summary, description }) => summary.length > 5 && description.length > 20)).toEqual([]);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  });

  it('gives each body and each path parameter an example', () => {
    const hasBodyExample = ({ requestBody }: Operation) =>
      requestBody === undefined ||
      Object.values(requestBody.content).every(({ examples }) => Object.keys(examples).length > 0);
    const hasPathExamples = ({ parameters }: Operation) =>
      parameters.every((parameter) => parameter.in !== 'path' || parameter.schema.example !== undefined);

    expect(breaking(hasBodyExample)).toEqual([]);
    expect(breaking(hasPathExamples)).toEqual([]);
  });

  it('gives each success an example, unless there is nothing in it', () => {
    const isShown = ({ responses }: Operation) =>
      Object.entries(responses)
        .filter(([status]) => status.startsWith('2') && status !== '204')
        .every(([, { content }]) => Object.values(content ?? {}).some(({ example }) => example !== undefined));

    expect(breaking(isShown)).toEqual([]);
  });

  it('says of each operation which problems it can have, under the status that they have', () => {
    const problemsOf = ({ responses }: Operation) =>
      Object.entries(responses).flatMap(([status, { content }]) =>
        Object.keys(content?.['application/problem+json']?.examples ?? {}).map((code) => ({ status, code })),
      );

    expect(breaking((operation) => problemsOf(operation).length >= 2)).toEqual([]);
    for (const { code, status } of operations.flatMap(({ operation }) => problemsOf(operation))) {
      expect(PROBLEM_CODES).toHaveProperty([code, 0], Number(status));
    }
  });

  it('names not found wherever a path names something', () => {
    // What an inventory would change is told of a host that nobody knows, too.
    const isOfAnyHost = (name: string) => name === 'POST /v1/hosts/{host_name}/inventory:diff';
    const canMiss = ({ responses }: Operation, name: string) =>
      !name.includes('{') || isOfAnyHost(name) || '404' in responses;

    expect(breaking(canMiss)).toEqual([]);
  });

  it('tells whole numbers from others, and refuses unknown fields in what is sent only', () => {
    const schemas = document.components?.schemas ?? {};

    expect(schemas['FlavorDto']).toMatchObject({
      additionalProperties: false,
      properties: { vcpus: { type: 'integer', minimum: 1, maximum: 1024 } },
    });
    expect(schemas['LatencyDto']).toMatchObject({ properties: { percentile: { type: 'number', maximum: 100 } } });
    expect(schemas['RecommendationDto']).not.toHaveProperty('additionalProperties');
  });

  it('describes every field', () => {
    const undescribed = Object.entries(document.components?.schemas ?? {}).flatMap(([name, schema]) =>
      Object.entries(('properties' in schema ? schema.properties : undefined) ?? {})
        .filter(([, field]) => !('description' in field))
        .map(([field]) => `${name}.${field}`),
    );

    expect(undescribed).toEqual([]);
  });
});
