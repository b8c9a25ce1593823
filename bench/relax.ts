import { buildFleet, planRequest, type VmRequest } from '@iopath/core';
import { aNicRequest, aVmRequest, syntheticHostFacts } from '@iopath/testing';
import { compileHost } from '@iopath/core';

/*
 * The answer to a request that fits nowhere, relaxations included, in process: how long it takes on fleets of different
 * size, and how many sets of changes it finds. No two loaded hosts of a `diverse` fleet are alike, as in life; the hosts of
 * the other are alike by the dozen.
 */

const SIZES: readonly number[] = [1_000, 10_000];
const RUNS = 3;

const PINNED = { 'hw:cpu_policy': 'dedicated', 'hw:mem_page_size': 'large' };

const REQUESTS: Readonly<Record<string, VmRequest>> = {
  no_such_zone: aVmRequest({ constraints: { ...aVmRequest().constraints, availabilityZone: 'az9' } }),
  link_too_slow: aVmRequest({ nics: [aNicRequest({ paths: ['sriov_vf'], bandwidthMbps: 200_000 })] }),
  too_big_to_pin: aVmRequest({
    flavor: { vcpus: 100, ramMib: 16_384, diskGib: 20, extraSpecs: PINNED },
    nics: [aNicRequest({ paths: ['sriov_vf'], numaAffinityPolicy: 'required' })],
  }),
  four_nics_on_whole_pfs: aVmRequest({
    nics: ['a', 'b', 'c', 'd'].map((name) => aNicRequest({ name, paths: ['pci_passthrough'] })),
  }),
  two_vms_anti_affine: aVmRequest({
    count: 2,
    constraints: {
      ...aVmRequest().constraints,
      includeHosts: ['compute-00001'],
      group: { id: 'web', policy: 'anti-affinity' },
    },
  }),
};

for (const diverse of [false, true]) {
  for (const [name, request] of Object.entries(REQUESTS)) {
    const medians = SIZES.map((size) => run(name, request, size, diverse));
    print({ bench: 'relax', request: name, diverse, growth: (medians[1] ?? 0) / (medians[0] ?? 1), hosts_growth: 10 });
  }
}

function run(name: string, request: VmRequest, size: number, diverse: boolean): number {
  const facts = syntheticHostFacts(size).map((host, index) =>
    diverse ? { ...host, inventoryHash: `${host.inventoryHash}-${index}` } : host,
  );
  const fleet = buildFleet(facts.map(compileHost));
  const plan = () => planRequest(request, fleet, { release: '2025.1' }).decision;
  const decision = plan();
  const times = Array.from({ length: RUNS }, () => timed(plan)).sort((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)] ?? 0;
  const relaxations = decision.status === 'no_valid_host' ? decision.relaxations : [];
  print({
    bench: 'relax',
    request: name,
    hosts: size,
    diverse,
    status: decision.status,
    plan_ms: { median, min: times[0], max: times.at(-1) },
    sets_by_size: [1, 2, 3].map((count) => relaxations.filter((each) => each.size === count).length),
    first: relaxations[0]?.change,
  });
  return median;
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function print(line: Readonly<Record<string, unknown>>): void {
  console.log(
    JSON.stringify(line, (_key, value: unknown) =>
      typeof value === 'number' ? Math.round(value * 1000) / 1000 : value,
    ),
  );
}
