import { PARAMETERS } from '@iopath/core';
import { startAdvisor, type TestAdvisor } from '../support/advisor';
import { CHANGED_TIMES, hardwareWith, measurementsOf } from '../support/synthetic-operator';
import { wireHost, wireRequest } from '../support/wire-host';

const SHIPPED = '2026.11.1';
const OPERATORS = [
  { hostName: 'fast-01', processor: 'fast processor', factor: 0.7 },
  { hostName: 'slow-01', processor: 'slow processor', factor: 2 },
] as const;

interface Belief {
  readonly value: number;
  readonly spread: number;
}

interface Calibration {
  readonly version: string;
  readonly scopes: readonly {
    readonly scope: { readonly kind: string; readonly name: string };
    readonly parameters: readonly {
      readonly name: string;
      readonly prior: Belief;
      readonly posterior: Belief;
      readonly clipped: boolean;
    }[];
    readonly errors: readonly { readonly measured: number; readonly before: number; readonly after: number }[];
    readonly held_back_error: { readonly before: number; readonly after: number };
  }[];
  readonly unused: readonly { readonly series_id: string; readonly reason: string }[];
}

interface Recommendation {
  readonly id: string;
  readonly model_version: string;
  readonly nics: readonly { readonly predicted: { readonly latency_us: { readonly p50: number } } }[];
}

let advisor: TestAdvisor;
let calibration: Calibration;

beforeAll(async () => {
  advisor = await startAdvisor();
  for (const { hostName, processor, factor } of OPERATORS) {
    const host = wireHost(8) as { readonly cpu: object };
    await sent('PUT', `/v1/hosts/${hostName}/inventory`, { ...host, cpu: { ...host.cpu, model: processor } });
    for (const submission of measurementsOf(hostName, hardwareWith(factor))) {
      await sent('POST', '/v1/benchmarks', submission);
    }
  }
  calibration = (await sent('POST', '/v1/calibrations', {})) as Calibration;
});

afterAll(() => advisor.close());

async function sent(method: string, path: string, body?: object): Promise<unknown> {
  const answer = await advisor.send(method, path, body, { prefer: 'wait=30' });
  expect(`${answer.status} ${answer.status < 300 ? '' : answer.text}`).toMatch(/^2\d\d $/);
  return answer.json;
}

const medianOf = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

let vms = 0;
async function recommended(hostName: string): Promise<Recommendation> {
  const request = {
    ...wireRequest(`vm-${++vms}`, ['vhost_net']),
    constraints: { include_hosts: [hostName] },
    reserve: false,
  };
  return (await sent('POST', '/v1/recommendations', request)) as Recommendation;
}

const latencyOf = ({ nics }: Recommendation): number => nics[0]?.predicted.latency_us.p50 ?? NaN;

describe.each(OPERATORS)(
  'an operator whose times are $factor times the published',
  ({ hostName, processor, factor }) => {
    const found = () => calibration.scopes.find(({ scope }) => scope.name.startsWith(processor));

    it.each(CHANGED_TIMES)('gets a posterior that covers the truth: %s', (name) => {
      const { prior, posterior, clipped } = found()?.parameters.find((one) => one.name === name) ?? {};
      const off = Math.abs(Math.log((PARAMETERS[name].default * factor) / (posterior?.value ?? NaN)));

      expect(off).toBeLessThan(1.645 * (posterior?.spread ?? 0));
      expect(posterior?.spread).toBeLessThan(prior?.spread ?? 0);
      expect(clipped).toBe(false);
    });

    it('is predicted with less than half the error, also where it was held back', () => {
      const { errors = [], held_back_error: held } = found() ?? {};
      const off = (of: 'before' | 'after') => errors.map((error) => Math.abs(error[of] / error.measured - 1));

      expect(medianOf(off('after'))).toBeLessThan(medianOf(off('before')) / 2);
      expect(held?.after).toBeLessThan((held?.before ?? 0) / 2);
    });

    it('sees it in the next recommendation once the version is promoted, and no more once it is rolled back', async () => {
      const before = await recommended(hostName);
      await sent('POST', `/v1/models/${calibration.version}:promote`);
      const promoted = await recommended(hostName);
      const back = await sent('POST', `/v1/models/${calibration.version}:rollback`);
      const after = await recommended(hostName);

      expect(before.model_version).toBe(SHIPPED);
      expect(promoted.model_version).toBe(calibration.version);
      expect(Math.sign(latencyOf(promoted) - latencyOf(before))).toBe(Math.sign(factor - 1));
      expect(back).toMatchObject({ version: SHIPPED, state: 'active' });
      expect(after.model_version).toBe(SHIPPED);
      expect(latencyOf(after)).toBe(latencyOf(before));
    });
  },
);

