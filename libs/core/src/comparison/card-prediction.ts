import type { PathModel } from '../io-path/model/path-model';
import type { AmountPrediction, DiskPrediction, NicModelInput, NicPrediction } from '../io-path/model/prediction';
import type { CardPrediction } from './path-card';

/** The load at which host cores are compared, Mbit/s: one path's cores per Gbit/s are told at the same load as another's. */
const ONE_GBPS = 1_000;

const THOUSAND = 1_000;

/** A NIC's prediction in the units of a card. @param asked what the model was asked. */
export function nicCardPrediction(
  basis: CardPrediction['basis'],
  asked: NicModelInput,
  predicted: NicPrediction,
  { predictNic }: PathModel,
): CardPrediction {
  const { throughputMbps, packetRateKpps, ...same } = predicted;
  const steady = predictNic({ ...asked, bandwidthMbps: ONE_GBPS, packetRateKpps: null });
  return {
    ...same,
    basis,
    throughputGbps: divided(throughputMbps, THOUSAND),
    packetRateMpps: divided(packetRateKpps, THOUSAND),
    iops: null,
    throughputMibps: null,
    hostCoresPerGbps: steady.hostCores,
  };
}

export function diskCardPrediction(basis: CardPrediction['basis'], predicted: DiskPrediction): CardPrediction {
  return { ...predicted, basis, throughputGbps: null, packetRateMpps: null, hostCoresPerGbps: null };
}

function divided({ value, interval: [low, high] }: AmountPrediction, by: number): AmountPrediction {
  return { value: value / by, interval: [low / by, high / by] };
}
