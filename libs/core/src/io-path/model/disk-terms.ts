import type { DiskKind } from '../../inventory/inventory';
import type { DiskPathName } from '../io-path';
import type { OtherDiskPath } from './disk-conditions';
import { eventTerms, type EventTerms } from './event-cost';
import { byLocality, type ByLocality } from './numa-penalty';
import type { ModelParameters, ParameterName } from './parameters.data';
import { queueTerms, type QueueTerms } from './queue-gain';
import { exactly, inverse, product, uncertain, type Uncertain } from './uncertain';

/** What the device underneath does without virtualisation. */
export interface DiskDevice {
  readonly latencyUs: Uncertain;
  readonly iops: Uncertain;
  readonly throughputMibps: Uncertain;
}

export type DiskModelPath = DiskPathName | OtherDiskPath;

export interface DiskEvent {
  readonly name: string;
  readonly frequency: number;
  readonly costUs: number;
}

/** What one disk path adds, and what it leaves of the device. */
export interface DiskPathProfile {
  readonly shareOfDevice: Uncertain;
  readonly adderUs: Uncertain;
  /** With an IOThread; the same where the path knows none. */
  readonly adderWithIoThreadUs: Uncertain;
  readonly coresPer100k: Uncertain;
  readonly events: readonly DiskEvent[];
}

/** A parameter set in the form that the formulas for disks use. */
export interface DiskTerms {
  readonly parameters: ModelParameters;
  readonly events: EventTerms;
  readonly queues: QueueTerms;
  readonly numa: ByLocality;
  readonly devices: Readonly<Record<DiskKind | 'unknown', DiskDevice>>;
  readonly noDevice: DiskDevice;
  readonly profiles: Readonly<Record<DiskModelPath, DiskPathProfile>>;
  readonly limits: {
    readonly virtioPerVcpu: Uncertain;
    readonly perIoThread: Uncertain;
    readonly scsiShare: Uncertain;
    readonly passthroughPerVcpu: Uncertain;
    readonly emulatedIops: Uncertain;
    readonly emulatedMibps: Uncertain;
    readonly virtioMibps: Uncertain;
    readonly vhostPerQueue: Uncertain;
    readonly vhostPerWorker: Uncertain;
    readonly vhostTotal: Uncertain;
    readonly batching: number;
    readonly spdkPerCore: Uncertain;
    readonly polling: number;
    readonly sharedCores: number;
    readonly readShare: Uncertain;
  };
  readonly remoteMissUs: number;
  readonly tail: { readonly p99: Uncertain; readonly p999: number };
  readonly waitingSd: number;
  readonly evidenceByCase: Map<number, readonly string[]>;
}

/** A device that is not there answers in the time of a function call. */
const NO_DEVICE: DiskDevice = {
  latencyUs: exactly(1),
  iops: exactly(1e8),
  throughputMibps: exactly(1e6),
};

export function diskTerms(parameters: ModelParameters): DiskTerms {
  const of = (name: ParameterName): Uncertain => uncertain(parameters[name]);
  const value = (name: ParameterName): number => parameters[name].default;
  const events = eventTerms(parameters);
  const device = (kind: DiskKind, doubt: Uncertain): DiskDevice => ({
    latencyUs: product(of(`${kind}.latency_us`), doubt),
    iops: product(of(`${kind}.iops`), doubt),
    throughputMibps: product(of(`${kind}.throughput_mibps`), doubt),
  });
  return {
    parameters,
    events,
    queues: queueTerms(parameters),
    numa: byLocality(parameters['numa.disk_factor']),
    devices: {
      nvme: device('nvme', exactly(1)),
      ssd: device('ssd', exactly(1)),
      hdd: device('hdd', exactly(1)),
      unknown: device('ssd', of('unknown_device.class')),
    },
    noDevice: NO_DEVICE,
    profiles: diskPathProfiles(parameters, events),
    limits: {
      virtioPerVcpu: of('virtio_blk.iops_per_vcpu'),
      perIoThread: of('virtio_blk.iops_per_iothread'),
      scsiShare: of('virtio_scsi.share_of_virtio_blk'),
      passthroughPerVcpu: of('nvme_passthrough.iops_per_vcpu'),
      emulatedIops: of('disk_emulated.iops'),
      emulatedMibps: of('disk_emulated.throughput_mibps'),
      virtioMibps: of('virtio_blk.throughput_mibps'),
      vhostPerQueue: of('vhost_disk.iops_per_queue'),
      vhostPerWorker: of('vhost_disk.iops_per_worker'),
      vhostTotal: of('vhost_disk.iops_of_all_workers'),
      batching: value('vhost_disk.batching_gain'),
      spdkPerCore: of('vhost_user_blk.iops_per_core'),
      polling: value('disk_polling.gain'),
      sharedCores: value('contention.shared_cores_factor'),
      readShare: of('virtio_blk.read_share_of_device'),
    },
    remoteMissUs: value('numa.remote_miss_us'),
    tail: { p99: of('tail.p99_factor'), p999: value('tail.p999_factor') },
    waitingSd: of('waiting.formula').sd,
    evidenceByCase: new Map(),
  };
}

