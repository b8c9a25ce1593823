import { amountWorth } from '../curves';
import type { DiskScoreInput, NicScoreInput, ScoreTerm } from '../score-term';

/** Rewards a NIC that carries the bits and the packets asked for; the scarcer of the two counts. */
export const nicThroughput: ScoreTerm<NicScoreInput> = {
  name: 'throughput',
  value({ nic, predicted, objectives }) {
    const needMbps = nic.bandwidthMbps ?? (nic.packetRateKpps === null ? objectives.nicThroughputMbps : 0);
    const bits = amountWorth(predicted.throughputMbps.value, needMbps);
    return Math.min(bits, amountWorth(predicted.packetRateKpps.value, nic.packetRateKpps ?? 0));
  },
  reason({ nic, predicted, objectives }) {
    const needMbps = nic.bandwidthMbps ?? objectives.nicThroughputMbps;
    const bits = `${Math.round(predicted.throughputMbps.value)} of ${needMbps} Mbit/s`;
    if (nic.packetRateKpps === null) return bits;
    return `${bits}, ${Math.round(predicted.packetRateKpps.value)} of ${nic.packetRateKpps} kpps`;
  },
};

/** Rewards a disk that carries the requests and the bytes asked for; the scarcer of the two counts. */
export const diskThroughput: ScoreTerm<DiskScoreInput> = {
  name: 'throughput',
  value({ disk, predicted, objectives }) {
    const needIops = disk.iops ?? (disk.throughputMibps === null ? objectives.diskIops : 0);
    const requests = amountWorth(predicted.iops.value, needIops);
    return Math.min(requests, amountWorth(predicted.throughputMibps.value, disk.throughputMibps ?? 0));
  },
  reason({ disk, predicted, objectives }) {
    const requests = `${Math.round(predicted.iops.value)} of ${disk.iops ?? objectives.diskIops} IOPS`;
    if (disk.throughputMibps === null) return requests;
    return `${requests}, ${Math.round(predicted.throughputMibps.value)} of ${disk.throughputMibps} MiB/s`;
  },
};
