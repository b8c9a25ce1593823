import { DISK_PATH_NAMES } from '../io-path';
import { OTHER_DISK_PATHS } from './disk-conditions';
import type { DiskModelPath, DiskTerms } from './disk-terms';
import { evidenceOf } from './evidence';
import type { ParameterName } from './parameters.data';
import type { DiskModelInput } from './prediction';

const VIRTIO: readonly ParameterName[] = [
  'virtio_blk.iops_per_vcpu',
  'virtio_blk.throughput_mibps',
  'virtio_blk.share_of_device',
  'virtio_blk.host_cores_per_100k',
  'event.kick_cycles',
  'event.wakeup_cycles',
];
const PASSTHROUGH: readonly ParameterName[] = [
  'nvme_passthrough.iops_per_vcpu',
  'nvme_passthrough.host_cores_per_100k',
];
const VHOST: readonly ParameterName[] = [
  'vhost_disk.iops_per_queue',
  'vhost_disk.iops_per_worker',
  'vhost_disk.iops_of_all_workers',
  'vhost_disk.adder_us',
  'virtio_blk.share_of_device',
];
const SPDK: readonly ParameterName[] = ['vhost_user_blk.iops_per_core', 'vhost_user_blk.share_of_device'];
const BY_PATH: Readonly<Record<DiskModelPath, readonly ParameterName[]>> = {
  emulated: [
    'disk_emulated.iops',
    'disk_emulated.share_of_device',
    'disk_emulated.throughput_mibps',
    'disk_emulated.adder_us',
    'disk_emulated.host_cores_per_100k',
    'event.user_exit_cycles',
  ],
  virtio_scsi: [...VIRTIO, 'virtio_scsi.share_of_virtio_blk', 'virtio_scsi.adder_factor'],
  virtio_blk: VIRTIO,
  pci_passthrough: [...PASSTHROUGH, 'nvme_passthrough.share_of_device', 'nvme_passthrough.adder_us'],
  sriov_vf: [...PASSTHROUGH, 'nvme_vf.share_of_device', 'nvme_vf.adder_us'],
  vhost_blk: VHOST,
  vhost_scsi: VHOST,
  vhost_user_blk: [...SPDK, 'vhost_user_blk.adder_us'],
  nvme_mediated: [...SPDK, 'nvme_mediated.adder_us'],
  qemu_nvme: [...VIRTIO, 'qemu_nvme.adder_us'],
};
const ALWAYS: readonly ParameterName[] = ['event.posted_interrupt_cycles', 'tail.p99_factor', 'tail.p999_factor'];
/** Disk rows were taken with up to 16 vCPUs (M602). */
const MOST_VCPUS = 16;
const MOST_RHO = 0.8;

function parametersUsed(input: DiskModelInput): readonly ParameterName[] {
  const kind = input.device ?? 'ssd';
  const names: ParameterName[] = [...BY_PATH[input.path], ...ALWAYS];
  names.push(`${kind}.latency_us`, `${kind}.iops`, `${kind}.throughput_mibps`);
  if (input.path === 'virtio_blk' || input.path === 'virtio_scsi') {
    names.push(input.ioThread ? 'virtio_blk.adder_iothread_us' : 'virtio_blk.adder_us');
    if (input.ioThread) names.push('virtio_blk.iops_per_iothread');
  }
  if (input.numa !== 'local') names.push('numa.disk_factor', 'numa.remote_miss_us');
  if (input.vcpus > 1) names.push('queues.gain_to_8', 'queues.gain_beyond_8');
  return names;
}

const PATHS: readonly DiskModelPath[] = [...DISK_PATH_NAMES, ...OTHER_DISK_PATHS];

/** One number for everything that decides which parameters enter. */
function caseOf(input: DiskModelInput): number {
  const kind = { nvme: 0, ssd: 1, hdd: 2 }[input.device ?? 'ssd'];
  const flags = (input.numa !== 'local' ? 4 : 0) + (input.vcpus > 1 ? 8 : 0) + (input.ioThread ? 16 : 0);
  return PATHS.indexOf(input.path) * 32 + flags + kind;
}

/** Ids of the measurements behind the parameters that enter this prediction, sorted, each once; remembered by case. */
export function diskEvidence(terms: DiskTerms, input: DiskModelInput): readonly string[] {
  const key = caseOf(input);
  const known = terms.evidenceByCase.get(key);
  if (known !== undefined) return known;

  const evidence = evidenceOf(parametersUsed(input).map((name) => terms.parameters[name]));
  terms.evidenceByCase.set(key, evidence);
  return evidence;
}

/**
 * True where no measurement reaches: an NVMe VF (never measured), a disk that turns (one figure for a seek), an unknown
 * device, more vCPUs than any row, a load close to the limit.
 */
export function isDiskExtrapolated(input: DiskModelInput, rho: number): boolean {
  return (
    input.path === 'sriov_vf' ||
    input.device === 'hdd' ||
    input.device === null ||
    input.vcpus > MOST_VCPUS ||
    rho > MOST_RHO
  );
}
