import * as words from './workload-words';

describe('the words of a workload', () => {
  it.each<[string, (text: string) => unknown, unknown]>([
    ['iperf3 -P4 30s', words.flowsIn, 4],
    ['iperf3, 16 streams', words.flowsIn, 16],
    ['iperf3 one stream, default', words.flowsIn, 1],
    ['iperf3', words.flowsIn, null],
    ['OVS-DPDK PVP, 10,000 flows', words.switchFlowsIn, 10_000],
    ['fio 4k QD64', words.queueDepthIn, 64],
    ['fio iodepth=32', words.queueDepthIn, 32],
    ['fio randread 4k QD1 x4, halt', words.jobsIn, 4],
    ['fio poll 4 jobs', words.jobsIn, 4],
    ['fio 64k randread', words.requestBytesIn, 65_536],
    ['RND4k host', words.requestBytesIn, 4096],
    ['8 NVMe, 64 VMs, 4 vhost cores', words.workersIn, 4],
    ['8 NVMe, 64 VMs, 4 vhost cores', words.devicesIn, 8],
    ['fio 4k randread', words.directionIn, 'read'],
    ['RND4K Q32T16', words.jobsIn, 16],
    ['RND4K Q32T16', words.queueDepthIn, 32],
    ['x86 host', words.jobsIn, null],
    ['SEQ1M Q8T1', words.requestBytesIn, 1_048_576],
    ['VM randwrite', words.directionIn, 'write'],
    ['70/30 randrw QD64', words.directionIn, 'mixed'],
    ['IOPS test', words.directionIn, 'mixed'],
    ['one worker per queue + batching', words.saysBatching, true],
    ['one worker for all queues', words.saysWorkerPerQueue, false],
    ['TCP Geneve, no segmentation offload', words.saysOffload, false],
    ['TCP Geneve, no segmentation offload', words.saysNoOffload, true],
    ['TCP Geneve, hardware segmentation', words.saysOffload, true],
    ['null bdev', words.saysNoDevice, true],
    ['vhost threads share cores with vCPUs', words.saysSharedCores, true],
  ])('%j', (text, read, expected) => {
    expect(read(text)).toBe(expected);
  });
});
