import {
  acceptRun,
  type BenchmarkConditions,
  type BenchmarkTool,
  canonicalJson,
  type Fault,
  formatHash,
  hardwareClassOf,
  hash64,
  seriesKeyOf,
} from '@iopath/core';
import type { BenchmarkStore, NewRun, SeriesAddition, StoredSeries } from '../ports/benchmark-store.port';
import type { BenchmarkTools } from '../ports/benchmark-tools.port';
import type { HostStore } from '../ports/host-store.port';
import { Refusal } from '../refusal';
import { judgedSeries, type JudgedSeries } from './judged-series';

export interface BenchmarkSubmission {
  readonly conditions: BenchmarkConditions;
  readonly results: readonly ToolResult[];
  /** User id; null: not known. */
  readonly submittedBy: string | null;
}

/** What a tool printed. */
export interface ToolResult {
  readonly tool: BenchmarkTool;
  readonly output: string;
}

export interface SubmitBenchmarkPorts {
  readonly hosts: Pick<HostStore, 'inventory'>;
  readonly store: BenchmarkStore;
  readonly tools: BenchmarkTools;
  /** A UUID made of the name of a series: the same for the same. */
  readonly idOf: (name: string) => string;
}

/** Each may begin a series of its own, and all are written in one transaction. */
const MOST_RUNS = 200;

/** Takes in what operators measured: all results of a submission, or none. */
export class SubmitBenchmark {
  constructor(private readonly ports: SubmitBenchmarkPorts) {}

  /**
   * The series that the results belong to, with all their runs. A result that is there already changes nothing.
   *
   * @throws Refusal invalid `request.invalid` with what is wrong with each result; `benchmark.unstable` when the runs of a
   *   series scatter by more than 15 %.
   */
  async execute({ conditions, results, submittedBy }: BenchmarkSubmission): Promise<readonly JudgedSeries[]> {
    const { hosts, store, tools } = this.ports;
    const faults: Fault[] = [];
    const runs = results.flatMap((result, nth) => this.runsOf(result, nth, conditions, faults));
    const host = await hosts.inventory(conditions.hostName);
    if (host === null) {
      const message = `must be a host of the inventory; ${conditions.hostName} is none`;
      faults.push({ pointer: '/conditions/host_name', code: 'host.unknown', message });
    }
    if (host === null || faults.length > 0) {
      throw new Refusal('invalid', 'request.invalid', 'Nothing was taken; see errors.', faults);
    }
    const additions = this.additions(runs, conditions, hardwareClassOf(host.inventory));
    const added = await store.add('benchmark', additions, submittedBy, (series) => requireStable(series, tools));
    return added.map((series) => judgedSeries(series, tools));
  }

  private runsOf(
    { tool, output }: ToolResult,
    nth: number,
    conditions: BenchmarkConditions,
    faults: Fault[],
  ): readonly NewRun[] {
    const reading = this.ports.tools.read(tool, output);
    const pointer = `/results/${nth}`;
    if ('code' in reading) {
      faults.push({ pointer: `${pointer}/output`, code: reading.code, message: reading.message });
      return [];
    }
    if (reading.runs.length > MOST_RUNS) {
      const message = `It tells of ${reading.runs.length} runs; ${MOST_RUNS} are taken of one output.`;
      faults.push({ pointer: `${pointer}/output`, code: 'benchmark.too_many_runs', message });
      return [];
    }
    return reading.runs.flatMap((run, nthRun) => {
      const outcome = acceptRun(run, conditions);
      if ('accepted' in outcome) {
        const fingerprint = hash64([tool, String(nthRun), run.workload, output].join('\n'));
        return { run: outcome.accepted, resultHash: formatHash(fingerprint) };
      }
      const job = run.job === null ? '' : `Job ${run.job}: `;
      faults.push(...outcome.refusals.map(({ code, message }) => ({ pointer, code, message: `${job}${message}` })));
      return [];
    });
  }

  /** Runs of one submission may be of several series: a file of fio with reads and writes is. */
  private additions(
    runs: readonly NewRun[],
    conditions: BenchmarkConditions,
    hardwareClass: string,
  ): readonly SeriesAddition[] {
    const additions = new Map<string, SeriesAddition & { readonly runs: NewRun[] }>();
    for (const run of runs) {
      const key = seriesKeyOf(run.run, conditions);
      const name = canonicalJson(key);
      const addition = additions.get(name) ?? { newId: this.ports.idOf(name), key, hardwareClass, runs: [] };
      additions.set(name, addition);
      addition.runs.push(run);
    }
    return [...additions.values()];
  }
}

function requireStable(all: readonly StoredSeries[], tools: BenchmarkTools): void {
  for (const series of all) {
    const { primary, unstable, statistics, runs, workload } = judgedSeries(series, tools);
    if (primary === null || !unstable.includes(primary)) continue;
    const percent = Math.round((statistics[primary]?.cv ?? 0) * 100);
    const message =
      `The ${runs.length} runs of ${workload} with ${series.messageBytes} bytes scatter by ${percent} % (SD through mean); ` +
      'above 15 % nothing can be learned from them. Nothing was taken.';
    throw new Refusal('invalid', 'benchmark.unstable', message);
  }
}
