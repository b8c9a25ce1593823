import type {
  Consolidation,
  ConsolidationScope,
  Fault,
  FlavorInUse,
  LintFinding,
  LintPort,
  LintSubject,
  OpenStackRelease,
} from '@iopath/core';
import { toFlavor, toImage } from '../recommendations/request.mapper';
import type { ConsolidateRequestDto, ConsolidationDto, FlavorInUseDto } from './consolidate.dto';
import type { LintFindingDto, LintPortDto, LintRequestDto } from './lint.dto';

/** @param target Release that holds when the caller names none. */
export function toLintSubject(dto: LintRequestDto, target: OpenStackRelease): LintSubject {
  return {
    release: dto.release ?? target,
    flavor: toFlavor(dto.flavor),
    image: toImage(dto.image),
    ports: dto.ports?.map(toLintPort) ?? null,
  };
}

function toLintPort(dto: LintPortDto): LintPort {
  return {
    vnicType: dto['binding:vnic_type'] ?? 'normal',
    vifType: dto['binding:vif_type'] ?? null,
    numaAffinityPolicy: dto.numa_affinity_policy ?? null,
    trusted: dto.trusted ?? null,
    hardwareOffloadType: dto.hardware_offload_type ?? null,
    bindingProfile: dto['binding:profile'] ?? {},
  };
}

export function fromFinding({ code, severity, pointer, rule, message, fix }: LintFinding): LintFindingDto {
  return { code, severity, pointer, rule, message, fix: fix === null ? null : [...fix] };
}

export function toFlavorInUse(dto: FlavorInUseDto): FlavorInUse {
  const flavor = toFlavor(dto);
  const { vcpus, ramMib, diskGib } = flavor;
  const requests = dto.requests?.map((need) => ({
    vcpus: need.vcpus,
    ramMib: need.ram_mib,
    diskGib: need.disk_gib ?? diskGib,
    weight: need.weight ?? 1,
  }));
  return { ...flavor, name: dto.name, requests: requests ?? [{ vcpus, ramMib, diskGib, weight: dto.weight ?? 1 }] };
}

/** @param target Release that holds when the caller names none. */
export function toScope(dto: ConsolidateRequestDto, target: OpenStackRelease): ConsolidationScope {
  return {
    release: dto.release ?? target,
    images: dto.images?.map(toImage) ?? null,
    tolerance: {
      maxExtraVcpus: dto.tolerance?.max_extra_vcpus ?? 0,
      maxExtraRamPercent: dto.tolerance?.max_extra_ram_percent ?? 0,
      maxExtraDiskGib: dto.tolerance?.max_extra_disk_gib ?? 0,
      mayGainExtraSpecs: dto.tolerance?.may_gain_extra_specs ?? [],
    },
  };
}

/** What no single field can tell: names given twice, and needs that are larger than their flavor. */
export function flavorsInUseFaults(flavors: readonly FlavorInUse[]): readonly Fault[] {
  const seen = new Set<string>();
  return flavors.flatMap((flavor, index) => {
    const isNew = !seen.has(flavor.name);
    seen.add(flavor.name);
    const pointer = `/flavors/${index}`;
    const message = `the name "${flavor.name}" is used above`;
    const twice = isNew ? [] : [{ pointer: `${pointer}/name`, code: 'flavor.name_not_unique', message }];
    return [...twice, ...needsTooLarge(flavor, pointer)];
  });
}

function needsTooLarge({ requests, vcpus, ramMib, diskGib }: FlavorInUse, pointer: string): readonly Fault[] {
  return requests.flatMap((need, index) => {
    const fits = need.vcpus <= vcpus && need.ramMib <= ramMib && need.diskGib <= diskGib;
    const message = 'must not need more than the flavor has';
    return fits ? [] : [{ pointer: `${pointer}/requests/${index}`, code: 'flavor.request_too_large', message }];
  });
}

export function fromConsolidation(consolidation: Consolidation, release: OpenStackRelease): ConsolidationDto {
  const { flavors, merges, before, after, exact } = consolidation;
  return {
    release,
    flavors: flavors.map(({ name, vcpus, ramMib, diskGib, extraSpecs, requests }) => ({
      name,
      vcpus,
      ram_mib: ramMib,
      disk_gib: diskGib,
      extra_specs: extraSpecs,
      requests: requests.map((need) => {
        return { vcpus: need.vcpus, ram_mib: need.ramMib, disk_gib: need.diskGib, weight: need.weight };
      }),
    })),
    merges: [...merges],
    before,
    after,
    exact,
  };
}
