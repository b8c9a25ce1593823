import { iopsLimits, smallerOf, throughputLimits, type DiskLimits } from './disk-capacity';
import { diskEvidence, isDiskExtrapolated } from './disk-evidence';
import { diskLatency, type DiskWork } from './disk-latency';
import type { DiskTerms } from './disk-terms';
import type { AmountPrediction, DiskModelInput, DiskPrediction } from './prediction';
import { inverse, product, Z90 } from './uncertain';
import { OVERLOAD } from './waiting';

/** Size of a request when IOPS and throughput do not tell it together. */
const LARGE_REQUEST_MIB = 0.125;
/** Share of the device taken as the load when none was said; the same for all paths, so that they compare. */
const LIGHT_LOAD = 0.1;

const DEVICE_ASSUMED = 'kind of the device not known: ssd';
const NUMA_ASSUMED = 'NUMA node of the device not known: half way between local and remote';

function assumptions(input: DiskModelInput): readonly string[] {
  const assumed: string[] = [];
  if (input.device === null) assumed.push(DEVICE_ASSUMED);
  if (input.numa === 'unknown') assumed.push(NUMA_ASSUMED);
  return assumed;
}

/** MiB of one request: what throughput and IOPS say together, else a large one. */
function requestMib(input: DiskModelInput): number {
  const { iops, throughputMibps } = input;
  return iops !== null && throughputMibps !== null && iops > 0 && throughputMibps > 0
    ? throughputMibps / iops
    : LARGE_REQUEST_MIB;
}

/** The load on each resource of the disk. */
function worksOf(input: DiskModelInput, iops: DiskLimits, throughput: DiskLimits): readonly DiskWork[] {
  return [
    { limits: iops, rate: input.iops ?? 0, unit: 1 },
    { limits: throughput, rate: input.throughputMibps ?? 0, unit: requestMib(input) },
  ];
}

/** Requests/s that the host really carries. */
function carriedIops(terms: DiskTerms, input: DiskModelInput, capacityIops: number, capacityMibps: number): number {
  if (input.iops !== null) return Math.min(input.iops, capacityIops);
  if (input.throughputMibps !== null) return Math.min(input.throughputMibps, capacityMibps) / LARGE_REQUEST_MIB;
  return Math.min(LIGHT_LOAD * terms.devices[input.device ?? 'unknown'].iops.value, capacityIops);
}

function hostCores(terms: DiskTerms, input: DiskModelInput, carried: number): AmountPrediction {
  const cost = product(terms.profiles[input.path].coresPer100k, inverse(terms.numa[input.numa]));
  const value = (carried / 100_000) * cost.value;
  const spread = Math.exp(Z90 * cost.sd);
  return { value, interval: [value / spread, value * spread] };
}

/**
 * Predicts one disk of one VM: requests/s of 4 KiB, sequential throughput, completion latency at the load asked for,
 * host cores (docs/model.md, "Disks"). All intervals are 90 %.
 *
 * `vcpus` counts from 1, `iops` and `throughputMibps` from 0, null meaning "not said", which is predicted as an idle
 * device (latency) and a tenth of it (host cores). The result for equal inputs is equal: memoise by input.
 */
export function predictDiskWith(terms: DiskTerms, input: DiskModelInput): DiskPrediction {
  const iopsLimit = iopsLimits(terms, input);
  const throughputLimit = throughputLimits(terms, input);
  const iops = smallerOf(iopsLimit);
  const throughputMibps = smallerOf(throughputLimit);
  const rho = Math.max((input.iops ?? 0) / iops.value, (input.throughputMibps ?? 0) / throughputMibps.value);
  const overloaded = rho >= OVERLOAD;
  return {
    latencyUs: overloaded ? null : diskLatency(terms, input, worksOf(input, iopsLimit, throughputLimit)),
    iops,
    throughputMibps,
    hostCores: hostCores(terms, input, carriedIops(terms, input, iops.value, throughputMibps.value)),
    overloaded,
    evidence: diskEvidence(terms, input),
    extrapolated: isDiskExtrapolated(input, rho),
    assumed: assumptions(input),
  };
}
