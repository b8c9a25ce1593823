import { ORDINARY_DISK_CONDITIONS, type DiskConditions } from '../model/disk-conditions';
import type { DiskModelPath } from '../model/disk-terms';
import type { DiskKind } from '../../inventory/inventory';
import type { PathModel } from '../model/path-model';
import type { DiskModelInput } from '../model/prediction';
import type { Measurement } from './measurement';
import { nativeValueOf, type MeasurementGroup } from './native-facts';
import { notPredicted, type RowQuestion } from './row-question';
import * as words from './workload-words';

interface TableDiskPath {
  readonly path: DiskModelPath;
  readonly ioThread: boolean;
}

/** The paths of a table by the model's name. VMMs younger than QEMU serve a disk on a thread of its own. */
const DISK_PATHS: Readonly<Record<string, TableDiskPath>> = {
  'ide-emulated': { path: 'emulated', ioThread: false },
  'sata-emulated': { path: 'emulated', ioThread: false },
  'virtio-blk': { path: 'virtio_blk', ioThread: false },
  'virtio-blk-iothread': { path: 'virtio_blk', ioThread: true },
  'virtio-blk-vmm': { path: 'virtio_blk', ioThread: true },
  'virtio-scsi': { path: 'virtio_scsi', ioThread: false },
  'vhost-blk': { path: 'vhost_blk', ioThread: false },
  'vhost-scsi': { path: 'vhost_scsi', ioThread: false },
  'vhost-user-blk': { path: 'vhost_user_blk', ioThread: false },
  'vhost-user-scsi': { path: 'vhost_user_blk', ioThread: false },
  'vfio-user-blk': { path: 'vhost_user_blk', ioThread: false },
  'nvme-mdev': { path: 'nvme_mediated', ioThread: false },
  'qemu-nvme-userspace': { path: 'qemu_nvme', ioThread: false },
  'nvme-passthrough': { path: 'pci_passthrough', ioThread: false },
};

/** Up to this depth a device answers one request at a time, and latency is what limits the rate. */
const SHALLOW_DEPTH = 4;
/** Disk tests that do not say how many vCPUs the guest has, have several. */
const ORDINARY_VCPUS = 4;
const SMALL_REQUEST_BYTES = 16_384;
const MIB = 1 << 20;
const MB_PER_MIB = 1.048576;

function textOf({ workload, device }: Measurement): string {
  return `${workload} ${device}`;
}

/** The device under a test; one that nobody names is taken for an NVMe, since a slow one would hide the path. */
function deviceOf(row: Measurement): DiskKind {
  const text = textOf(row);
  if (/\bHDD|mechanical|spinning/i.test(text)) return 'hdd';
  return /\b(?:SATA )?SSD\b/i.test(text) ? 'ssd' : 'nvme';
}

function conditionsOf(row: Measurement, group: MeasurementGroup): DiskConditions {
  const text = textOf(row);
  const queueDepth = words.queueDepthIn(row.workload);
  const jobs = (words.jobsIn(row.workload) ?? 1) * row.vms;
  const native = nativeValueOf(row, group);
  const shallow = queueDepth !== null && queueDepth <= SHALLOW_DEPTH;
  const isRate = row.metric === 'iops';
  const perRequestUs = native === null || queueDepth === null ? null : (queueDepth * jobs * 1000) / native;
  return {
    direction: words.directionIn(row.workload),
    requestBytes: row.messageBytes ?? words.requestBytesIn(row.workload) ?? ORDINARY_DISK_CONDITIONS.requestBytes,
    queueDepth,
    jobs,
    queues: row.queues,
    workers: words.saysWorkerPerQueue(row.workload) ? (row.queues ?? 1) : words.workersIn(row.workload),
    batches: words.saysBatching(row.workload),
    polls: row.interrupts === 'polling',
    sharesCores: words.saysSharedCores(text),
    devices: words.devicesIn(row.workload) ?? 1,
    noDevice: words.saysNoDevice(text),
    native: {
      latencyUs: isRate ? (shallow ? perRequestUs : null) : native,
      iops: isRate && !shallow && native !== null ? native * 1000 : null,
    },
  };
}

