import type { Measurement } from './measurement';

/** Bulk TCP through vhost-net over 25 GbE, 12.5 Gbit/s of a bare host's 23.4; specs vary what they are about. */
export function aMeasurement(overrides: Partial<Measurement> = {}): Measurement {
  return {
    id: 'S01',
    year: 2026,
    device: '',
    speedMbps: 25_000,
    path: 'vhost-net',
    workload: 'iperf3',
    messageBytes: null,
    queues: 1,
    vcpus: 4,
    vms: 1,
    numa: 'local',
    interrupts: 'posted',
    topology: 'wire',
    metric: 'throughput',
    unit: 'Gb/s',
    value: 12.5,
    nativeValue: 23.4,
    nativeKind: 'measured',
    fractionOfNative: 0.534,
    kind: 'typical',
    group: 'spec',
    ...overrides,
  };
}
