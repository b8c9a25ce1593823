import type { DiskPathName } from '../io-path';
import { diskDevice, type DiskLimits } from './disk-capacity';
import { EVENT_COST_US, INTERRUPT_COST_US } from './event-cost';
import { byLocality } from './numa-penalty';
import { PARAMETERS } from './parameters.data';
import type { DiskModelInput, LatencyPrediction, NumaLocality, Summand } from './prediction';
import { product, quadrature, uncertain, Z90, type Uncertain } from './uncertain';
import { meanWaitUs, rareWaitUs, WAITING_SPREAD } from './waiting';

const P99 = uncertain(PARAMETERS['tail.p99_factor']);
const P999 = PARAMETERS['tail.p999_factor'].default;
const DISK_NUMA = byLocality(PARAMETERS['numa.disk_factor']);
const SCSI_FACTOR = uncertain(PARAMETERS['virtio_scsi.adder_factor']);
const BLK_ADDER = uncertain(PARAMETERS['virtio_blk.adder_us']);
const BLK_IOTHREAD_ADDER = uncertain(PARAMETERS['virtio_blk.adder_iothread_us']);
const SCSI_ADDER = product(BLK_ADDER, SCSI_FACTOR);
const SCSI_IOTHREAD_ADDER = product(BLK_IOTHREAD_ADDER, SCSI_FACTOR);
const EMULATED_ADDER = uncertain(PARAMETERS['disk_emulated.adder_us']);
const PASSTHROUGH_ADDER = uncertain(PARAMETERS['nvme_passthrough.adder_us']);
const VF_ADDER = uncertain(PARAMETERS['nvme_vf.adder_us']);
/** A completion from the far node misses the cache two to four times (model rule 9): four, to be safe. */
const REMOTE_MISSES_US = 4 * PARAMETERS['numa.remote_miss_us'].default;
const SHARE_OF_MISSES: Readonly<Record<NumaLocality, number>> = { local: 0, unknown: 0.5, remote: 1 };

/** Register accesses of an IDE or AHCI request that leave for QEMU, by analogy with the emulated NIC's packet. */
const EMULATED_EXITS = PARAMETERS['emulated.exits_per_packet'].default;

interface DiskEvent {
  readonly name: string;
  readonly frequency: number;
  readonly costUs: number;
}
const VIRTIO_EVENTS: readonly DiskEvent[] = [
  { name: 'kick', frequency: 1, costUs: EVENT_COST_US.kick },
  { name: 'back-end wake-up', frequency: 1, costUs: EVENT_COST_US.wakeup },
];
const EVENTS: Readonly<Record<DiskPathName, readonly DiskEvent[]>> = {
  emulated: [{ name: 'exit to QEMU', frequency: EMULATED_EXITS, costUs: EVENT_COST_US.userExit }],
  virtio_scsi: VIRTIO_EVENTS,
  virtio_blk: VIRTIO_EVENTS,
  pci_passthrough: [],
  sriov_vf: [],
};

function adderOf(input: DiskModelInput): Uncertain {
  switch (input.path) {
    case 'emulated':
      return EMULATED_ADDER;
    case 'virtio_scsi':
      return input.ioThread ? SCSI_IOTHREAD_ADDER : SCSI_ADDER;
    case 'virtio_blk':
      return input.ioThread ? BLK_IOTHREAD_ADDER : BLK_ADDER;
    case 'pci_passthrough':
      return PASSTHROUGH_ADDER;
    case 'sriov_vf':
      return VF_ADDER;
  }
}

function summand(name: string, frequency: number, costUs: number): Summand {
  return { name, frequency, costUs, totalUs: frequency * costUs };
}

function summandsOf(
  path: DiskPathName,
  deviceUs: number,
  adderUs: number,
  numaUs: number,
  waitUs: number,
): readonly Summand[] {
  // Disk rows come from hosts with posted interrupts (M636, M644).
  const summands = [summand('device', 1, deviceUs)];
  let explained = INTERRUPT_COST_US.posted;
  for (const event of EVENTS[path]) {
    const line = summand(event.name, event.frequency, event.costUs);
    explained += line.totalUs;
    summands.push(line);
  }
  summands.push(
    summand('interrupt', 1, INTERRUPT_COST_US.posted),
    summand('unexplained', 1, adderUs - explained),
    summand('NUMA', 1, numaUs),
    summand('waiting', 1, waitUs),
  );
  return summands;
}

/** A load against one resource of the disk: its requests a second, or its bandwidth. */
export interface DiskWork {
  readonly limits: DiskLimits;
  /** What is asked for a second, in the limits' measure. */
  readonly rate: number;
  /** Size of one unit in the limits' measure: 1 request, or the MiB of a large one. */
  readonly unit: number;
}

/** Waiting before one limit, µs: its mean, or what all but the share `rare` stay under. */
function waitUs(work: DiskWork, limit: Uncertain | null, rare: number | null): number {
  if (limit === null) return 0;
  const serviceUs = (work.unit * 1e6) / limit.value;
  const rho = work.rate / limit.value;
  return rare === null ? meanWaitUs(serviceUs, rho) : rareWaitUs(serviceUs, rho, rare);
}

/** Waiting for device and path together, on whichever resource makes it longer. */
function longestWaitUs(works: readonly DiskWork[], rare: number | null): number {
  let longest = 0;
  for (const work of works) {
    longest = Math.max(longest, waitUs(work, work.limits.device, rare) + waitUs(work, work.limits.path, rare));
  }
  return longest;
}

/**
 * Completion of a small request under `works`, each below the overload limit of its resource (model rule 10):
 * `device + adder + NUMA + waiting` for device and path.
 */
export function diskLatency(input: DiskModelInput, works: readonly DiskWork[]): LatencyPrediction {
  const device = diskDevice(input).latencyUs;
  const adder = adderOf(input);
  const numaUs = adder.value * (1 / DISK_NUMA[input.numa].value - 1) + REMOTE_MISSES_US * SHARE_OF_MISSES[input.numa];
  const base = device.value + adder.value + numaUs;
  const wait = longestWaitUs(works, null);
  const waitP99 = longestWaitUs(works, 0.01);
  const p99 = base * P99.value + waitP99;

  const sdBase = quadrature(device.value * device.sd, adder.value * adder.sd, numaUs) / base;
  const baseShare = (base * P99.value) / p99;
  const sd = quadrature(baseShare * quadrature(sdBase, P99.sd), (waitP99 / p99) * WAITING_SPREAD);
  const spread = Math.exp(Z90 * sd);
  return {
    p50: base + wait,
    p99,
    p999: Math.max(p99, base * P999 + longestWaitUs(works, 0.001)),
    interval: [p99 / spread, p99 * spread],
    summands: summandsOf(input.path, device.value, adder.value, numaUs, wait),
  };
}