export function diskInputOf(row: Measurement, group: MeasurementGroup): DiskModelInput {
  if (row.path === 'native') notPredicted('the bare device itself: the model predicts ways to a device, not devices');
  const known = DISK_PATHS[row.path] ?? notPredicted(`path "${row.path}" is not one the model has`);
  const queues = row.queues ?? ORDINARY_VCPUS;
  return {
    ...known,
    device: deviceOf(row),
    vcpus: Math.max(row.vcpus ?? queues, 1),
    numa: row.numa === 'unknown' ? 'local' : row.numa,
    iops: null,
    throughputMibps: null,
    conditions: conditionsOf(row, group),
  };
}

function latencyUs({ predictDisk }: PathModel, input: DiskModelInput): number {
  return predictDisk(input).latencyUs?.p50 ?? NaN;
}

/** Requests/s of a row's size and depth: the smallest of what rate, bandwidth and latency allow (model rule 10). */
function requestsPerSecond(model: PathModel, input: DiskModelInput): number {
  const conditions = input.conditions ?? ORDINARY_DISK_CONDITIONS;
  const { iops, throughputMibps } = model.predictDisk(input);
  const { requestBytes, queueDepth, jobs } = conditions;
  const ofBandwidth = requestBytes > SMALL_REQUEST_BYTES ? (throughputMibps.value * MIB) / requestBytes : Infinity;
  const ofLatency =
    queueDepth !== null && queueDepth <= SHALLOW_DEPTH ? (queueDepth * jobs * 1e6) / latencyUs(model, input) : Infinity;
  return Math.min(iops.value, ofBandwidth, ofLatency);
}

function iops(row: Measurement, group: MeasurementGroup): RowQuestion {
  const perUnit = { kIOPS: 1e3, MIOPS: 1e6 }[row.unit] ?? notPredicted(`"${row.unit}" is not a rate`);
  const input = diskInputOf(row, group);
  return (model) => requestsPerSecond(model, input) / perUnit;
}

/** Completion time: of one request at a time, or of as many as are in flight (Little's law). */
function completion(row: Measurement, group: MeasurementGroup): RowQuestion {
  if (row.unit !== 'us') notPredicted(`unit "${row.unit}" of ${row.metric} is not one the model has`);
  const input = diskInputOf(row, group);
  const { queueDepth, jobs } = input.conditions ?? ORDINARY_DISK_CONDITIONS;
  const inFlight = (queueDepth ?? 1) * jobs;
  return (model) => {
    const alone = latencyUs(model, input);
    return queueDepth === null || queueDepth <= SHALLOW_DEPTH
      ? alone
      : Math.max(alone, (inFlight * 1e6) / requestsPerSecond(model, input));
  };
}

function bandwidth(row: Measurement, group: MeasurementGroup): RowQuestion {
  if (row.unit !== 'MB/s') notPredicted(`unit "${row.unit}" of ${row.metric} is not one the model has`);
  const input = diskInputOf(row, group);
  const requestBytes = row.messageBytes ?? words.requestBytesIn(row.workload);
  const { queueDepth } = input.conditions ?? ORDINARY_DISK_CONDITIONS;
  if (queueDepth !== null && queueDepth <= SHALLOW_DEPTH && requestBytes === null) {
    notPredicted('the size of the requests is not said, and one at a time it decides');
  }
  if (input.path !== 'virtio_blk' && input.path !== 'virtio_scsi' && input.path !== 'emulated' && row.device === '') {
    notPredicted('the path has no bandwidth limit of its own, and the device is not named');
  }
  return (model) => {
    const most = model.predictDisk(input).throughputMibps.value * MB_PER_MIB;
    return requestBytes === null ? most : Math.min(most, (requestsPerSecond(model, input) * requestBytes) / 1e6);
  };
}

function hostCores(row: Measurement, group: MeasurementGroup): RowQuestion {
  if (row.unit !== 'core_per_100kIOPS') notPredicted(`unit "${row.unit}" of ${row.metric} is not one the model has`);
  const input = { ...diskInputOf(row, group), iops: 1000 };
  return ({ predictDisk }) => predictDisk(input).hostCores.value * 100;
}

/** Questions about a disk, by metric; null when the metric is not one of them. */
export function diskQuestion(row: Measurement, group: MeasurementGroup): RowQuestion | null {
  switch (row.metric) {
    case 'iops':
      return iops(row, group);
    case 'disk_latency_mean':
      return completion(row, group);
    case 'disk_bandwidth':
      return bandwidth(row, group);
    case 'host_cpu':
      return row.path in DISK_PATHS ? hostCores(row, group) : null;
    default:
      return null;
  }
}
