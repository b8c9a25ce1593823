import {
  type AcceptedRun,
  type BenchmarkConditions,
  canonicalJson,
  compileHost,
  formatHash,
  hardwareClassOf,
  type HostState,
  hash64,
  type ObservationGap,
  type ObservedFigures,
  observedConditions,
  observedRuns,
  type Placement,
  seriesKeyOf,
} from '@iopath/core';
import type { Allocation, AllocationStore } from '../ports/allocation-store.port';
import type { BenchmarkStore, SeriesAddition, StoredSeries } from '../ports/benchmark-store.port';
import type { FleetReader } from '../ports/fleet.port';
import type { Recommendation, RecommendationStore } from '../ports/recommendation-store.port';
import { Refusal } from '../refusal';

export interface AllocationObservation {
  readonly allocation: Allocation;
  readonly figures: ObservedFigures;
  /** Null: just before it is told; of a released device, when it was released. */
  readonly measuredAtMs: number | null;
  /** User id; null: not known. */
  readonly submittedBy: string | null;
}

export interface ObserveAllocationPorts {
  readonly allocations: Pick<AllocationStore, 'vfsHeldAt'>;
  readonly recommendations: Pick<RecommendationStore, 'get'>;
  readonly fleet: Pick<FleetReader, 'read'>;
  readonly store: Pick<BenchmarkStore, 'add' | 'withResult'>;
  /** A UUID made of the name of a series: the same for the same. */
  readonly idOf: (name: string) => string;
  readonly clock: () => number;
}

/** A run that an observation made, or had made before, and where it is. */
export interface ObservedRun {
  readonly seriesId: string;
  readonly run: AcceptedRun;
}

const GAPS: Readonly<Record<Exclude<ObservationGap, 'device_gone'>, string>> = {
  no_device: 'The device serves no NIC or disk of the request, so no path is predicted for it.',
  link_speed: 'The inventory does not tell the link speed of its PF.',
  storage: 'The inventory does not tell what kind of disk it is.',
};

/** Takes in what was measured of the device of a placed VM, beside what benchmarks measured. */
export class ObserveAllocation {
  constructor(private readonly ports: ObserveAllocationPorts) {}

  /**
   * Production load varies, so runs that scatter are kept; what scatters by more than 15 % is shown as unstable and not
   * fitted to. The same observation again changes nothing, though the device may have other neighbours by then.
   *
   * @throws Refusal conflict `allocation.not_confirmed`, `allocation.expired`, `allocation.moved`, `allocation.device_gone`,
   *   `allocation.not_comparable`; invalid `request.invalid` pointing at what is wrong with the figures.
   */
  async execute(observation: AllocationObservation): Promise<readonly ObservedRun[]> {
    const { allocation, figures, measuredAtMs, submittedBy } = observation;
    requireInUse(allocation);
    const [record] = await this.ports.fleet.read([allocation.hostName]);
    if (record === undefined) throw deviceGone(allocation);
    const atMs = this.momentOf(allocation, measuredAtMs);
    const conditions = await this.conditionsOf(allocation, compileHost(record), atMs);
    const observed = observedRuns(figures, conditions.device);
    if ('faults' in observed) {
      throw new Refusal('invalid', 'request.invalid', 'Nothing was taken; see errors.', observed.faults);
    }
    const resultHash = formatHash(hash64(canonicalJson({ id: allocation.id, measuredAtMs, figures })));
    const before = await this.ports.store.withResult('observation', allocation.hostName, resultHash);
    const series =
      before.length > 0
        ? before
        : await this.ports.store.add(
            'observation',
            observed.runs.map((run) => this.additionOf(run, conditions, hardwareClassOf(record.inventory), resultHash)),
            submittedBy,
            () => undefined,
          );
    return observed.runs.map((run) => ({ seriesId: seriesOfRun(run, series).id, run }));
  }

