import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BenchmarkTool } from '@iopath/core';
import { parseBenchmark } from './parse-benchmark';

const FIXTURES = path.join(__dirname, '..', 'fixtures');

const fixture = (name: string): string => readFileSync(path.join(FIXTURES, name), 'utf8');
const runsOf = (tool: BenchmarkTool, name: string) => parseBenchmark(tool, fixture(name));

/** A fixture with one thing of its document changed. */
function changed<Document>(name: string, change: (document: Document) => void): string {
  const document = JSON.parse(fixture(name)) as Document;
  change(document);
  return JSON.stringify(document);
}

function refusal(tool: BenchmarkTool, text: string): string {
  try {
    parseBenchmark(tool, text);
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
  return 'taken';
}

describe('iperf3 -J', () => {
  it('counts what was received, of all streams, without the seconds that -O omits', () => {
    const [run] = runsOf('iperf3', 'iperf3-tcp.json');
    const { end } = JSON.parse(fixture('iperf3-tcp.json')) as { end: { sum_received: { bits_per_second: number } } };

    expect(run).toMatchObject({ workload: 'bulk_tcp', streams: 2, messageBytes: 131_072, toolVersion: '3.12' });
    expect(run?.values.throughputMbps).toBeCloseTo(end.sum_received.bits_per_second / 1e6, 6);
    expect(run?.warnings).toEqual(['4 s are short: use -t 30']);
  });

  it('tells packets a second of UDP, and refuses a rate that lost packets', () => {
    const [run] = runsOf('iperf3', 'iperf3-udp.json');
    expect(run).toMatchObject({ workload: 'bulk_udp', messageBytes: 512 });
    expect(run?.values.packetRateKpps).toBeCloseTo(24_404 / 2.001966 / 1000, 6);

    const lossy = changed('iperf3-udp.json', ({ end }: { end: { sum_received: { lost_percent: number } } }) => {
      end.sum_received.lost_percent = 12;
    });
    expect(refusal('iperf3', lossy)).toBe('benchmark.packets_lost');
  });

  it('takes losses off what was sent where the receiver counted nothing (iperf3 before 3.12)', () => {
    const old = changed('iperf3-udp.json', ({ end }: { end: Record<string, { lost_percent: number }> }) => {
      delete end.sum_received;
      if (end.sum !== undefined) end.sum.lost_percent = 0.1;
    });

    expect(parseBenchmark('iperf3', old)[0]?.values.throughputMbps).toBeCloseTo(49.97646837 * 0.999, 6);
  });

  it('is two runs with --bidir', () => {
    expect(runsOf('iperf3', 'iperf3-bidir.json').map(({ job, values }) => [job, values.throughputMbps])).toEqual([
      ['forward', expect.closeTo(19_332.0220658, 5)],
      ['reverse', expect.closeTo(2857.640541615, 5)],
    ]);
  });

  it('warns of slow start, and of an interval that fell behind', () => {
    const uneven = changed('iperf3-tcp.json', (document: Record<string, unknown>) => {
      const { test_start: setup } = document.start as { test_start: { omit: number } };
      setup.omit = 0;
      const sum = { bits_per_second: 1e9, omitted: false };
      document.intervals = [{ sum }, { sum }, { sum: { ...sum, bits_per_second: 1e8 } }];
    });

    expect(parseBenchmark('iperf3', uneven)[0]?.warnings).toEqual([
      'slow start is part of it: use -O 3',
      '4 s are short: use -t 30',
      'some interval has under half the median rate',
    ]);
  });

  it.each([
    ['a file that tells an error', () => fixture('iperf3-error.json'), 'benchmark.failed_run'],
    ['a file that is cut off', () => fixture('iperf3-tcp.json').slice(0, 3000), 'benchmark.truncated'],
    [
      'its table for people',
      () => '[SUM] 0.00-30.00 sec 82.2 GBytes 23.5 Gbits/sec receiver',
      'benchmark.not_this_format',
    ],
    ['JSON of something else', () => fixture('fio-randread.json'), 'benchmark.not_this_format'],
    ['JSON that is none', () => '{"start": nothing}', 'benchmark.not_this_format'],
    [
      'a test that was broken off',
      () =>
        changed('iperf3-tcp.json', ({ end }: { end: { sum_received: { seconds: number } } }) => {
          end.sum_received.seconds = 2;
        }),
      'benchmark.truncated',
    ],
    [
      'a test of which the receiver told nothing',
      () =>
        changed('iperf3-tcp.json', ({ end }: { end: Record<string, unknown> }) => {
          delete end.sum_received;
        }),
      'benchmark.no_result',
    ],
    [
      'a test in which nothing arrived',
      () =>
        changed('iperf3-tcp.json', ({ end }: { end: { sum_received: { bits_per_second: number } } }) => {
          end.sum_received.bits_per_second = 0;
        }),
      'benchmark.no_result',
    ],
  ])('refuses %s', (_what, text, code) => {
    expect(refusal('iperf3', text())).toBe(code);
  });
});

describe('fio json+', () => {
  it('reads a job with its options, in the units of its names', () => {
    const [run] = runsOf('fio', 'fio-randread.json');
    const { jobs } = JSON.parse(fixture('fio-randread.json')) as {
      jobs: [{ read: { iops: number; bw_bytes: number; clat_ns: { percentile: Record<string, number> } } }];
    };
    const { iops, bw_bytes, clat_ns } = jobs[0].read;

    expect(run).toMatchObject({
      workload: 'random_read',
      messageBytes: 4096,
      streams: 2,
      queueDepth: 4,
      isDirect: true,
      values: {
        iops,
        diskThroughputMibps: bw_bytes / 2 ** 20,
        diskP50Us: (clat_ns.percentile['50.000000'] ?? 0) / 1000,
      },
    });
  });

  it('is a run for each direction, and one request under way with a synchronous engine', () => {
    expect(runsOf('fio', 'fio-randrw.json').map(({ workload, queueDepth }) => [workload, queueDepth])).toEqual([
      ['random_read', 1],
      ['random_write', 1],
    ]);
  });

  it('leaves out quantiles that too few observations stand behind', () => {
    const [read] = runsOf('fio', 'fio-randrw.json');

    expect(read?.values).not.toHaveProperty('diskP99Us');
    expect(read?.warnings).toContain('p99 is left out: 8438 observations, 10000 are needed');
  });

  it('reads options that stand for all jobs, and KiB/s and µs of fio before 3.0', () => {
    const old = JSON.stringify({
      'fio version': 'fio-2.21',
      'global options': { rw: 'write', bs: '1m', iodepth: '8', ioengine: 'libaio', direct: '1' },
      jobs: [
        {
          jobname: 'seq',
          error: 0,
          'job options': {},
          write: {
            iops: 100,
            bw: 102_400,
            runtime: 60_000,
            clat: { percentile: { '50.000000': 900 } },
            lat: { mean: 1000 },
          },
        },
      ],
    });

    expect(parseBenchmark('fio', old)).toMatchObject([
      {
        workload: 'sequential_write',
        durationS: 60,
        messageBytes: 2 ** 20,
        streams: 1,
        queueDepth: 8,
        values: { diskThroughputMibps: 100, diskP50Us: 900, diskMeanUs: 1000 },
      },
    ]);
  });

  it('knows nothing of how a job ran whose options were not kept', () => {
    const bare = changed('fio-randread.json', ({ jobs }: { jobs: [Record<string, unknown>] }) => {
      delete jobs[0]['job options'];
    });

    expect(parseBenchmark('fio', bare)).toMatchObject([
      { workload: 'disk_read', messageBytes: null, streams: null, queueDepth: null, isDirect: null },
    ]);
  });

  const withOption = (name: string, value: string) => () =>
    changed('fio-randread.json', ({ jobs }: { jobs: [{ 'job options': Record<string, string> }] }) => {
      jobs[0]['job options'][name] = value;
    });

  it.each([
    ['a test of the page cache', withOption('direct', '0'), 'benchmark.page_cache'],
    ['a mix of sizes', withOption('bs', '4k-64k'), 'benchmark.mixed_sizes'],
    [
      'a job that ended with an error',
      () => changed('fio-randread.json', ({ jobs }: { jobs: [{ error: number }] }) => void (jobs[0].error = 5)),
      'benchmark.failed_run',
    ],
    ['a run without any job', () => JSON.stringify({ 'fio version': 'fio-3.33', jobs: [] }), 'benchmark.no_result'],
    [
      'clones of a job that are told one by one',
      () =>
        changed('fio-randread.json', (document: { jobs: unknown[] }) => {
          document.jobs = [...document.jobs, ...document.jobs];
        }),
      'benchmark.not_grouped',
    ],
    ['a table of values', () => 'value,runtime\n5095.0,33.26\n', 'benchmark.not_this_format'],
  ])('refuses %s', (_what, text, code) => {
    expect(refusal('fio', text())).toBe(code);
  });
});

describe('sockperf ping-pong', () => {
  it('doubles its half of a round trip', () => {
    const text = fixture('sockperf-pp.txt');
    const half = Number(/avg-latency=(\S+)/.exec(text)?.[1]);

    expect(runsOf('sockperf', 'sockperf-pp.txt')).toMatchObject([
      { workload: 'round_trip', toolVersion: '3.7-no.git', streams: 1, values: { rttMeanUs: half * 2 } },
    ]);
  });

  it('leaves whole round trips of --full-rtt as they are', () => {
    expect(runsOf('sockperf', 'sockperf-rtt.txt')).toMatchObject([
      { durationS: 1.55, samples: 27_473, values: { rttMeanUs: 56.386, rttP50Us: 55.752, rttP99Us: 93.218 } },
    ]);
  });

  it('reads through colours, whole or with their escape character lost', () => {
    const plain = parseBenchmark('sockperf', fixture('sockperf-rtt.txt').replaceAll('\u001b', ''));

    expect(plain).toEqual(runsOf('sockperf', 'sockperf-rtt.txt'));
  });

  it.each([
    ['lost messages', 'dropped messages = 0', 'dropped messages = 3', 'benchmark.packets_lost'],
    ['messages out of order', 'out-of-order messages = 0', 'out-of-order messages = 1', 'benchmark.packets_lost'],
    ['an output that was cut off', /====> avg-rtt[^]*/, '', 'benchmark.truncated'],
    ['a throughput test', 'Summary: Round trip', 'Summary: Message Rate is 10 [msg/sec]', 'benchmark.not_a_round_trip'],
    ['an output of something else', /[^]*/, 'PING 127.0.0.1', 'benchmark.not_this_format'],
  ])('refuses %s', (_what, from, to, code) => {
    expect(refusal('sockperf', fixture('sockperf-rtt.txt').replace(from, to))).toBe(code);
  });
});

describe('the worst output', () => {
  const MIB = 2 ** 20;

  /** Where white space is looked at again from each of its places, none of these comes to an end. */
  it.each([
    ['iperf3', '\n'.repeat(MIB), 'benchmark.not_this_format'],
    ['netperf', `THROUGHPUT=${' '.repeat(MIB)}x`, 'benchmark.not_this_format'],
    ['sockperf', `sockperf avg-latency=1.0 Message size${' '.repeat(MIB)}`, 'taken'],
    ['fio', '['.repeat(MIB), 'benchmark.not_this_format'],
  ] as const)('of %s is refused as any other', (tool, text, code) => {
    expect(refusal(tool, text)).toBe(code);
  });

  it('keeps no text that a database would refuse', () => {
    const text = fixture('sockperf-rtt.txt').replace('#3.7-no.git', '#3\u00007');

    expect(parseBenchmark('sockperf', text)[0]?.toolVersion).toBe('37');
  });
});

describe('netperf -k', () => {
  const ROUND_TRIP = `MIGRATED TCP REQUEST/RESPONSE TEST from 0.0.0.0 () port 0 AF_INET to 192.0.2.7 () port 0 AF_INET
THROUGHPUT=20000.00
THROUGHPUT_UNITS=Trans/s
ELAPSED_TIME=30.00
MEAN_LATENCY=49.80
P50_LATENCY=49
P99_LATENCY=71
REQUEST_SIZE=1
RESPONSE_SIZE=1
`;

  it('reads whole round trips', () => {
    expect(parseBenchmark('netperf', ROUND_TRIP)).toMatchObject([
      {
        workload: 'round_trip',
        durationS: 30,
        messageBytes: 1,
        streams: 1,
        values: { rttMeanUs: 49.8, rttP50Us: 49, rttP99Us: 71 },
        warnings: [],
      },
    ]);
  });

  it('takes the mean from the rate where it is not told', () => {
    const text = ROUND_TRIP.replace(/MEAN_LATENCY.*\n/, '');

    expect(parseBenchmark('netperf', text)).toMatchObject([{ values: { rttMeanUs: 50 } }]);
  });

  it.each([
    ['10^6bits/s', 9412.5],
    ['10^9bits/s', 9_412_500],
    ['KBytes/s', 77.1072],
  ])('reads a stream in %s', (unit, throughputMbps) => {
    const text = `THROUGHPUT=9412.50\nTHROUGHPUT_UNITS=${unit}\nELAPSED_TIME=30.0\nLOCAL_SEND_SIZE=16384\nPROTOCOL=TCP\n`;

    expect(parseBenchmark('netperf', text)).toMatchObject([
      {
        workload: 'bulk_tcp',
        messageBytes: 16_384,
        values: { throughputMbps: expect.closeTo(throughputMbps, 3) as number },
      },
    ]);
  });

  it.each([
    ['a table with commas', 'Throughput,Throughput Units\n1405.50,Trans/s\n', 'benchmark.not_this_format'],
    ['a rate of bursts', ROUND_TRIP.replace('20000.00', '90000.00'), 'benchmark.not_a_round_trip'],
    ['a unit that nobody knows', 'THROUGHPUT=1\nTHROUGHPUT_UNITS=furlongs/s\n', 'benchmark.unknown_unit'],
    ['nothing transferred', 'THROUGHPUT=0.00\nTHROUGHPUT_UNITS=Trans/s\n', 'benchmark.no_result'],
  ])('refuses %s', (_what, text, code) => {
    expect(refusal('netperf', text)).toBe(code);
  });
});
