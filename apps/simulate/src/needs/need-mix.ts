import type { IsolationNeed, LatencyNeed, NicRequest, VmRequest } from '@iopath/core';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { TraceVm } from '../trace/trace-vm';

/** What a share of the VMs asks of its NIC. */
interface NicNeed {
  readonly share: number;
  readonly bandwidthMbpsAVcpu: number | null;
  readonly latency: LatencyNeed | null;
  readonly isolation: IsolationNeed;
}

/** How a share of the VMs has its CPUs and memory. */
interface CpuNeed {
  readonly share: number;
  readonly extraSpecs: Readonly<Record<string, string>>;
}

const p99 = (targetUs: number): LatencyNeed => ({ targetUs, percentile: 99 });

/**
 * Traces know no NICs, so that needs are drawn. Shares are judgement; the two targets lie where paths differ: no path
 * through the host's kernel is predicted below 70 µs, and vhost-net of an unloaded NIC is below 120 µs.
 */
export const NIC_NEEDS: Readonly<Record<string, NicNeed>> = {
  nothing: { share: 50, bandwidthMbpsAVcpu: null, latency: null, isolation: 'shared' },
  bandwidth: { share: 15, bandwidthMbpsAVcpu: 250, latency: null, isolation: 'shared' },
  'p99 120 µs': { share: 15, bandwidthMbpsAVcpu: null, latency: p99(120), isolation: 'shared' },
  'p99 70 µs': { share: 10, bandwidthMbpsAVcpu: null, latency: p99(70), isolation: 'shared' },
  'VF of its own': { share: 10, bandwidthMbpsAVcpu: null, latency: null, isolation: 'dedicated_vf' },
};

export const CPU_NEEDS: Readonly<Record<string, CpuNeed>> = {
  floating: { share: 80, extraSpecs: {} },
  pinned: { share: 12, extraSpecs: { 'hw:cpu_policy': 'dedicated' } },
  'pinned, huge pages': {
    share: 8,
    extraSpecs: { 'hw:cpu_policy': 'dedicated', 'hw:mem_page_size': 'large' },
  },
};

/** The physical network that all NICs are on. */
export const PHYSICAL_NETWORK = 'physnet1';
/** What a request with a target states of it: to meet it goes before what is cheap. The built-in profiles only lean to it. */
const TARGET_FIRST = { latency: 120 };
const DISK_GIB = 20;
const PAGE_MIB = 2;

/** A VM of the trace with what was drawn for it. */
export interface NeedyVm extends TraceVm {
  readonly nicNeed: string;
  readonly cpuNeed: string;
  readonly request: VmRequest;
}

/** Draws needs by a seed: the nth VM of a trace always gets the same ones, whatever the policy and the limit. */
export class NeedMix {
  private readonly random: ReturnType<typeof xoroshiro128plus>;

  constructor(seed: number) {
    this.random = xoroshiro128plus(seed);
  }

  /** @param profile by which the advisor scores it. */
  next(vm: TraceVm, profile: string): NeedyVm {
    const nicNeed = drawn(NIC_NEEDS, this.share());
    const cpuNeed = drawn(CPU_NEEDS, this.share());
    return { ...vm, nicNeed, cpuNeed, request: requestOf(vm, NIC_NEEDS[nicNeed], CPU_NEEDS[cpuNeed], profile) };
  }

  /** 0 up to 1, without 1. */
  private share(): number {
    return (this.random.next() >>> 0) / 2 ** 32;
  }
}

function drawn(needs: Readonly<Record<string, { readonly share: number }>>, at: number): string {
  const all = Object.entries(needs);
  const total = all.reduce((sum, [, { share }]) => sum + share, 0);
  let upTo = 0;
  const found = all.find(([, { share }]) => (upTo += share / total) > at);
  return (found ?? all[0])?.[0] as string;
}

function requestOf(vm: TraceVm, nic: NicNeed | undefined, cpu: CpuNeed | undefined, profile: string): VmRequest {
  const bandwidth = nic?.bandwidthMbpsAVcpu ?? null;
  const network: NicRequest = {
    name: 'net0',
    physicalNetwork: PHYSICAL_NETWORK,
    bandwidthMbps: bandwidth === null ? null : bandwidth * vm.vcpus,
    packetRateKpps: null,
    latency: nic?.latency ?? null,
    paths: null,
    numaAffinityPolicy: null,
    trusted: false,
  };
  const pages = cpu?.extraSpecs['hw:mem_page_size'] !== undefined;
  const ramMib = pages ? Math.ceil(vm.memoryMib / PAGE_MIB) * PAGE_MIB : vm.memoryMib;
  return {
    name: vm.id,
    projectId: 'trace',
    count: 1,
    flavor: { vcpus: vm.vcpus, ramMib, diskGib: DISK_GIB, extraSpecs: cpu?.extraSpecs ?? {} },
    image: { osId: 'ubuntu24.04', properties: {} },
    nics: [network],
    disks: [{ name: 'root', iops: null, throughputMibps: null, latency: null, paths: null }],
    migration: 'cold_ok',
    isolation: nic?.isolation ?? 'shared',
    profile,
    weights: network.latency === null ? null : TARGET_FIRST,
    constraints: { availabilityZone: null, includeHosts: null, excludeHosts: [], aggregates: [], group: null },
    reserve: true,
    reservationTtlS: 900,
  };
}
