import type { FailedPart, FreedThing, ReplanGoal, ReplanLimits, ReplanRequest, VmRequest } from '@iopath/core';
import type { RecommendationRequestDto } from '../../recommendations/request.dto';
import type { FleetChangeDto } from './fleet-change.dto';
import { fromFleetChange } from './fleet-change.mapper';
import type { FailedPartDto, FreedThingDto } from './goal.dto';
import type { ReplanLimitsDto, ReplanRequestDto } from './replan-request.dto';

/** The request as the wire has it, defaults filled in: asked again so, the same is looked for. */
export function fromReplanRequest({ reason, question, changes, limits, timeBudgetS }: ReplanRequest): ReplanRequestDto {
  return {
    reason,
    ...(question.kind === 'plan' ? fromGoal(question.goal) : {}),
    ...(changes.length === 0 ? {} : { changes: changes.map(fromFleetChange) as FleetChangeDto[] }),
    limits: fromLimits(limits),
    ...(reason === 'what_if' ? { question: fromQuestion(question) } : {}),
    time_budget_s: timeBudgetS,
  };
}

function fromGoal(goal: ReplanGoal): Partial<ReplanRequestDto> {
  switch (goal.kind) {
    case 'drain':
      return { hosts: [...goal.hosts] };
    case 'failure':
      return { failed: goal.failed.map(fromFailedPart) };
    case 'rebalance':
      return {
        ...hostsOf(goal.hosts),
        targets: goal.targets.map(({ recommendationId, member, toHost }) => {
          return { recommendation_id: recommendationId, member, to_host: toHost };
        }),
      };
    case 'consolidate':
      return { ...hostsOf(goal.hosts), free: fromFreedThing(goal.free) };
  }
}

function hostsOf(hosts: readonly string[] | null): Partial<ReplanRequestDto> {
  return hosts === null ? {} : { hosts: [...hosts] };
}

function fromFailedPart(part: FailedPart): FailedPartDto {
  switch (part.kind) {
    case 'host':
      return { kind: part.kind, host_name: part.hostName };
    case 'pf':
    case 'link':
      return { kind: part.kind, host_name: part.hostName, pf_address: part.address };
    case 'physical_network': {
      const where = part.hostName === null ? {} : { host_name: part.hostName };
      return { kind: part.kind, physical_network: part.physicalNetwork, ...where };
    }
  }
}

function fromFreedThing(free: FreedThing): FreedThingDto {
  switch (free.kind) {
    case 'hosts':
      return { kind: free.kind };
    case 'vfs':
      return { kind: free.kind, physical_network: free.physicalNetwork, vfs: free.vfs };
    case 'huge_pages':
      return { kind: free.kind, page_size_kib: free.pageSizeKib, pages: free.pages };
  }
}

function fromLimits(limits: ReplanLimits): ReplanLimitsDto {
  const { maxMoves, maxParallel, maxParallelPerHost, liveOnly, keepGroups, windows } = limits;
  return {
    ...(maxMoves === null ? {} : { max_moves: maxMoves }),
    ...(maxParallel === null ? {} : { max_parallel: maxParallel }),
    ...(maxParallelPerHost === null ? {} : { max_parallel_per_host: maxParallelPerHost }),
    live_only: liveOnly,
    keep_groups: keepGroups,
    windows: windows.map(({ fromMs, toMs, hosts }) => ({
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
      ...(hosts === null ? {} : { hosts: [...hosts] }),
    })),
  };
}

function fromQuestion(question: ReplanRequest['question']): NonNullable<ReplanRequestDto['question']> {
  switch (question.kind) {
    case 'plan':
      return { kind: 'plan', goal: question.goal.kind };
    case 'capacity':
      return { kind: 'capacity', request: fromVmRequest(question.request) };
    case 'unlock':
      return { kind: 'unlock', days: question.days };
  }
}

function fromVmRequest(request: VmRequest): RecommendationRequestDto {
  const { flavor, image, constraints } = request;
  const { availabilityZone, includeHosts, excludeHosts, aggregates, group } = constraints;
  return {
    name: request.name,
    project_id: request.projectId,
    count: request.count,
    flavor: fromFlavor(flavor),
    ...(request.existingFlavors === undefined
      ? {}
      : { existing_flavors: request.existingFlavors.map((one) => ({ ...fromFlavor(one), name: one.name })) }),
    image: { ...given('os_id', image.osId), properties: { ...image.properties } },
    nics: request.nics.map((nic) => ({
      name: nic.name,
      ...given('physical_network', nic.physicalNetwork),
      ...given('bandwidth_mbps', nic.bandwidthMbps),
      ...given('packet_rate_kpps', nic.packetRateKpps),
      ...fromLatency(nic.latency),
      ...given('paths', nic.paths && [...nic.paths]),
      ...given('numa_affinity_policy', nic.numaAffinityPolicy),
      trusted: nic.trusted,
    })),
    disks: request.disks.map((disk) => ({
      name: disk.name,
      ...given('iops', disk.iops),
      ...given('throughput_mibps', disk.throughputMibps),
      ...fromLatency(disk.latency),
      ...given('paths', disk.paths && [...disk.paths]),
    })),
    migration: request.migration,
    isolation: request.isolation,
    profile: request.profile,
    ...given('weights', request.weights && { ...request.weights }),
    constraints: {
      ...given('availability_zone', availabilityZone),
      ...given('include_hosts', includeHosts && [...includeHosts]),
      exclude_hosts: [...excludeHosts],
      aggregates: [...aggregates],
      ...given('group', group),
    },
    reserve: request.reserve,
    reservation_ttl_s: request.reservationTtlS,
  };
}

function fromFlavor({ vcpus, ramMib, diskGib, extraSpecs }: VmRequest['flavor']) {
  return { vcpus, ram_mib: ramMib, disk_gib: diskGib, extra_specs: { ...extraSpecs } };
}

function fromLatency(latency: VmRequest['nics'][number]['latency']) {
  return latency === null ? {} : { latency: { target_us: latency.targetUs, percentile: latency.percentile } };
}

/** A field that is left out where there is nothing to say. */
function given<Name extends string, Value>(name: Name, value: Value | null): Partial<Record<Name, Value>> {
  return value === null ? {} : ({ [name]: value } as Record<Name, Value>);
}
