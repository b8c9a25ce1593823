import { documented } from '../openapi/documented';
import { PAGE_QUERY } from '../paging/page.docs';
import { BenchmarkListDto, BenchmarkSeriesDto, SubmitBenchmarkDto, SubmittedBenchmarksDto } from './benchmark.dto';
import { EXAMPLE_OUTPUT, EXAMPLE_SERIES_ID } from './benchmarks.example';

const ASKED = {
  conditions: {
    device: 'nic',
    host_name: 'compute-05',
    path: 'vhost_net',
    vcpus: 4,
    numa: 'local',
    sharers: 1,
    link_speed_mbps: 25_000,
    queues: 4,
    interrupts: 'posted',
    topology: 'wire',
  },
  results: [{ tool: 'netperf', output: EXAMPLE_OUTPUT }],
} as const;

const EXAMPLE: BenchmarkSeriesDto = {
  id: EXAMPLE_SERIES_ID,
  origin: 'benchmark',
  conditions: { ...ASKED.conditions, storage: null, io_thread: null },
  workload: 'round_trip',
  message_bytes: 64,
  streams: 1,
  queue_depth: null,
  statistics: [
    { metric: 'rtt_mean_us', runs: 1, centre: 49.8, sd: null, cv: null, low: null, high: null, unstable: false },
    { metric: 'rtt_p50_us', runs: 1, centre: 49, sd: null, cv: null, low: null, high: null, unstable: false },
    { metric: 'rtt_p99_us', runs: 1, centre: 71, sd: null, cv: null, low: null, high: null, unstable: false },
  ],
  thin: true,
  runs: [
    {
      tool: 'netperf',
      tool_version: null,
      job: null,
      duration_s: 30,
      samples: null,
      measured: { rtt_mean_us: 49.8, rtt_p50_us: 49, rtt_p99_us: 71 },
      warnings: [],
      submitted_at: '2026-11-21T08:00:05.000Z',
      submitted_by: null,
    },
  ],
  created_at: '2026-11-21T08:00:05.000Z',
};

export const benchmarksDocs = {
  submit: documented({
    id: 'submitBenchmarks',
    policy: 'io_advisor:benchmark:create',
    summary: 'Bring in what was measured',
    description:
      'Takes what benchmark tools printed, with the conditions that they ran in: all of it, or nothing. Results of the same ' +
      'conditions and load make a series, over as many requests as you like; a result that is there already changes ' +
      'nothing. Runs that scatter by more than 15 % are refused.',
    body: { type: SubmitBenchmarkDto, examples: { netperf: { summary: 'Round trips by netperf', value: ASKED } } },
    answers: { 201: { description: 'The series.', type: SubmittedBenchmarksDto, example: { series: [EXAMPLE] } } },
    problems: ['benchmark.unstable'],
  }),

  list: documented({
    id: 'listBenchmarks',
    policy: 'io_advisor:benchmark:list',
    summary: 'List what was measured',
    description: 'Series of runs with their statistics, newest first, a page at a time.',
    query: {
      host_name: { description: 'Only those of this host.', schema: { type: 'string', maxLength: 255 } },
      origin: {
        description: 'Only those measured on purpose, or only those told of placed VMs.',
        schema: { type: 'string', enum: ['benchmark', 'observation'] },
      },
      ...PAGE_QUERY,
    },
    answers: { 200: { description: 'A page.', type: BenchmarkListDto, example: { series: [EXAMPLE], links: [] } } },
    problems: ['query.marker_unknown'],
  }),

  get: documented({
    id: 'getBenchmark',
    policy: 'io_advisor:benchmark:get',
    summary: 'Look at a series of runs',
    description: 'Every run of it, and what they say together.',
    path: { id: { description: 'Id of the series.', example: EXAMPLE_SERIES_ID } },
    answers: { 200: { description: 'The series.', type: BenchmarkSeriesDto, example: EXAMPLE } },
    problems: ['benchmark.not_found'],
  }),
};
