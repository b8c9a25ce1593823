import type {
  Constraints,
  DiskRequest,
  Flavor,
  Image,
  LatencyNeed,
  NamedFlavor,
  NicRequest,
  RequestDraft,
} from '@iopath/core';
import type {
  ConstraintsDto,
  DiskDto,
  FlavorDto,
  ImageDto,
  LatencyDto,
  NamedFlavorDto,
  NicDto,
  RecommendationRequestDto,
} from './request.dto';

/** From the wire to the domain, with the defaults that the contract leaves to us; some of them are the profile's. */
export function toRequestDraft(dto: RecommendationRequestDto, projectId: string): RequestDraft {
  return {
    name: dto.name,
    projectId,
    count: dto.count ?? 1,
    flavor: toFlavor(dto.flavor),
    ...(dto.existing_flavors === undefined ? {} : { existingFlavors: dto.existing_flavors.map(toNamedFlavor) }),
    image: toImage(dto.image),
    nics: (dto.nics ?? []).map(toNic),
    disks: (dto.disks ?? []).map(toDisk),
    migration: dto.migration ?? null,
    isolation: dto.isolation ?? null,
    profile: dto.profile ?? 'balanced',
    weights: dto.weights ?? null,
    constraints: toConstraints(dto.constraints),
    reserve: dto.reserve ?? true,
    reservationTtlS: dto.reservation_ttl_s ?? null,
  };
}

export function toFlavor(dto: FlavorDto): Flavor {
  return { vcpus: dto.vcpus, ramMib: dto.ram_mib, diskGib: dto.disk_gib ?? 0, extraSpecs: dto.extra_specs ?? {} };
}

function toNamedFlavor(dto: NamedFlavorDto): NamedFlavor {
  return { ...toFlavor(dto), name: dto.name };
}

export function toImage(dto: ImageDto | undefined): Image {
  return { osId: dto?.os_id ?? null, properties: dto?.properties ?? {} };
}

function toNic(dto: NicDto): NicRequest {
  return {
    name: dto.name,
    physicalNetwork: dto.physical_network ?? null,
    bandwidthMbps: dto.bandwidth_mbps ?? null,
    packetRateKpps: dto.packet_rate_kpps ?? null,
    latency: toLatency(dto.latency),
    paths: dto.paths === undefined ? null : [...new Set(dto.paths)],
    numaAffinityPolicy: dto.numa_affinity_policy ?? null,
    trusted: dto.trusted ?? false,
  };
}

function toDisk(dto: DiskDto): DiskRequest {
  return {
    name: dto.name,
    iops: dto.iops ?? null,
    throughputMibps: dto.throughput_mibps ?? null,
    latency: toLatency(dto.latency),
    paths: dto.paths === undefined ? null : [...new Set(dto.paths)],
  };
}

function toLatency(dto: LatencyDto | undefined): LatencyNeed | null {
  return dto === undefined ? null : { targetUs: dto.target_us, percentile: dto.percentile };
}

function toConstraints(dto: ConstraintsDto | undefined): Constraints {
  return {
    availabilityZone: dto?.availability_zone ?? null,
    includeHosts: dto?.include_hosts ?? null,
    excludeHosts: dto?.exclude_hosts ?? [],
    aggregates: dto?.aggregates ?? [],
    group: dto?.group === undefined ? null : { id: dto.group.id, policy: dto.group.policy },
  };
}
