import { NeedMix, type NeedyVm } from '../needs/need-mix';
import { POLICIES } from '../policies/all-policies';
import { describedHost } from '../fleet/hardware-profile';
import { aHostState } from '@iopath/testing';
import type { HostState, LatencyNeed, VmRequest } from '@iopath/core';
import { replay } from './replay';
import type { ReplayResult } from './replay-result';

const PLANNING = { release: '2025.1' } as const;
const NAMES = Object.keys(POLICIES);

/** One NUMA node, 14 CPUs that float (56 vCPUs) and 14 that may be pinned, 56 GiB for guests, one PF with eight VFs. */
const small = (name: string): HostState =>
  aHostState(name, { inventory: describedHost({ cpus: 28, memoryMib: 65_536 }) });

interface Asked {
  readonly arrivalS?: number;
  readonly departureS?: number | null;
  readonly isolation?: VmRequest['isolation'];
  readonly latency?: LatencyNeed | null;
  readonly extraSpecs?: Readonly<Record<string, string>>;
  readonly memoryMib?: number;
}

function vm(id: string, asked: Asked = {}): NeedyVm {
  const { arrivalS = 0, departureS = null, isolation = 'shared', latency = null, extraSpecs = {} } = asked;
  const traced = { id, arrivalS, departureS, vcpus: 2, memoryMib: asked.memoryMib ?? 1_024 };
  const { request, ...needy } = new NeedMix(1).next(traced, 'balanced');
  const nics = request.nics.map((nic) => ({ ...nic, bandwidthMbps: null, latency }));
  const weights = latency === null ? null : { latency: 120 };
  return { ...needy, request: { ...request, isolation, weights, nics, flavor: { ...request.flavor, extraSpecs } } };
}

function run(name: string, hosts: readonly HostState[], vms: readonly NeedyVm[]): ReplayResult {
  const policy = POLICIES[name]?.(PLANNING);
  if (policy === undefined) throw new Error(`no policy ${name}`);
  return replay({ hosts, vms, policy, planning: PLANNING, clockMs: () => 0, onVm: () => undefined });
}

describe('a replay', () => {
  it.each(NAMES)('by %s gives what VMs that left had to those that come', (name) => {
    const own = { isolation: 'dedicated_vf' } as const;
    const first = Array.from({ length: 8 }, (_, i) => vm(`first-${i}`, { ...own, departureS: 100 }));
    const result = run(
      name,
      [small('h1')],
      [...first, vm('too-early', { ...own, arrivalS: 50 }), vm('in-time', { ...own, arrivalS: 100 })],
    );

    expect(result).toMatchObject({ requests: 10, accepted: 9, vmsAtTheEnd: 1 });
    expect(Object.values(result.rejected)).toEqual([1]);
  });

  it.each(NAMES)('by %s says why a VM found no place', (name) => {
    expect(run(name, [small('h1')], [vm('huge', { memoryMib: 1_000_000 })]).rejected).toEqual({ 'capacity.memory': 1 });
  });

  it.each(NAMES)('by %s counts as met only targets that the path got can meet', (name) => {
    const strict = (targetUs: number) => vm(`p99-${targetUs}`, { latency: { targetUs, percentile: 99 } });
    const { latency } = run(name, [small('h1')], [strict(1), strict(70), strict(200)]);

    expect(latency.asked).toBe(3);
    expect(latency.met).toBe(name === 'nova-normal' ? 1 : 2);
  });

  it('averages over time, not over events', () => {
    const hosts = [small('h1'), small('h2')];
    const result = run('first-fit', hosts, [
      vm('short', { departureS: 25 }),
      vm('late', { arrivalS: 75 }),
      vm('end', { arrivalS: 100 }),
    ]);

    expect(result.hostsInUse).toEqual({ average: 0.5, atTheEnd: 1 });
  });

  it('finds VFs stranded where pinned guests have taken the CPUs', () => {
    const pinned = Array.from({ length: 7 }, (_, i) => vm(`p-${i}`, { extraSpecs: { 'hw:cpu_policy': 'dedicated' } }));

    expect(run('nova', [small('h1')], pinned).strandedVfs.atTheEnd).toBe(8);
    expect(run('nova', [small('h1')], pinned.slice(1)).strandedVfs.atTheEnd).toBe(0);
  });

  it('spreads by Nova’s weighers, fills the first host by first-fit and the fullest by best-fit', () => {
    const hosts = [small('h1'), small('h2')];
    const vms = [vm('a'), vm('b'), vm('c')];

    expect(run('nova', hosts, vms).hostsInUse.atTheEnd).toBe(2);
    expect(run('first-fit', hosts, vms).hostsInUse.atTheEnd).toBe(1);
    expect(run('best-fit', hosts, vms).hostsInUse.atTheEnd).toBe(1);
  });

  it('keeps VFs for those who need one where the advisor decides, and gives them away where tenants ask by the book', () => {
    const relaxed = Array.from({ length: 8 }, (_, i) => vm(`r-${i}`, { latency: { targetUs: 120, percentile: 99 } }));
    const vms = [...relaxed, vm('own', { isolation: 'dedicated_vf' })];

    expect(run('advisor', [small('h1')], vms)).toMatchObject({ accepted: 9, latency: { met: 8 } });
    expect(run('nova', [small('h1')], vms)).toMatchObject({ accepted: 8, rejected: { 'vf.none_free': 1 } });
  });
});
