import { DISK_PATH_NAMES, type DiskPathName } from '../io-path';
import { evidenceOf } from './evidence';
import { PARAMETERS, type ParameterName } from './parameters.data';
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
const BY_PATH: Readonly<Record<DiskPathName, readonly ParameterName[]>> = {
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

/** A few hundred combinations at most; a planning run asks for the same few again and again. */
const evidenceByCase = new Map<number, readonly string[]>();

/** One number for everything that decides which parameters enter. */
function caseOf(input: DiskModelInput): number {
  const kind = { nvme: 0, ssd: 1, hdd: 2 }[input.device ?? 'ssd'];
  const flags = (input.numa !== 'local' ? 4 : 0) + (input.vcpus > 1 ? 8 : 0) + (input.ioThread ? 16 : 0);
  return DISK_PATH_NAMES.indexOf(input.path) * 32 + flags + kind;
}

/** Ids of the measurements behind the parameters that enter this prediction, sorted, each once. */
export function diskEvidence(input: DiskModelInput): readonly string[] {
  const key = caseOf(input);
  const known = evidenceByCase.get(key);
  if (known !== undefined) return known;

  const evidence = evidenceOf(parametersUsed(input).map((name) => PARAMETERS[name]));
  evidenceByCase.set(key, evidence);
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
