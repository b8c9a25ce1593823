import {
  type CapacityAnswer,
  type Efficacy,
  type FleetMeasures,
  formatCpuSet,
  type Placement,
  type ReplanPlan,
  type ReplanStep,
  type StuckVm,
  type UnlockAnswer,
  type VmRef,
} from '@iopath/core';
import { fromRejection } from '../../recommendations/recommendation.mapper';
import { fromRelaxation, fromRelaxationChange } from '../../recommendations/relaxation.mapper';
import type { EfficacyDto, FleetMeasuresDto } from './efficacy.dto';
import type { CapacityAnswerDto, PlanDto, ReplanStepDto, StuckVmDto, UnlockAnswerDto } from './plan.dto';
import type { StepPlaceDto } from './step-place.dto';

export function fromPlan({ status, steps, stuck, objective, efficacy }: ReplanPlan): PlanDto {
  const { value, bound, gap, boundBy, terms } = objective;
  return {
    status,
    steps: steps.map(fromStep),
    stuck: stuck.map(fromStuck),
    objective: { value, bound, gap, bound_by: boundBy, terms: { ...terms } },
    efficacy: fromEfficacy(efficacy),
  };
}

export function fromCapacity({ fits, isAll, byHost, bottleneck, relaxations }: CapacityAnswer): CapacityAnswerDto {
  return {
    fits,
    is_all: isAll,
    by_host: byHost.map(({ hostName, vms }) => ({ host_name: hostName, vms })),
    bottleneck: bottleneck.map(fromRejection),
    relaxations: relaxations.map(fromRelaxation),
  };
}

export function fromUnlock({ days, rejected, stillRejected, isAll, changes }: UnlockAnswer): UnlockAnswerDto {
  return {
    days,
    rejected,
    still_rejected: stillRejected,
    is_all: isAll,
    changes: changes.map(({ change, changes: parts, costs, unlocks }) => ({
      change,
      changes: parts.map(fromRelaxationChange),
      costs,
      unlocks: [...unlocks],
    })),
  };
}

export function fromStep(step: ReplanStep): ReplanStepDto {
  const { atLeastS, atMostS, reason } = step.interruption;
  return {
    id: step.id,
    vm: fromVmRef(step.vm),
    temporary: step.isTemporary,
    from_host: step.fromHost,
    to_host: step.toHost,
    mechanism: step.mechanism,
    action: step.action,
    interruption: { at_least_s: atLeastS, at_most_s: atMostS, reason },
    place: fromPlace(step.placement),
    waits_for: step.waitsFor.map(({ step: id, reason: why }) => ({ step: id, reason: why })),
  };
}

/** Of a stuck VM, which need not be the advisor's, the recommendation may be null. */
function fromVmRef<Id extends string | null>(vm: Omit<VmRef, 'recommendationId'> & { readonly recommendationId: Id }) {
  return {
    reservation_id: vm.reservationId,
    recommendation_id: vm.recommendationId,
    member: vm.member,
    server_id: vm.serverId,
    name: vm.name,
    project_id: vm.projectId,
  };
}

function fromPlace({ score, nics, disks, devices, compute }: Placement): StepPlaceDto {
  return {
    score,
    nics: nics.map(({ name, path, predicted }) => ({ name, path, latency_p99_us: predicted.latencyUs?.p99 ?? null })),
    disks: disks.map(({ name, path, predicted }) => ({ name, path, latency_p99_us: predicted.latencyUs?.p99 ?? null })),
    devices: devices.map(({ device, kind, address, pfAddress, numaNode }) => {
      return { device, kind, address, pf_address: pfAddress, numa_node: numaNode };
    }),
    cells: compute.cells.map(({ guestCell, hostNode, pinnedCpus, memoryMib, pageSizeKib }) => ({
      guest_cell: guestCell,
      host_node: hostNode,
      pinned_cpus: pinnedCpus.length === 0 ? null : formatCpuSet(pinnedCpus),
      memory_mib: memoryMib,
      page_size_kib: pageSizeKib,
    })),
  };
}

function fromStuck({ vm, hostName, code, detail, rejections, relaxations, inTheWay }: StuckVm): StuckVmDto {
  return {
    vm: fromVmRef(vm),
    host_name: hostName,
    code,
    detail,
    rejections: rejections.map(fromRejection),
    relaxations: relaxations.map(fromRelaxation),
    in_the_way: inTheWay.map(fromVmRef),
  };
}

function fromEfficacy({ before, after, hostsFreed, waitingRequests, latencyChanges }: Efficacy): EfficacyDto {
  const { asked, fitBefore, fitAfter } = waitingRequests;
  return {
    before: fromMeasures(before),
    after: fromMeasures(after),
    hosts_freed: [...hostsFreed],
    waiting_requests: { asked, fit_before: fitBefore, fit_after: fitAfter },
    latency_changes: latencyChanges.map(({ vm, device, beforeUs, afterUs }) => ({
      recommendation_id: vm.recommendationId,
      member: vm.member,
      device,
      before_us: beforeUs,
      after_us: afterUs,
    })),
  };
}

function fromMeasures(measures: FleetMeasures): FleetMeasuresDto {
  return {
    hosts: measures.hosts,
    hosts_in_use: measures.hostsInUse,
    vms: measures.vms,
    free_vfs: measures.freeVfs,
    stranded_vfs: measures.strandedVfs,
    stranded_vfs_by_node: measures.strandedVfsByNode.map(({ hostName, numaNode, vfs }) => {
      return { host_name: hostName, numa_node: numaNode, vfs };
    }),
    free_huge_pages: measures.freeHugePages.map(({ sizeKib, pages }) => ({ size_kib: sizeKib, pages })),
    latency_met: { met: measures.latencyMet.met, asked: measures.latencyMet.asked },
    score: measures.score,
  };
}
