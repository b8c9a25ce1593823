import { type Fault, hardwareClassOf, type ModelledHost } from '@iopath/core';
import { judgedSeries, type JudgedSeries } from '../benchmarks/judged-series';
import type { BenchmarkStore, StoredSeries } from '../ports/benchmark-store.port';
import type { BenchmarkTools } from '../ports/benchmark-tools.port';
import type { HostStore } from '../ports/host-store.port';
import { Refusal } from '../refusal';

/** Most series that are fitted to at once: with more the fit takes longer than anybody waits. */
export const MAX_SERIES = 1_000;
const PAGE = 100;

export interface GatherPorts {
  readonly hosts: Pick<HostStore, 'inventory'>;
  readonly benchmarks: Pick<BenchmarkStore, 'list' | 'get'>;
  readonly tools: BenchmarkTools;
}

/** A series and the host that it was measured on; null where that is no longer in the inventory. */
export interface GatheredSeries extends JudgedSeries {
  readonly host: ModelledHost | null;
}

export interface WantedSeries {
  /** Null: all of them. */
  readonly ids: readonly string[] | null;
  /** With what was told of placed VMs, and not only what was measured on purpose. */
  readonly withObservations: boolean;
}

/**
 * The series that are wanted, judged, each with its host as it is at present.
 *
 * @throws Refusal invalid `request.invalid` pointing at ids that there are not; `calibration.too_many_series`.
 */
export async function gatherSeries(wanted: WantedSeries, ports: GatherPorts): Promise<readonly GatheredSeries[]> {
  const { benchmarks, hosts, tools } = ports;
  const stored = wanted.ids === null ? await allOf(wanted, benchmarks) : await named(wanted.ids, benchmarks);
  const known = new Map<string, ModelledHost | null>();
  for (const hostName of new Set(stored.map(({ conditions }) => conditions.hostName))) {
    const host = await hosts.inventory(hostName);
    known.set(hostName, host === null ? null : { hostName, hardwareClass: hardwareClassOf(host.inventory) });
  }
  return stored.map((series) => ({
    ...judgedSeries(series, tools),
    host: known.get(series.conditions.hostName) ?? null,
  }));
}

async function allOf(
  { withObservations }: WantedSeries,
  benchmarks: GatherPorts['benchmarks'],
): Promise<readonly StoredSeries[]> {
  const filter = { hostName: null, origin: withObservations ? null : ('benchmark' as const) };
  const found: StoredSeries[] = [];
  let marker: string | null = null;
  do {
    const page = await benchmarks.list(filter, PAGE, marker);
    found.push(...page.items);
    marker = page.nextMarker;
    if (found.length > MAX_SERIES) throw tooMany();
  } while (marker !== null);
  return found;
}

async function named(ids: readonly string[], benchmarks: GatherPorts['benchmarks']): Promise<readonly StoredSeries[]> {
  const faults: Fault[] = [];
  const found = new Map<string, StoredSeries>();
  for (const [nth, id] of ids.entries()) {
    const series = await benchmarks.get(id);
    if (series !== null) found.set(series.id, series);
    else
      faults.push({ pointer: `/series/${nth}`, code: 'benchmark.unknown', message: `must be a series; ${id} is none` });
  }
  if (faults.length > 0)
    throw new Refusal('invalid', 'request.invalid', 'There is no such series; see errors.', faults);
  return [...found.values()];
}

function tooMany(): Refusal {
  const message = `There are more than ${MAX_SERIES} series; say which to fit to.`;
  return new Refusal('invalid', 'calibration.too_many_series', message);
}
