import type { DiskModelInput, NicModelInput } from './prediction';

/** A NIC on a known, local 25 GbE port with posted interrupts, alone and without load; specs vary what matters. */
export function aNic(overrides: Partial<NicModelInput> = {}): NicModelInput {
  return {
    path: 'vhost_net',
    linkSpeedMbps: 25_000,
    vcpus: 8,
    queues: 1,
    numa: 'local',
    interrupts: 'posted',
    sharers: 1,
    bandwidthMbps: null,
    packetRateKpps: null,
    ...overrides,
  };
}

/** A disk on a local NVMe without load. */
export function aDisk(overrides: Partial<DiskModelInput> = {}): DiskModelInput {
  return {
    path: 'virtio_blk',
    device: 'nvme',
    vcpus: 4,
    numa: 'local',
    ioThread: true,
    iops: null,
    throughputMibps: null,
    ...overrides,
  };
}

/** A load of frames of `bytes` bytes: a thousand packets a second, and the bandwidth that makes them so long. */
export function framesOf(bytes: number): Pick<NicModelInput, 'bandwidthMbps' | 'packetRateKpps'> {
  return { bandwidthMbps: (bytes * 8) / 1000, packetRateKpps: 1 };
}
