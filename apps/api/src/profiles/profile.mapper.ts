import { type ProfileDocument, SCORE_TERM_NAMES } from '@iopath/core';
import type { StoredProfile } from '@iopath/usecases';
import type { ProfileDto, PutProfileDto } from './profile.dto';

/** From the wire to the domain. Every term gets its weight, so that what says the same is the same. */
export function toProfileDocument(dto: PutProfileDto): ProfileDocument {
  return {
    description: dto.description ?? '',
    weights: weightsOfEveryTerm(dto.weights),
    objectives: {
      nicLatencyUs: dto.targets.nic_latency_us,
      nicThroughputMbps: dto.targets.nic_throughput_mbps,
      diskLatencyUs: dto.targets.disk_latency_us,
      diskIops: dto.targets.disk_iops,
    },
    packs: dto.packs ?? false,
    defaults: {
      migration: dto.defaults?.migration ?? 'live_preferred',
      isolation: dto.defaults?.isolation ?? 'shared',
      reservationTtlS: dto.defaults?.reservation_ttl_s ?? 900,
    },
  };
}

export function fromProfile(profile: StoredProfile): ProfileDto {
  const { objectives, defaults } = profile;
  return {
    name: profile.name,
    version: profile.version,
    generation: profile.generation,
    built_in: profile.builtIn,
    description: profile.description,
    weights: weightsOfEveryTerm(profile.weights),
    targets: {
      nic_latency_us: objectives.nicLatencyUs,
      nic_throughput_mbps: objectives.nicThroughputMbps,
      disk_latency_us: objectives.diskLatencyUs,
      disk_iops: objectives.diskIops,
    },
    packs: profile.packs,
    defaults: {
      migration: defaults.migration,
      isolation: defaults.isolation,
      reservation_ttl_s: defaults.reservationTtlS,
    },
    created_at: new Date(profile.createdAtMs).toISOString(),
  };
}

/** In the terms' own order; 0 for one that the profile does not name. */
function weightsOfEveryTerm(weights: Readonly<Partial<Record<string, number>>>): Record<string, number> {
  return Object.fromEntries(SCORE_TERM_NAMES.map((name) => [name, weights[name] ?? 0]));
}