describe('a version in the shadow', () => {
  it('answers beside the active one', async () => {
    const { id, ...active } = await recommended('fast-01');
    const by = { model_version: calibration.version };
    const { decision } = (await sent('POST', `/v1/recommendations/${id}:replay`, by)) as { decision: Recommendation };

    expect(decision.model_version).toBe(calibration.version);
    expect(latencyOf(decision)).toBeLessThan(latencyOf({ id, ...active }));
  });

  it('is reported on: what it would change of the newest decisions', async () => {
    await recommended('slow-01');
    const report = (await sent('GET', `/v1/models/${calibration.version}/shadow-report?decisions=1`)) as {
      predictions: readonly { path: string; metric: string; median_ratio: number }[];
    };

    expect(report).toMatchObject({ active_version: SHIPPED, decisions: 1, left_out: 0, other_host: 0, other_path: 0 });
    const shift = report.predictions.find(({ path, metric }) => path === 'vhost_net' && metric === 'p50_us');
    expect(shift?.median_ratio).toBeGreaterThan(1.2);
  });
});

describe('what comes in', () => {
  it('is held against what predicts, as a metric by scope', async () => {
    const { text } = await advisor.send('GET', '/metrics');
    const residual = /^iopath_model_residual\{scope="slow processor [^"]*"\} (\S+)$/m.exec(text)?.[1];

    expect(Number(residual)).not.toBeNaN();
  });
});

describe('a calibration', () => {
  it('can be looked at later, and tells which series it did not use', async () => {
    expect(await sent('GET', `/v1/calibrations/${calibration.version}`)).toMatchObject({
      scopes: calibration.scopes,
      unused: calibration.unused,
    });
    expect(calibration.unused).toEqual([]);
  });

  it('takes the scopes that it does not fit over from the version that is active', async () => {
    await sent('POST', `/v1/models/${calibration.version}:promote`);
    const scopes = [{ kind: 'host', name: 'fast-01' }];
    const { version } = (await sent('POST', '/v1/calibrations', { scopes })) as Calibration;
    const model = await sent('GET', `/v1/models/${version}`);
    await sent('POST', `/v1/models/${calibration.version}:rollback`);

    expect(model).toMatchObject({
      state: 'shadow',
      scopes: [...scopes, ...calibration.scopes.map(({ scope }) => scope)],
      history: [{ action: 'calibrate', from_version: calibration.version, to_version: version }],
    });
  });

  it.each([
    [
      'a scope that nothing was measured in',
      { scopes: [{ kind: 'host', name: 'nobody' }] },
      'calibration.nothing_to_fit',
    ],
    ['a scope without its name', { scopes: [{ kind: 'host' }] }, 'request.invalid'],
    ['a series that there is not', { series: ['00000000-0000-4000-8000-000000000000'] }, 'request.invalid'],
  ])('is refused for %s', async (_what, body, code) => {
    const answer = await advisor.send('POST', '/v1/calibrations', body);

    expect(answer).toMatchObject({ status: 422, json: { code } });
  });
});

describe('versions of the model', () => {
  it('are listed with the one that predicts', async () => {
    expect(await sent('GET', '/v1/models')).toMatchObject({
      active_version: SHIPPED,
      shipped: { version: SHIPPED, state: 'active' },
      models: expect.arrayContaining([
        expect.objectContaining({ version: calibration.version, state: 'retired' }),
      ]) as [],
    });
  });

  it('tell their parameters: the shipped one all of them', async () => {
    const { parameters } = (await sent('GET', `/v1/models/${SHIPPED}`)) as {
      parameters: readonly { parameters: readonly { name: string; value: number; evidence: readonly string[] }[] }[];
    };

    expect(parameters).toHaveLength(1);
    expect(parameters[0]?.parameters).toHaveLength(Object.keys(PARAMETERS).length);
    expect(parameters[0]?.parameters).toContainEqual(
      expect.objectContaining({ name: 'native.rtt_us', value: PARAMETERS['native.rtt_us'].default, unit: 'us' }),
    );
  });

  it.each([
    ['POST', `${SHIPPED}+c999:promote`, 404, 'model.not_found'],
    ['POST', `${SHIPPED}+c999:rollback`, 404, 'model.not_found'],
    ['GET', `${SHIPPED}+c999/shadow-report`, 404, 'model.not_found'],
    ['GET', `${SHIPPED}/shadow-report?decisions=201`, 400, 'query.invalid'],
    ['GET', '%00', 404, 'model.not_found'],
    ['POST', `${SHIPPED}:rollback`, 409, 'model.nothing_before'],
  ])('%s of %s is refused', async (method, version, status, code) => {
    expect(await advisor.send(method, `/v1/models/${version}`)).toMatchObject({ status, json: { code } });
  });
});
