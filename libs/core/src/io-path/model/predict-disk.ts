import type { DiskPathName } from '../io-path';
import { iopsLimits, smallerOf, throughputLimits, type DiskLimits } from './disk-capacity';
import { diskEvidence, isDiskExtrapolated } from './disk-evidence';
import { diskLatency, type DiskWork } from './disk-latency';
import { byLocality } from './numa-penalty';
import { PARAMETERS, type ParameterName } from './parameters.data';
import type { AmountPrediction, DiskModelInput, DiskPrediction } from './prediction';
import { product, uncertain, Z90, inverse } from './uncertain';
import { OVERLOAD } from './waiting';

/** Size of a request when IOPS and throughput do not tell it together. */
const LARGE_REQUEST_MIB = 0.125;
/** Share of the device taken as the load when none was said; the same for all paths, so that they compare. */
const LIGHT_LOAD = 0.1;

const DISK_NUMA = byLocality(PARAMETERS['numa.disk_factor']);
const CORES_PER_100K: Readonly<Record<DiskPathName, ParameterName>> = {
  emulated: 'disk_emulated.host_cores_per_100k',
  virtio_scsi: 'virtio_blk.host_cores_per_100k',
  virtio_blk: 'virtio_blk.host_cores_per_100k',
  pci_passthrough: 'nvme_passthrough.host_cores_per_100k',
  sriov_vf: 'nvme_passthrough.host_cores_per_100k',
};
const SCSI_WORK = inverse(uncertain(PARAMETERS['virtio_scsi.share_of_virtio_blk']));

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
function carriedIops(input: DiskModelInput, capacityIops: number, capacityMibps: number): number {
  if (input.iops !== null) return Math.min(input.iops, capacityIops);
  if (input.throughputMibps !== null) return Math.min(input.throughputMibps, capacityMibps) / LARGE_REQUEST_MIB;
  return Math.min(LIGHT_LOAD * PARAMETERS[`${input.device ?? 'ssd'}.iops`].default, capacityIops);
}

function hostCores(input: DiskModelInput, carried: number): AmountPrediction {
  const each = product(uncertain(PARAMETERS[CORES_PER_100K[input.path]]), inverse(DISK_NUMA[input.numa]));
  const cost = input.path === 'virtio_scsi' ? product(each, SCSI_WORK) : each;
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
export function predictDisk(input: DiskModelInput): DiskPrediction {
  const iopsLimit = iopsLimits(input);
  const throughputLimit = throughputLimits(input);
  const iops = smallerOf(iopsLimit);
  const throughputMibps = smallerOf(throughputLimit);
  const rho = Math.max((input.iops ?? 0) / iops.value, (input.throughputMibps ?? 0) / throughputMibps.value);
  const overloaded = rho >= OVERLOAD;
  return {
    latencyUs: overloaded ? null : diskLatency(input, worksOf(input, iopsLimit, throughputLimit)),
    iops,
    throughputMibps,
    hostCores: hostCores(input, carriedIops(input, iops.value, throughputMibps.value)),
    overloaded,
    evidence: diskEvidence(input),
    extrapolated: isDiskExtrapolated(input, rho),
    assumed: assumptions(input),
  };
}
