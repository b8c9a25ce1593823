import type { DiskKind } from '../../inventory/inventory';
import type { DiskPathName } from '../io-path';
import { byLocality } from './numa-penalty';
import { PARAMETERS, type ParameterName } from './parameters.data';
import type { AmountPrediction, DiskModelInput } from './prediction';
import { packetGain } from './queue-gain';
import { exactly, product, uncertain, Z90, type Uncertain } from './uncertain';

/** What the device underneath does without virtualisation. */
export interface DiskDevice {
  readonly latencyUs: Uncertain;
  readonly iops: Uncertain;
  readonly throughputMibps: Uncertain;
}

/** The device's limit and the path's, in requests/s or in MiB/s; the smaller one is what the guest gets. */
export interface DiskLimits {
  readonly device: Uncertain;
  /** Null when the path itself sets no limit. */
  readonly path: Uncertain | null;
}

const unknownClass = uncertain(PARAMETERS['unknown_device.class']);

function deviceOf(kind: DiskKind, doubt: Uncertain): DiskDevice {
  return {
    latencyUs: product(uncertain(PARAMETERS[`${kind}.latency_us`]), doubt),
    iops: product(uncertain(PARAMETERS[`${kind}.iops`]), doubt),
    throughputMibps: product(uncertain(PARAMETERS[`${kind}.throughput_mibps`]), doubt),
  };
}

const DEVICES: Readonly<Record<DiskKind | 'unknown', DiskDevice>> = {
  nvme: deviceOf('nvme', exactly(1)),
  ssd: deviceOf('ssd', exactly(1)),
  hdd: deviceOf('hdd', exactly(1)),
  unknown: deviceOf('ssd', unknownClass),
};

/** The device of an input; an unknown one is an SSD with a spread wide enough for an NVMe, not for a disk that turns. */
export function diskDevice(input: DiskModelInput): DiskDevice {
  return DEVICES[input.device ?? 'unknown'];
}

const DISK_NUMA = byLocality(PARAMETERS['numa.disk_factor']);
const PER_VCPU = uncertain(PARAMETERS['virtio_blk.iops_per_vcpu']);
const PER_IOTHREAD = uncertain(PARAMETERS['virtio_blk.iops_per_iothread']);
const SCSI_SHARE = uncertain(PARAMETERS['virtio_scsi.share_of_virtio_blk']);
const PASSTHROUGH_PER_VCPU = uncertain(PARAMETERS['nvme_passthrough.iops_per_vcpu']);
const EMULATED_IOPS = uncertain(PARAMETERS['disk_emulated.iops']);
const EMULATED_THROUGHPUT = uncertain(PARAMETERS['disk_emulated.throughput_mibps']);
const VIRTIO_THROUGHPUT = uncertain(PARAMETERS['virtio_blk.throughput_mibps']);

const SHARE_OF_DEVICE: Readonly<Record<DiskPathName, ParameterName>> = {
  emulated: 'disk_emulated.share_of_device',
  virtio_scsi: 'virtio_blk.share_of_device',
  virtio_blk: 'virtio_blk.share_of_device',
  pci_passthrough: 'nvme_passthrough.share_of_device',
  sriov_vf: 'nvme_vf.share_of_device',
};

/** Without an IOThread QEMU's main loop does the work, about what one vCPU's queue brings (M658); with one, M573. */
function virtioBlkIops(input: DiskModelInput): Uncertain {
  if (!input.ioThread) return PER_VCPU;
  const queues = product(PER_VCPU, packetGain(Math.max(1, input.vcpus)));
  return queues.value < PER_IOTHREAD.value ? queues : PER_IOTHREAD;
}

function pathIops(input: DiskModelInput): Uncertain {
  switch (input.path) {
    case 'emulated':
      return EMULATED_IOPS;
    case 'virtio_blk':
      return virtioBlkIops(input);
    case 'virtio_scsi':
      return product(virtioBlkIops(input), SCSI_SHARE);
    case 'pci_passthrough':
    case 'sriov_vf':
      return product(PASSTHROUGH_PER_VCPU, packetGain(Math.max(1, input.vcpus)));
  }
}

function pathThroughput(path: DiskPathName): Uncertain | null {
  if (path === 'emulated') return EMULATED_THROUGHPUT;
  return path === 'virtio_blk' || path === 'virtio_scsi' ? VIRTIO_THROUGHPUT : null;
}

/** Limits of 4 KiB requests/s at a queue depth that fills the device (docs/model.md, "Disks"). */
export function iopsLimits(input: DiskModelInput): DiskLimits {
  return {
    device: product(diskDevice(input).iops, uncertain(PARAMETERS[SHARE_OF_DEVICE[input.path]])),
    path: product(pathIops(input), DISK_NUMA[input.numa]),
  };
}

/** Limits of large sequential requests, MiB/s. */
export function throughputLimits(input: DiskModelInput): DiskLimits {
  const path = pathThroughput(input.path);
  return {
    device: product(diskDevice(input).throughputMibps, uncertain(PARAMETERS[SHARE_OF_DEVICE[input.path]])),
    path: path === null ? null : product(path, DISK_NUMA[input.numa]),
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
