import type { AmountPrediction } from '../../io-path/model/prediction';
import { amountWorth } from '../curves';
import type { DiskScoreInput, NicScoreInput, ScoreTerm } from '../score-term';

const WITHOUT_NEED = "Without a stated need the profile's objective counts";

/** Rewards a NIC that carries the bits and the packets asked for; the scarcer of the two counts. */
export const nicThroughput: ScoreTerm<NicScoreInput> = {
  name: 'throughput',
  formula: `predicted / needed, at most 1; the scarcer of bits and packets. ${WITHOUT_NEED}`,
  value({ nic, predicted, objectives }) {
    const needMbps = nic.bandwidthMbps ?? (nic.packetRateKpps === null ? objectives.nicThroughputMbps : 0);
    const bits = amountWorth(predicted.throughputMbps.value, needMbps);
    return Math.min(bits, amountWorth(predicted.packetRateKpps.value, nic.packetRateKpps ?? 0));
  },
  reason({ nic, predicted, objectives }) {
    const { throughputMbps, packetRateKpps } = predicted;
    const needs = [
      share(throughputMbps, nic.bandwidthMbps, 'Mbit/s'),
      share(packetRateKpps, nic.packetRateKpps, 'kpps'),
    ];
    return inWords(needs) ?? ofProfile(throughputMbps, objectives.nicThroughputMbps, 'Mbit/s');
  },
};

/** Rewards a disk that carries the requests and the bytes asked for; the scarcer of the two counts. */
export const diskThroughput: ScoreTerm<DiskScoreInput> = {
  name: 'throughput',
  formula: `predicted / needed, at most 1; the scarcer of requests and bytes. ${WITHOUT_NEED}`,
  value({ disk, predicted, objectives }) {
    const needIops = disk.iops ?? (disk.throughputMibps === null ? objectives.diskIops : 0);
    const requests = amountWorth(predicted.iops.value, needIops);
    return Math.min(requests, amountWorth(predicted.throughputMibps.value, disk.throughputMibps ?? 0));
  },
  reason({ disk, predicted, objectives }) {
    const { iops, throughputMibps } = predicted;
    const needs = [share(iops, disk.iops, 'IOPS'), share(throughputMibps, disk.throughputMibps, 'MiB/s')];
    return inWords(needs) ?? ofProfile(iops, objectives.diskIops, 'IOPS');
  },
};

/** Null for a need that the request does not state. */
function share(predicted: AmountPrediction, need: number | null, unit: string): string | null {
  return need === null ? null : `${Math.round(predicted.value)} of ${need} ${unit}`;
}

function inWords(needs: readonly (string | null)[]): string | null {
  return needs.filter((need) => need !== null).join(', ') || null;
}

function ofProfile(predicted: AmountPrediction, objective: number, unit: string): string {
  return `${Math.round(predicted.value)} of the profile's ${objective} ${unit}`;
}
