import type { AmountPrediction, AssumedHardware, CardPrediction, PathCard } from '@iopath/core';
import { fromAmount, fromLatency } from '../recommendations/prediction.dto';
import type { AssumedHardwareDto, CardPredictionDto, ComparisonDto, PathCardDto } from './comparison.dto';

export function toAssumedHardware(dto: AssumedHardwareDto | undefined): AssumedHardware {
  return {
    linkSpeedMbps: dto?.link_speed_mbps ?? null,
    interrupts: dto?.interrupts ?? 'unknown',
    storage: dto?.storage ?? null,
  };
}

export function fromCards(cards: readonly PathCard[]): ComparisonDto {
  return { paths: cards.map(fromCard) };
}

function fromCard(card: PathCard): PathCardDto {
  const { mechanism, interruption, conditions } = card.migration;
  return {
    device: card.device,
    kind: card.kind,
    path: card.path,
    summary: card.summary,
    host_name: card.hostName,
    hosts: card.hosts,
    score: card.score,
    predicted: fromPrediction(card.predicted),
    migration: { mechanism, interruption, conditions },
    isolation: card.isolation,
    prerequisites_missing: card.missing.map(({ code, what, snippet, met }) => ({ code, what, snippet, met })),
    blocked_by: card.blockedBy.map(({ code, hosts, required, available }) => ({ code, hosts, required, available })),
  };
}

function fromPrediction(predicted: CardPrediction): CardPredictionDto {
  const { basis, overloaded, evidence, extrapolated, assumed } = predicted;
  return {
    basis,
    latency_us: fromLatency(predicted.latencyUs),
    throughput_gbps: orNull(predicted.throughputGbps),
    packet_rate_mpps: orNull(predicted.packetRateMpps),
    iops: orNull(predicted.iops),
    throughput_mibps: orNull(predicted.throughputMibps),
    host_cores: fromAmount(predicted.hostCores),
    host_cores_per_gbps: orNull(predicted.hostCoresPerGbps),
    overloaded,
    evidence,
    extrapolated,
    assumed,
  };
}

function orNull(amount: AmountPrediction | null) {
  return amount === null ? null : fromAmount(amount);
}
