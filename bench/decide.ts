import { buildFleet, planRequest, type Fleet, type VmRequest } from '@iopath/core';
import { aNicRequest, aVmRequest, syntheticFleet, type FleetShape } from '@iopath/testing';

/*
 * Planning one request in process, without database, explanation included: how long it takes on fleets of different size
 * and shape, how that grows, and what it leaves on the heap. Absolute times say little on a shared machine: the growth
 * and the ratio to a plain pass over the hosts are taken in the same run.
 *
 * Only the groups named on the command line are run: `npm run bench:decide -- four_pfs eight_pfs_varied`.
 */

const SIZES: readonly number[] = [1_000, 10_000];
const WARM_UPS = 5;
const RUNS = 30;
/** A slow case is measured fewer times. */
const MAX_SAMPLING_MS = 6_000;
const POLICY = { release: '2025.1' } as const;

/** NICs on any path with enough bandwidth to make paths differ, all asked for alike. */
function nics(count: number): VmRequest {
  const each = (index: number) => aNicRequest({ name: `nic${index}`, bandwidthMbps: 2_000 });
  return aVmRequest({ reserve: false, nics: Array.from({ length: count }, (_, index) => each(index)) });
}

const PINNED = aVmRequest({
  reserve: false,
  flavor: {
    vcpus: 4,
    ramMib: 8_192,
    diskGib: 20,
    extraSpecs: { 'hw:cpu_policy': 'dedicated', 'hw:mem_page_size': 'large' },
  },
  nics: [
    aNicRequest({
      bandwidthMbps: 5_000,
      latency: { targetUs: 50, percentile: 99 },
      numaAffinityPolicy: 'required',
    }),
  ],
});

const REQUESTS: Readonly<Record<string, VmRequest>> = {
  one_nic: nics(1),
  one_nic_pinned: PINNED,
  four_nics: nics(4),
  eight_nics: nics(8),
};

const SHAPES: Readonly<Record<string, FleetShape>> = {
  four_pfs: { pfs: 4, vfsAPf: 32, load: 'alike' },
  four_pfs_varied: { pfs: 4, vfsAPf: 32, load: 'varied' },
  eight_pfs: { pfs: 8, vfsAPf: 32, load: 'alike' },
  eight_pfs_varied: { pfs: 8, vfsAPf: 32, load: 'varied' },
};

const asked = process.argv.slice(2);
for (const [shape, how] of Object.entries(SHAPES)) {
  if (asked.length === 0 || asked.includes(shape)) measureShape(shape, how);
}

function measureShape(name: string, shape: FleetShape): void {
  const medians = new Map<string, number[]>();
  for (const size of SIZES) {
    const hosts = syntheticFleet(size, shape);
    const fleet = buildFleet(hosts);
    const buildMs = timed(() => buildFleet(hosts));
    const passMs = quantile(
      samples(() => passOver(fleet)),
      0.5,
    );
    for (const [request, vm] of Object.entries(REQUESTS)) {
      const planMs = samples(() => planRequest(vm, fleet, POLICY));
      const median = quantile(planMs, 0.5);
      medians.set(request, [...(medians.get(request) ?? []), median]);
      print({
        bench: 'decide',
        shape: name,
        request,
        hosts: size,
        status: planRequest(vm, fleet, POLICY).decision.status,
        plan_ms: { p50: median, p90: quantile(planMs, 0.9), min: Math.min(...planMs) },
        us_per_host: (median * 1000) / size,
        samples: planMs.length,
        ratio_to_plain_pass: median / passMs,
        heap_growth_mib: heapGrowthMib(() => planRequest(vm, fleet, POLICY)),
        build_fleet_ms: buildMs,
      });
    }
  }
  for (const [request, [small = 1, large = 0]] of medians) {
    print({ bench: 'decide', shape: name, request, growth: large / small, hosts_growth: 10 });
  }
}

/** The least that any planner has to do: look at every host's free amounts. */
function passOver({ hosts }: Fleet): number {
  let roomy = 0;
  for (const { free, state } of hosts) if (state === 'active' && free.vcpus > 4 && free.memoryMib > 8_192) roomy++;
  return roomy;
}

function samples(work: () => unknown): readonly number[] {
  const start = performance.now();
  const isLate = (): boolean => performance.now() - start > MAX_SAMPLING_MS;
  for (let i = 0; i < WARM_UPS && !isLate(); i++) work();
  const found: number[] = [];
  do found.push(timed(work));
  while (found.length < RUNS && !isLate());
  return found;
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/**
 * What one decision allocates, garbage included, as far as it was not collected while it was made; null without
 * `--expose-gc`, for a collection in between would hide most of it.
 */
function heapGrowthMib(work: () => unknown): number | null {
  if (globalThis.gc === undefined) return null;
  const growths = Array.from({ length: 5 }, () => {
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    work();
    return (process.memoryUsage().heapUsed - before) / 2 ** 20;
  });
  return Math.max(...growths);
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}

function print(line: Readonly<Record<string, unknown>>): void {
  console.log(
    JSON.stringify(line, (_key, value: unknown) =>
      typeof value === 'number' ? Math.round(value * 1000) / 1000 : value,
    ),
  );
}
