import { ORDINARY_DISK_CONDITIONS, type DiskConditions } from './disk-conditions';
import type { DiskDevice, DiskModelPath, DiskTerms } from './disk-terms';
import type { AmountPrediction, DiskModelInput } from './prediction';
import { packetGain } from './queue-gain';
import { exactly, product, Z90, type Uncertain } from './uncertain';

/** The device's limit and the path's, in requests/s or in MiB/s; the smaller one is what the guest gets. */
export interface DiskLimits {
  readonly device: Uncertain;
  /** Null when the path itself sets no limit. */
  readonly path: Uncertain | null;
}

/** The device of an input; an unknown one is an SSD with a spread wide enough for an NVMe, not for a disk that turns. */
export function diskDevice(terms: DiskTerms, input: DiskModelInput): DiskDevice {
  const conditions = input.conditions;
  if (conditions === undefined) return terms.devices[input.device ?? 'unknown'];
  if (conditions.noDevice) return terms.noDevice;
  const device = terms.devices[input.device ?? 'unknown'];
  const { latencyUs, iops } = conditions.native;
  return {
    latencyUs: latencyUs === null ? device.latencyUs : exactly(latencyUs),
    iops: iops === null ? product(device.iops, exactly(conditions.devices)) : exactly(iops),
    throughputMibps: product(device.throughputMibps, exactly(conditions.devices)),
  };
}

function smaller(a: Uncertain, b: Uncertain): Uncertain {
  return a.value < b.value ? a : b;
}

/** Queues that work side by side: one without a vCPU of its own gains nothing. */
function parallelDiskQueues(input: DiskModelInput): number {
  const queues = input.conditions?.queues ?? Infinity;
  return Math.max(1, Math.min(input.vcpus, queues));
}

/** Without an IOThread QEMU's main loop does the work, about what one vCPU's queue brings (M658); with one, M573. */
function virtioBlkIops({ limits, queues }: DiskTerms, input: DiskModelInput): Uncertain {
  if (!input.ioThread) return limits.virtioPerVcpu;
  return smaller(product(limits.virtioPerVcpu, packetGain(queues, parallelDiskQueues(input))), limits.perIoThread);
}

/** Kernel vhost: a queue at a time up to its workers' limit, and all of them up to what the host submits (M577 to M602). */
function vhostIops({ limits, queues }: DiskTerms, input: DiskModelInput, conditions: DiskConditions): Uncertain {
  const workers = conditions.workers ?? 1;
  const perQueue = product(limits.vhostPerQueue, exactly(conditions.batches ? limits.batching : 1));
  const ofQueues = product(perQueue, packetGain(queues, parallelDiskQueues(input)));
  const ofWorkers = product(limits.vhostPerWorker, exactly(workers));
  return smaller(smaller(ofQueues, ofWorkers), limits.vhostTotal);
}

function pathIops(terms: DiskTerms, input: DiskModelInput, conditions: DiskConditions): Uncertain {
  const { limits, queues } = terms;
  switch (input.path) {
    case 'emulated':
      return limits.emulatedIops;
    case 'virtio_blk':
    case 'qemu_nvme':
      return virtioBlkIops(terms, input);
    case 'virtio_scsi':
      return product(virtioBlkIops(terms, input), limits.scsiShare);
    case 'vhost_blk':
    case 'vhost_scsi':
      return vhostIops(terms, input, conditions);
    case 'vhost_user_blk':
    case 'nvme_mediated':
      return product(limits.spdkPerCore, exactly(conditions.workers ?? 1));
    case 'pci_passthrough':
    case 'sriov_vf':
      return product(limits.passthroughPerVcpu, packetGain(queues, Math.max(1, input.vcpus)));
  }
}

function pathThroughput({ limits }: DiskTerms, path: DiskModelPath): Uncertain | null {
  if (path === 'emulated') return limits.emulatedMibps;
  return path === 'virtio_blk' || path === 'virtio_scsi' ? limits.virtioMibps : null;
}

/** What polling and shared cores make of the path's own limit; 1 when all is ordinary. */
function pathFactor({ limits }: DiskTerms, conditions: DiskConditions): number {
  return (conditions.polls ? limits.polling : 1) * (conditions.sharesCores ? limits.sharedCores : 1);
}

/** Paths on which a write is done when the host has it, and a read is not (M563, M564). */
function readsWait(path: DiskModelPath): boolean {
  return path === 'virtio_blk' || path === 'virtio_scsi';
}

function shareOfDevice(terms: DiskTerms, input: DiskModelInput, conditions: DiskConditions): Uncertain {
  const share = terms.profiles[input.path].shareOfDevice;
  return conditions.direction === 'read' && readsWait(input.path) ? product(share, terms.limits.readShare) : share;
}

/** Limits of requests of 4 KiB a second at a queue depth that fills the device (docs/model.md, "Disks"). */
export function iopsLimits(terms: DiskTerms, input: DiskModelInput): DiskLimits {
  const conditions = input.conditions ?? ORDINARY_DISK_CONDITIONS;
  const path = product(pathIops(terms, input, conditions), terms.numa[input.numa]);
  const factor = pathFactor(terms, conditions);
  return {
    device: product(diskDevice(terms, input).iops, shareOfDevice(terms, input, conditions)),
    path: factor === 1 ? path : { value: path.value * factor, sd: path.sd },
  };
}

/** Limits of large sequential requests, MiB/s. */
export function throughputLimits(terms: DiskTerms, input: DiskModelInput): DiskLimits {
  const conditions = input.conditions ?? ORDINARY_DISK_CONDITIONS;
  const path = pathThroughput(terms, input.path);
  return {
    device: product(diskDevice(terms, input).throughputMibps, shareOfDevice(terms, input, conditions)),
    path: path === null ? null : product(path, terms.numa[input.numa]),
  };
}

/** The smaller limit, each end of the interval being the smaller of the two ends. */
export function smallerOf(limits: DiskLimits): AmountPrediction {
  const { device, path } = limits;
  const value = Math.min(device.value, path?.value ?? Infinity);
  const spread = Math.exp(Z90 * device.sd);
  const pathSpread = path === null ? 1 : Math.exp(Z90 * path.sd);
  const pathValue = path?.value ?? Infinity;
  return {
    value,
    interval: [
      Math.min(device.value / spread, pathValue / pathSpread),
      Math.min(device.value * spread, pathValue * pathSpread),
    ],
  };
}
