import { startAdvisor, type TestAdvisor } from '../support/advisor';
import { hardwareWith, measurementsOf } from '../support/synthetic-operator';
import { wireHost, wireRequest } from '../support/wire-host';

const SHIPPED = '2026.11.1';
const HOSTILE = 'vm <script>alert(1)</script> & "co"';

let advisor: TestAdvisor;

beforeAll(async () => {
  advisor = await startAdvisor();
  await advisor.send('PUT', '/v1/hosts/compute-01/inventory', wireHost(2));
});

afterAll(() => advisor.close());

describe('the picture of a recommendation’s paths', () => {
  it('is SVG that may do nothing, with every path, and names as they are written', async () => {
    const asked = wireRequest(HOSTILE, ['sriov_vf']);
    const decided = await advisor.send('POST', '/v1/recommendations', asked, { prefer: 'wait=20' });
    const { id } = decided.json as { readonly id: string };
    const { status, headers, text } = await advisor.send('GET', `/v1/recommendations/${id}/chart.svg`);

    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/svg+xml; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'x-content-type-options': 'nosniff',
    });
    expect(text).toMatch(/^<svg .*<\/svg>\s*$/s);
    expect(text).not.toContain('<script');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    for (const path of ['vhost_net', 'sriov_vf', 'emulated']) expect(text).toContain(`>${path}<`);
    expect(text).not.toContain('compute-01');
  });

  it('is of no recommendation that there is not', async () => {
    expect(
      await advisor.send('GET', '/v1/recommendations/00000000-0000-5000-8000-000000000000/chart.svg'),
    ).toMatchObject({ status: 404, json: { code: 'recommendation.not_found' } });
  });
});

describe('the picture of a version held against what was measured', () => {
  const pictureOf = async (version: string) => advisor.send('GET', `/v1/models/${version}/validation.svg`);

  it('shows the example table of the project while there is nothing else, and says so', async () => {
    const { status, text } = await pictureOf(SHIPPED);

    expect(status).toBe(200);
    expect(text).toContain('There are no benchmarks yet');
    expect(text).toContain('5 of 5 are within a factor of 2');
  });

  it('shows what was measured once there is something, and what a calibrated version came of', async () => {
    for (const submission of measurementsOf('compute-01', hardwareWith(3))) {
      expect(await advisor.send('POST', '/v1/benchmarks', submission)).toMatchObject({ status: 201 });
    }
    const shipped = await pictureOf(SHIPPED);
    const calibration = await advisor.send('POST', '/v1/calibrations', {});
    const calibrated = await pictureOf((calibration.json as { readonly version: string }).version);

    expect(shipped.text).toContain('Benchmarks and observations');
    expect(calibrated.text).toContain('The series that it was fitted to');
    expect(calibrated.text).toContain('that were kept from the fit');
    expect(withinOf(calibrated.text)).toBeGreaterThan(withinOf(shipped.text));
  });

  it('is of no version that there is not', async () => {
    expect(await pictureOf('nothing')).toMatchObject({ status: 404, json: { code: 'model.not_found' } });
  });
});

/** The share of values that the picture says are within a factor of 2. */
function withinOf(svg: string): number {
  const [, within, all] = /(\d+) of (\d+) are within/.exec(svg) ?? [];
  return Number(within) / Number(all);
}
