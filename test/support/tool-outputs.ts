/** What benchmark tools print, with these figures in it and no more than is read of it. */

export function netperfOutput(rttUs: number, messageBytes: number): string {
  return [
    `THROUGHPUT=${1e6 / rttUs}`,
    'THROUGHPUT_UNITS=Trans/s',
    'ELAPSED_TIME=30',
    `MEAN_LATENCY=${rttUs}`,
    `P50_LATENCY=${rttUs}`,
    `REQUEST_SIZE=${messageBytes}`,
    `RESPONSE_SIZE=${messageBytes}`,
    '',
  ].join('\n');
}

export function iperf3TcpOutput(throughputMbps: number, messageBytes: number, streams: number): string {
  return iperf3('TCP', messageBytes, streams, { bits_per_second: throughputMbps * 1e6 });
}

export function iperf3UdpOutput(packetRateKpps: number, messageBytes: number, streams: number): string {
  const packets = Math.round(packetRateKpps * 1000 * SECONDS);
  const bits = packets * messageBytes * 8;
  const received = { bits_per_second: bits / SECONDS, packets, lost_packets: 0, lost_percent: 0 };
  return iperf3('UDP', messageBytes, streams, received);
}

export function fioRandomReadOutput(iops: number, requestBytes: number, jobs: number, queueDepth: number): string {
  const options = { rw: 'randread', bs: String(requestBytes), direct: '1', ioengine: 'libaio' };
  const read = { iops, bw_bytes: iops * requestBytes, runtime: 120_000, total_ios: Math.round(iops * 120) };
  return JSON.stringify({
    'fio version': 'fio-3.36',
    'global options': { ...options, numjobs: String(jobs), iodepth: String(queueDepth) },
    jobs: [{ jobname: 'reads', error: 0, 'job options': {}, read }],
  });
}

const SECONDS = 30;

function iperf3(protocol: 'TCP' | 'UDP', blksize: number, streams: number, received: object): string {
  const setup = { protocol, num_streams: streams, blksize, omit: 3, duration: SECONDS };
  return JSON.stringify({
    start: { version: 'iperf 3.16', test_start: setup },
    end: { sum_received: { seconds: SECONDS, ...received } },
  });
}
