import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startAdvisor, type TestAdvisor } from '../support/advisor';
import { wireHost } from '../support/wire-host';

const FIXTURES = path.resolve(__dirname, '../../libs/benchmarks/fixtures');
const NIC = {
  device: 'nic',
  host_name: 'compute-01',
  path: 'vhost_net',
  vcpus: 4,
  numa: 'local',
  link_speed_mbps: 25_000,
  queues: 4,
  interrupts: 'posted',
  topology: 'wire',
};
const DISK = {
  device: 'disk',
  host_name: 'compute-01',
  path: 'virtio_blk',
  vcpus: 4,
  numa: 'local',
  storage: 'nvme',
  io_thread: true,
};

const fixture = (name: string): string => readFileSync(path.join(FIXTURES, name), 'utf8');
const netperf = (meanUs: number): string =>
  `THROUGHPUT=${1e6 / meanUs}\nTHROUGHPUT_UNITS=Trans/s\nELAPSED_TIME=30\nMEAN_LATENCY=${meanUs}\nP50_LATENCY=${meanUs}\nREQUEST_SIZE=64\n`;

interface Series {
  readonly id: string;
  readonly workload: string;
  readonly thin: boolean;
  readonly runs: readonly unknown[];
  readonly statistics: readonly { readonly metric: string; readonly runs: number; readonly centre: number }[];
}

let advisor: TestAdvisor;

beforeAll(async () => {
  advisor = await startAdvisor();
  await advisor.send('PUT', '/v1/hosts/compute-01/inventory', wireHost(8));
});

afterAll(() => advisor.close());

const submit = (conditions: object, results: readonly { tool: string; output: string }[]) =>
  advisor.send('POST', '/v1/benchmarks', { conditions, results });

/** Conditions that no other test uses, so that its series is its own. */
let guests = 0;
const ownNic = () => ({ ...NIC, vcpus: 100 + ++guests });

async function seriesOf(conditions: object, results: readonly { tool: string; output: string }[]) {
  const { json } = await submit(conditions, results);
  return (json as { series: readonly Series[] }).series;
}

describe('bringing in what was measured', () => {
  it('makes one series of the runs of one kind, over several requests', async () => {
    const conditions = ownNic();
    const [first] = await seriesOf(
      conditions,
      [50, 51, 49].map((us) => ({ tool: 'netperf', output: netperf(us) })),
    );
    const [then] = await seriesOf(
      conditions,
      [50.5, 49.5].map((us) => ({ tool: 'netperf', output: netperf(us) })),
    );

    expect(first).toMatchObject({ workload: 'round_trip', thin: true });
    expect(then).toMatchObject({ id: first?.id, thin: false });
    expect(then?.runs).toHaveLength(5);
    expect(then?.statistics).toContainEqual(expect.objectContaining({ metric: 'rtt_mean_us', runs: 5, centre: 50 }));
  });

  it('counts a result once, however often it comes', async () => {
    const conditions = ownNic();
    const results = [{ tool: 'netperf', output: netperf(60) }];
    await submit(conditions, results);

    const [again] = await seriesOf(conditions, [...results, ...results]);

    expect(again?.runs).toHaveLength(1);
  });

  it('keeps reads and writes of one file apart', async () => {
    const series = await seriesOf(DISK, [{ tool: 'fio', output: fixture('fio-randrw.json') }]);

    expect(series.map(({ workload }) => workload)).toEqual(['random_read', 'random_write']);
  });

  it('lists them, of a host, and gives one by its id', async () => {
    const [series] = await seriesOf(ownNic(), [{ tool: 'netperf', output: netperf(70) }]);

    const listed = await advisor.send('GET', '/v1/benchmarks?host_name=compute-01&origin=benchmark&limit=1');
    expect(listed.json).toMatchObject({ series: [{ id: series?.id }], links: [{ rel: 'next' }] });
    expect((await advisor.send('GET', '/v1/benchmarks?host_name=nobody')).json).toEqual({ series: [], links: [] });
    expect((await advisor.send('GET', `/v1/benchmarks/${series?.id}`)).json).toEqual(series);
  });
});

describe('refuses', () => {
  const codesOf = (json: unknown) =>
    (json as { errors: readonly { pointer: string; code: string }[] }).errors.map(({ pointer, code }) => [
      pointer,
      code,
    ]);

  it('all of them when one is not what it should be, and says which', async () => {
    const conditions = ownNic();
    const { status, json } = await submit(conditions, [
      { tool: 'netperf', output: netperf(50) },
      { tool: 'iperf3', output: fixture('iperf3-error.json') },
      { tool: 'sockperf', output: fixture('sockperf-pp.txt') },
    ]);

    expect(status).toBe(422);
    expect(codesOf(json)).toEqual([
      ['/results/1/output', 'benchmark.failed_run'],
      ['/results/2', 'benchmark.no_message_size'],
    ]);
    const listed = await advisor.send('GET', '/v1/benchmarks');
    expect(JSON.stringify(listed.json)).not.toContain(`"vcpus":${conditions.vcpus},`);
  });

  it('conditions that nothing can be compared by', async () => {
    const bare = { ...NIC, link_speed_mbps: null, queues: null, path: 'virtio_blk' };
    const { status, json } = await submit(bare, [{ tool: 'netperf', output: netperf(50) }]);

    expect(status).toBe(422);
    expect(codesOf(json)).toEqual([
      ['/conditions/link_speed_mbps', 'field.required'],
      ['/conditions/queues', 'field.required'],
      ['/conditions/path', 'field.not_one_of'],
    ]);
  });

  it('numbers that no database keeps', async () => {
    const output = netperf(50).replace('REQUEST_SIZE=64', 'REQUEST_SIZE=99999999999.5');
    const { status, json } = await submit(ownNic(), [{ tool: 'netperf', output }]);

    expect(status).toBe(422);
    expect(codesOf(json)).toEqual([['/results/0', 'benchmark.implausible']]);
  });

  it('a host that nobody knows', async () => {
    const { json } = await submit({ ...NIC, host_name: 'nobody' }, [{ tool: 'netperf', output: netperf(50) }]);

    expect(codesOf(json)).toEqual([['/conditions/host_name', 'host.unknown']]);
  });

  it('runs that scatter by more than 15 %, and leaves the series as it was', async () => {
    const conditions = ownNic();
    const [before] = await seriesOf(
      conditions,
      [50, 51].map((us) => ({ tool: 'netperf', output: netperf(us) })),
    );

    const { status, json } = await submit(conditions, [{ tool: 'netperf', output: netperf(95) }]);

    expect(status).toBe(422);
    expect(json).toMatchObject({ code: 'benchmark.unstable', detail: expect.stringContaining('39 %') as string });
    expect((await advisor.send('GET', `/v1/benchmarks/${before?.id}`)).json).toEqual(before);
  });
});
