import { buildFleet, planRequest, type VmRequest } from '@iopath/core';
import { aVmRequest, syntheticFleet } from '@iopath/testing';

/*
 * Planning one request in process, without database: how long it takes on fleets of different size, and how that grows.
 * Absolute times say little on a shared machine; the growth factor is taken in the same run.
 */

const SIZES: readonly number[] = [1_000, 10_000];
const WARM_UPS = 5;
const RUNS = 30;

const REQUESTS: Readonly<Record<string, VmRequest>> = {
  one_nic_any_path: aVmRequest({ reserve: false }),
  pinned_with_vf: aVmRequest({
    reserve: false,
    flavor: {
      vcpus: 4,
      ramMib: 8_192,
      diskGib: 20,
      extraSpecs: { 'hw:cpu_policy': 'dedicated', 'hw:mem_page_size': 'large' },
    },
    nics: [
      {
        name: 'data',
        physicalNetwork: 'physnet1',
        bandwidthMbps: 5_000,
        packetRateKpps: null,
        latency: { targetUs: 50, percentile: 99 },
        paths: null,
        numaAffinityPolicy: 'required',
        trusted: false,
      },
    ],
  }),
};

for (const [name, request] of Object.entries(REQUESTS)) {
  const medians: number[] = [];
  for (const size of SIZES) {
    const hosts = syntheticFleet(size);
    const fleetMs = timed(() => buildFleet(hosts));
    const fleet = buildFleet(hosts);
    for (let i = 0; i < WARM_UPS; i++) planRequest(request, fleet, { release: '2025.1' });
    const planMs = Array.from({ length: RUNS }, () => timed(() => planRequest(request, fleet, { release: '2025.1' })));
    const median = quantile(planMs, 0.5);
    medians.push(median);
    print({
      bench: 'decide',
      request: name,
      hosts: size,
      status: planRequest(request, fleet, { release: '2025.1' }).decision.status,
      build_fleet_ms: fleetMs,
      plan_ms: { median, p90: quantile(planMs, 0.9), min: Math.min(...planMs) },
      us_per_host: (median * 1000) / size,
    });
  }
  print({ bench: 'decide', request: name, growth: (medians[1] ?? 0) / (medians[0] ?? 1), hosts_growth: 10 });
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
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
