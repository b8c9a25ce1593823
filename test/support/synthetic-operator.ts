import {
  type ParameterName,
  PARAMETERS,
  type PathModel,
  pathModel,
  type SeriesKey,
  seriesQuestions,
} from '@iopath/core';
import { fioRandomReadOutput, iperf3TcpOutput, iperf3UdpOutput, netperfOutput } from './tool-outputs';

/** Parameters that a synthetic operator's hardware has others of than the published hosts: times, longer or shorter. */
export const CHANGED_TIMES: readonly ParameterName[] = [
  'native.rtt_us',
  'vhost_net.adder_us',
  'vhost_net.bulk_ns_per_byte',
  'vhost_net.stack_packet_ns',
];

/** Hardware on which these times are so many times those of the published hosts. */
export function hardwareWith(factor: number): PathModel {
  const changed = CHANGED_TIMES.map((name) => {
    const parameter = PARAMETERS[name];
    return [name, { ...parameter, default: parameter.default * factor }] as const;
  });
  return pathModel('truth', { ...PARAMETERS, ...Object.fromEntries(changed) });
}

/** One submission of benchmarks, as it is sent. */
export interface Submission {
  readonly conditions: object;
  readonly results: readonly { readonly tool: string; readonly output: string }[];
}

/** How the runs of a series scatter. */
const SCATTER = [0.98, 0.99, 1, 1, 1.01, 1.02];

const NIC = { vcpus: 4, numa: 'local', link_speed_mbps: 100_000, queues: 1, interrupts: 'posted', topology: 'wire' };
const DISK = { vcpus: 4, numa: 'local', path: 'virtio_blk', storage: 'nvme' };
const PACKET_BYTES = [18, 210, 466, 82, 338];

/** What an operator who knows what to measure brings in of one host whose hardware behaves as `truth`. */
export function measurementsOf(hostName: string, truth: PathModel): readonly Submission[] {
  const nic = (path: 'native' | 'vhost_net' | 'virtio') => ({ ...NIC, device: 'nic', host_name: hostName, path });
  const rtt = (path: 'native' | 'vhost_net' | 'virtio') =>
    submission(nic(path), 'netperf', expected(truth, nicKey(path, 'round_trip', 64, 1), 'rttP50Us'), (us) =>
      netperfOutput(us, 64),
    );
  const bulk = (path: 'vhost_net' | 'virtio') =>
    submission(nic(path), 'iperf3', expected(truth, nicKey(path, 'bulk_tcp', 131_072, 1), 'throughputMbps'), (mbps) =>
      iperf3TcpOutput(mbps, 131_072, 1),
    );
  const packets = (bytes: number) =>
    submission(
      nic('vhost_net'),
      'iperf3',
      expected(truth, nicKey('vhost_net', 'bulk_udp', bytes, 4), 'packetRateKpps'),
      (kpps) => iperf3UdpOutput(kpps, bytes, 4),
    );
  const reads = (ioThread: boolean) =>
    submission(
      { ...DISK, device: 'disk', host_name: hostName, io_thread: ioThread },
      'fio',
      expected(truth, diskKey(ioThread), 'iops'),
      (iops) => fioRandomReadOutput(iops, 4096, 4, 32),
    );
  return [
    ...(['native', 'vhost_net', 'virtio'] as const).map(rtt),
    ...(['vhost_net', 'virtio'] as const).map(bulk),
    ...PACKET_BYTES.map(packets),
    ...[true, false].map(reads),
  ];
}

function submission(conditions: object, tool: string, centre: number, print: (value: number) => string): Submission {
  return { conditions, results: SCATTER.map((factor) => ({ tool, output: print(centre * factor) })) };
}

function expected(truth: PathModel, key: SeriesKey, metric: keyof ReturnType<typeof seriesQuestions>): number {
  return seriesQuestions(key)[metric]?.(truth) ?? NaN;
}

const COMMON = { hostName: '', vcpus: 4, numa: 'local', sharers: 1, messageBytes: null, streams: null } as const;

function nicKey(
  path: 'native' | 'vhost_net' | 'virtio',
  workload: SeriesKey['workload'],
  messageBytes: number,
  streams: number,
): SeriesKey {
  const place = { path, linkSpeedMbps: 100_000, queues: 1, interrupts: 'posted', topology: 'wire' } as const;
  return { conditions: { ...COMMON, device: 'nic', ...place }, workload, messageBytes, streams, queueDepth: null };
}

function diskKey(ioThread: boolean): SeriesKey {
  const place = { path: 'virtio_blk', storage: 'nvme', ioThread } as const;
  const conditions = { ...COMMON, device: 'disk', ...place } as const;
  return { conditions, workload: 'random_read', messageBytes: 4096, streams: 4, queueDepth: 32 };
}
