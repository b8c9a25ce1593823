import type { BenchmarkRun, BenchmarkWorkload } from '@iopath/core';
import { jsonDocument, type JsonObject, listOf, numberAt, objectOf, textAt } from '../json-document';
import { UnreadableResult } from '../unreadable-result';
import { fioBytes } from './fio-bytes';
import { fioLatencies } from './fio-latencies';

const HINT = 'run fio with --output-format=json or json+.';
const BYTES_A_MIB = 1024 * 1024;
/** Engines that have one request under way whatever `iodepth` says. */
const SYNCHRONOUS = ['sync', 'psync', 'vsync', 'pvsync', 'pvsync2', 'mmap'];
const DIRECTIONS = ['read', 'write'] as const;
type Direction = (typeof DIRECTIONS)[number];

/**
 * Reads fio's `json` and `json+`: a run for each job (or group of jobs, with `group_reporting`) and direction. `bw` is
 * KiB/s and `bw_bytes` bytes/s; older fio has only the former, and times in µs.
 *
 * @throws UnreadableResult
 */
export function parseFio(text: string): readonly BenchmarkRun[] {
  const document = jsonDocument(text, HINT);
  const jobs = listOf(document.jobs);
  const version = textAt(document, 'fio version');
  if (version === null || !Array.isArray(document.jobs)) {
    throw new UnreadableResult('benchmark.not_this_format', `There is no \`fio version\` or no \`jobs\`: ${HINT}`);
  }
  const global = objectOf(document['global options']) ?? {};
  requireGrouped(jobs, global);
  const runs = jobs.flatMap((job) => {
    const options = { ...global, ...(objectOf(job['job options']) ?? {}) };
    return DIRECTIONS.filter((direction) => (numberAt(job, direction, 'iops') ?? 0) > 0).map((direction) =>
      runOf(job, options, direction, version),
    );
  });
  if (runs.length === 0) throw new UnreadableResult('benchmark.no_result', 'No job read or wrote anything.');
  return runs;
}

/** `numjobs` clones that are told one by one have a part of the load each, under one name. */
function requireGrouped(jobs: readonly JsonObject[], global: JsonObject): void {
  const names = new Set<string>();
  for (const job of jobs) {
    const clones = Number(textAt(job, 'job options', 'numjobs') ?? textAt(global, 'numjobs') ?? 1);
    const name = textAt(job, 'jobname') ?? '';
    if (clones > 1 && names.has(name)) {
      const message = `The ${clones} clones of job ${name} are told one by one: use --group_reporting.`;
      throw new UnreadableResult('benchmark.not_grouped', message);
    }
    names.add(name);
  }
}

function runOf(job: JsonObject, options: JsonObject, direction: Direction, version: string): BenchmarkRun {
  const name = textAt(job, 'jobname');
  const error = numberAt(job, 'error') ?? 0;
  if (error !== 0) throw new UnreadableResult('benchmark.failed_run', `Job ${name ?? ''} ended with error ${error}.`);
  const direct = textAt(options, 'direct');
  if (direct === '0') {
    throw new UnreadableResult('benchmark.page_cache', 'direct=0 measures the page cache: use direct=1.');
  }
  const result = objectOf(job[direction]) ?? {};
  const runtimeMs = numberAt(result, 'runtime');
  const { latencies, samples, warnings } = fioLatencies(result);
  const isDescribed = objectOf(job['job options']) !== null;
  return {
    tool: 'fio',
    toolVersion: version.replace(/^fio-/, ''),
    job: name,
    workload: workloadOf(textAt(options, 'rw') ?? textAt(options, 'readwrite'), direction),
    durationS: runtimeMs === null || runtimeMs <= 0 ? null : runtimeMs / 1000,
    messageBytes: fioBytes(textAt(options, 'bs') ?? textAt(options, 'blocksize') ?? (isDescribed ? '4k' : null)),
    streams: countOf(textAt(options, 'numjobs'), isDescribed),
    queueDepth: depthOf(options, isDescribed),
    isDirect: direct === null ? null : direct === '1',
    samples,
    values: {
      iops: numberAt(result, 'iops') ?? 0,
      diskThroughputMibps: bytesPerSecond(result) / BYTES_A_MIB,
      ...latencies,
    },
    warnings,
  };
}

function bytesPerSecond(result: JsonObject): number {
  return numberAt(result, 'bw_bytes') ?? (numberAt(result, 'bw') ?? 0) * 1024;
}

function workloadOf(rw: string | null, direction: Direction): BenchmarkWorkload {
  if (rw === null) return `disk_${direction}`;
  return rw.startsWith('rand') ? `random_${direction}` : `sequential_${direction}`;
}

/** fio's default is one; of an output without options nothing is known. */
function countOf(text: string | null, isDescribed: boolean): number | null {
  if (text === null) return isDescribed ? 1 : null;
  const count = Number(text);
  return Number.isInteger(count) && count > 0 ? count : null;
}

function depthOf(options: JsonObject, isDescribed: boolean): number | null {
  const engine = textAt(options, 'ioengine');
  if (engine !== null && SYNCHRONOUS.includes(engine)) return 1;
  return countOf(textAt(options, 'iodepth'), isDescribed);
}