  /** Nothing was measured of a device before the VM had it, nor after. */
  private momentOf({ state, createdAtMs, updatedAtMs }: Allocation, measuredAtMs: number | null): number {
    // The database's clock wrote the moments of the ledger, so its last one counts as past whatever the clock here says.
    const lastMs = state === 'released' ? updatedAtMs - 1 : Math.max(this.ports.clock(), updatedAtMs);
    if (measuredAtMs === null) return lastMs;
    if (createdAtMs <= measuredAtMs && measuredAtMs <= lastMs) return measuredAtMs;
    const [from, to] = [createdAtMs, lastMs].map((ms) => new Date(ms).toISOString());
    const message = `the VM held the device from ${from} to ${to}`;
    const faults = [{ pointer: '/measured_at', code: 'observation.not_then', message }];
    throw new Refusal('invalid', 'request.invalid', 'Nothing was taken; see errors.', faults);
  }

  private async conditionsOf(allocation: Allocation, host: HostState, atMs: number): Promise<BenchmarkConditions> {
    const recommendation = await this.ports.recommendations.get(allocation.recommendationId);
    const placement = placementOf(allocation, recommendation);
    if (recommendation === null || placement === null) {
      throw new Refusal('conflict', 'allocation.moved', 'The VM has moved to another device than was decided.');
    }
    const { device, address, pfAddress, reservationId, hostName } = allocation;
    const held = pfAddress === null ? 1 : await this.ports.allocations.vfsHeldAt(hostName, pfAddress, atMs);
    const ofServers = host.pfs.find(({ pf }) => pf.address === pfAddress)?.vfsOfServers ?? 0;
    const reservation = recommendation.reservations.find(({ id }) => id === reservationId);
    const conditions = observedConditions(
      {
        device,
        address,
        pfAddress,
        vcpus: recommendation.request.flavor.vcpus,
        placement,
        compute: reservation?.compute ?? placement.compute,
        sharers: Math.max(1, held + ofServers),
      },
      host,
    );
    if (typeof conditions !== 'string') return conditions;
    if (conditions === 'device_gone') throw deviceGone(allocation);
    throw new Refusal('conflict', 'allocation.not_comparable', GAPS[conditions]);
  }

  private additionOf(
    run: AcceptedRun,
    conditions: BenchmarkConditions,
    hardwareClass: string,
    resultHash: string,
  ): SeriesAddition {
    const key = seriesKeyOf(run, conditions);
    // Origins are apart in the store, and so are the ids of series that are alike but for theirs.
    const newId = this.ports.idOf(`observation ${canonicalJson(key)}`);
    return { newId, key, hardwareClass, runs: [{ run, resultHash }] };
  }
}

/** A server has or had it. */
function requireInUse({ state, serverId }: Allocation): void {
  if (state === 'expired') throw new Refusal('conflict', 'allocation.expired', 'The reservation ran out unused.');
  if (serverId !== null) return;
  throw new Refusal('conflict', 'allocation.not_confirmed', 'No server is known to use the device.');
}

function deviceGone({ hostName, address }: Allocation): Refusal {
  return new Refusal('conflict', 'allocation.device_gone', `${address} is not in the inventory of ${hostName}.`);
}

/** The decision that the device is held by; null when the VM holds another one than was decided. */
function placementOf(
  { member, hostName, device, address }: Allocation,
  recommendation: Recommendation | null,
): Placement | null {
  const decision = recommendation?.decision ?? null;
  if (decision?.status !== 'ready') return null;
  const placement = decision.members[member];
  if (placement?.hostName !== hostName) return null;
  const isTaken = placement.devices.some((take) => take.device === device && take.address === address);
  return isTaken ? placement : null;
}

function seriesOfRun({ workload }: AcceptedRun, series: readonly StoredSeries[]): StoredSeries {
  const found = series.find((one) => one.workload === workload);
  if (found === undefined) throw new Error(`no series of ${workload} came of the observation`);
  return found;
}