function diskPathProfiles(
  parameters: ModelParameters,
  { costUs }: EventTerms,
): Readonly<Record<DiskModelPath, DiskPathProfile>> {
  const of = (name: ParameterName): Uncertain => uncertain(parameters[name]);
  const profile = (
    share: ParameterName,
    adder: Uncertain,
    cores: Uncertain,
    diskEvents: readonly DiskEvent[],
    withIoThread: Uncertain = adder,
  ): DiskPathProfile => ({
    shareOfDevice: of(share),
    adderUs: adder,
    adderWithIoThreadUs: withIoThread,
    coresPer100k: cores,
    events: diskEvents,
  });
  // Register accesses of an IDE or AHCI request that leave for QEMU, by analogy with the emulated NIC's packet.
  const exits = { name: 'exit to QEMU', frequency: parameters['emulated.exits_per_packet'].default };
  const virtioEvents = [
    { name: 'kick', frequency: 1, costUs: costUs.kick },
    { name: 'back-end wake-up', frequency: 1, costUs: costUs.wakeup },
  ];
  const blkAdder = of('virtio_blk.adder_us');
  const blkIoThreadAdder = of('virtio_blk.adder_iothread_us');
  const blkCores = of('virtio_blk.host_cores_per_100k');
  const scsiFactor = of('virtio_scsi.adder_factor');
  const ownCores = of('nvme_passthrough.host_cores_per_100k');
  const spdkCores = product(inverse(of('vhost_user_blk.iops_per_core')), exactly(100_000));
  const workerCores = product(inverse(of('vhost_disk.iops_per_worker')), exactly(100_000));
  return {
    emulated: profile(
      'disk_emulated.share_of_device',
      of('disk_emulated.adder_us'),
      of('disk_emulated.host_cores_per_100k'),
      [{ ...exits, costUs: costUs.userExit }],
    ),
    virtio_scsi: profile(
      'virtio_blk.share_of_device',
      product(blkAdder, scsiFactor),
      product(blkCores, inverse(of('virtio_scsi.share_of_virtio_blk'))),
      virtioEvents,
      product(blkIoThreadAdder, scsiFactor),
    ),
    virtio_blk: profile('virtio_blk.share_of_device', blkAdder, blkCores, virtioEvents, blkIoThreadAdder),
    pci_passthrough: profile('nvme_passthrough.share_of_device', of('nvme_passthrough.adder_us'), ownCores, []),
    sriov_vf: profile('nvme_vf.share_of_device', of('nvme_vf.adder_us'), ownCores, []),
    vhost_blk: profile('virtio_blk.share_of_device', of('vhost_disk.adder_us'), workerCores, virtioEvents),
    vhost_scsi: profile('virtio_blk.share_of_device', of('vhost_disk.adder_us'), workerCores, virtioEvents),
    vhost_user_blk: profile('vhost_user_blk.share_of_device', of('vhost_user_blk.adder_us'), spdkCores, []),
    nvme_mediated: profile('vhost_user_blk.share_of_device', of('nvme_mediated.adder_us'), spdkCores, []),
    qemu_nvme: profile('virtio_blk.share_of_device', of('qemu_nvme.adder_us'), blkCores, virtioEvents),
  };
}
