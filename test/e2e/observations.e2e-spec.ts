import { startAdvisor, type TestAdvisor } from '../support/advisor';
import { wireHost, wireRequest } from '../support/wire-host';

const HOST = 'compute-01';
const ROUND_TRIPS = { duration_s: 300, message_bytes: 64, streams: 1, latency_us: { p50: 44, p99: 71 } };

interface Hold {
  readonly id: string;
}
interface Taken {
  readonly runs: readonly { readonly series_id: string; readonly workload: string; readonly warnings: string[] }[];
}
interface Series {
  readonly id: string;
  readonly workload: string;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly runs: readonly { readonly tool: string }[];
  readonly statistics: readonly { readonly metric: string; readonly unstable: boolean }[];
}

let advisor: TestAdvisor;

beforeAll(async () => {
  advisor = await startAdvisor();
  await advisor.send('PUT', `/v1/hosts/${HOST}/inventory`, wireHost(8));
});

afterAll(() => advisor.close());

let vms = 0;
async function reserved(): Promise<Hold> {
  const answer = await advisor.send('POST', '/v1/recommendations', wireRequest(`vm-${++vms}`, ['sriov_vf']), {
    prefer: 'wait=20',
  });
  const [hold] = (answer.json as { vf_allocations: readonly Hold[] }).vf_allocations;
  return hold as Hold;
}

async function confirmed(): Promise<Hold> {
  const hold = await reserved();
  await advisor.send('POST', `/v1/allocations/${hold.id}:confirm`, { server_id: `server-${vms}` });
  return hold;
}

const observe = ({ id }: Hold, body: object) => advisor.send('POST', `/v1/allocations/${id}/observations`, body);
const seriesOf = async (answer: { readonly json: unknown }, nth = 0): Promise<Series> => {
  const id = (answer.json as Taken).runs[nth]?.series_id;
  return (await advisor.send('GET', `/v1/benchmarks/${id}`)).json as Series;
};

describe('what was measured of a placed VM', () => {
  it('joins a series of observations, under conditions that the advisor knows itself', async () => {
    const hold = await confirmed();
    const answer = await observe(hold, { ...ROUND_TRIPS, message_bytes: 65 });

    expect(answer).toMatchObject({
      status: 201,
      json: { runs: [{ workload: 'round_trip', measured: { rtt_p50_us: 44, rtt_p99_us: 71 }, warnings: [] }] },
    });
    const series = await seriesOf(answer);
    expect(series).toMatchObject({
      origin: 'observation',
      conditions: {
        device: 'nic',
        host_name: HOST,
        path: 'sriov_vf',
        vcpus: 2,
        numa: 'local',
        sharers: 1,
        link_speed_mbps: 100_000,
        queues: 2,
        interrupts: 'posted',
        topology: 'wire',
      },
      runs: [{ tool: 'observed', duration_s: 300 }],
    });
    const listed = await advisor.send('GET', `/v1/benchmarks?origin=observation&host_name=${HOST}`);
    expect((listed.json as { series: readonly Series[] }).series.map(({ id }) => id)).toContain(series.id);
    expect((await advisor.send('GET', '/v1/benchmarks?origin=benchmark')).json).toMatchObject({ series: [] });
  });

  it('counts once, even if the device has other neighbours when it is told again', async () => {
    const hold = await confirmed();
    const body = { ...ROUND_TRIPS, message_bytes: 66 };
    const first = await observe(hold, body);
    const neighbour = await confirmed();
    const again = await observe(hold, body);
    const later = await observe(hold, { ...body, latency_us: { p50: 45, p99: 72 } });

    expect(again.json).toEqual(first.json);
    expect((await seriesOf(first)).runs).toHaveLength(1);
    const before = (await seriesOf(first)).conditions['sharers'] as number;
    expect((await seriesOf(later)).conditions['sharers']).toBe(before + 1);
    await advisor.send('POST', `/v1/allocations/${neighbour.id}:release`, {});
  });

  it('makes a run of each kind of load, and leaves out what too few samples stand behind', async () => {
    const hold = await confirmed();
    const answer = await observe(hold, { ...ROUND_TRIPS, samples: 500, throughput_mbps: 9000, packet_rate_kpps: 800 });

    expect(answer.json).toMatchObject({
      runs: [
        { workload: 'round_trip', measured: { rtt_p50_us: 44 } },
        { workload: 'bulk_tcp', measured: { throughput_mbps: 9000 }, warnings: [] },
        { workload: 'bulk_udp', measured: { packet_rate_kpps: 800 }, warnings: [] },
      ],
    });
    expect((answer.json as Taken).runs[0]?.warnings).toEqual([expect.stringContaining('p99 is left out')]);
  });

  it('is kept where it scatters, and not used', async () => {
    const hold = await confirmed();
    const told = [40, 80, 160].map((p50) => ({ ...ROUND_TRIPS, message_bytes: 67, latency_us: { p50 } }));
    for (const body of told) expect(await observe(hold, body)).toMatchObject({ status: 201 });

    const series = await seriesOf(await observe(hold, told[0] ?? {}));
    expect(series.runs).toHaveLength(3);
    expect(series.statistics).toMatchObject([{ metric: 'rtt_p50_us', unstable: true }]);
  });

  it('may be told of a device that was given back, of the time that it was held', async () => {
    const hold = await confirmed();
    const heldAt = new Date().toISOString();
    await advisor.send('POST', `/v1/allocations/${hold.id}:release`, {});

    expect(await observe(hold, { ...ROUND_TRIPS, message_bytes: 68 })).toMatchObject({ status: 201 });
    expect(await observe(hold, { ...ROUND_TRIPS, message_bytes: 68, measured_at: heldAt })).toMatchObject({
      status: 201,
    });
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect(await observe(hold, { ...ROUND_TRIPS, measured_at: tomorrow })).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/measured_at', code: 'observation.not_then' }] },
    });
  });
});

describe('refuses', () => {
  it('what no server uses', async () => {
    const hold = await reserved();
    expect(await observe(hold, ROUND_TRIPS)).toMatchObject({ status: 409, json: { code: 'allocation.not_confirmed' } });
    await advisor.send('POST', `/v1/allocations/${hold.id}:release`, {});
  });

  it('conditions, which are not the caller’s to say', async () => {
    expect(await observe(await confirmed(), { ...ROUND_TRIPS, path: 'virtio' })).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/path', code: 'field.unknown' }] },
    });
  });

  it('figures of another device, and no figures at all', async () => {
    const hold = await confirmed();
    const { latency_us: _none, ...bare } = ROUND_TRIPS;

    expect(await observe(hold, { ...ROUND_TRIPS, iops: 1000 })).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/iops', code: 'observation.other_device' }] },
    });
    expect(await observe(hold, bare)).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '', code: 'observation.empty' }] },
    });
  });

  it('an allocation that nobody knows', async () => {
    expect(await observe({ id: '00000000-0000-5000-8000-000000000000' }, ROUND_TRIPS)).toMatchObject({ status: 404 });
  });
});
