import {
  formatCpuSet,
  type ComputeClaim,
  type NovaAnswer,
  type Placement,
  type PortAnswer,
  type ScoreTermResult,
} from '@iopath/core';
import type { Recommendation } from '@iopath/usecases';
import { fromAllocation, fromReservation } from '../allocations/allocation.dto';
import type { NeutronDto, NovaDto } from './openstack.dto';
import type { ComputeDto, PlacementDto, ScoreTermDto } from './placement.dto';
import { fromDiskPrediction, fromNicPrediction } from './prediction.dto';

/** What is held for a placement; nothing, for an alternative. */
type Held = Pick<Recommendation, 'allocations' | 'reservations'>;

/** @param decidedAtMs the moment that the age of facts is counted to. */
export function fromPlacement(placement: Placement, held: Held, decidedAtMs: number): PlacementDto {
  const { observedAtMs, assumed, discount = 0 } = placement.facts;
  return {
    host_name: placement.hostName,
    score: placement.score,
    host_terms: placement.hostTerms.map(fromTerm),
    nics: placement.nics.map(({ name, path, vnicType, numaNode, queues, score, predicted }) => ({
      name,
      path,
      vnic_type: vnicType,
      numa_node: numaNode,
      queues,
      score: { total: score.total, terms: score.terms.map(fromTerm) },
      predicted: fromNicPrediction(predicted),
    })),
    disks: placement.disks.map(({ name, path, numaNode, score, predicted }) => ({
      name,
      path,
      numa_node: numaNode,
      score: { total: score.total, terms: score.terms.map(fromTerm) },
      predicted: fromDiskPrediction(predicted),
    })),
    migration: fromMigration(placement),
    compute: fromCompute(placement.compute),
    devices: placement.devices.map(({ device, kind, address, pfAddress, numaNode }) => {
      return { device, kind, address, pf_address: pfAddress, numa_node: numaNode };
    }),
    nova: fromNova(placement.nova),
    neutron: fromPorts(placement.ports),
    vf_allocations: held.allocations.map(fromAllocation),
    reservations: held.reservations.map(fromReservation),
    host_tuning: placement.hostTuning.map(({ code, advice, source }) => ({ code, advice, source })),
    operator_prerequisites: placement.operatorPrerequisites.map(({ code, what, snippet, met }) => {
      return { code, what, snippet, met };
    }),
    facts: {
      oldest_age_s: observedAtMs === null ? null : Math.max(0, Math.round((decidedAtMs - observedAtMs) / 1000)),
      score_discount: discount,
      assumed,
    },
  };
}

/** Stored JSON comes back with its fields in another order; people read them in this one. */
function fromTerm({ name, weight, value, reason }: ScoreTermResult): ScoreTermDto {
  return { name, weight, value, reason };
}

function fromMigration({ migration }: Placement): PlacementDto['migration'] {
  const { live, mechanism, conditions, candidateTargets } = migration;
  return { live, mechanism, conditions, candidate_targets: candidateTargets };
}

function fromCompute(compute: ComputeClaim): ComputeDto {
  return {
    vcpus: compute.vcpus,
    pcpus: compute.pcpus,
    memory_mib: compute.memoryMib,
    disk_gib: compute.diskGib,
    cells: compute.cells.map((cell) => ({
      guest_cell: cell.guestCell,
      host_node: cell.hostNode,
      shared_vcpus: cell.sharedVcpus,
      pinned_cpus: formatCpuSet(cell.pinnedCpus),
      pinning: cell.pinning,
      memory_mib: cell.memoryMib,
      page_size_kib: cell.pageSizeKib,
    })),
  };
}

function fromNova({ flavor, imageProperties, blockDeviceMapping, server }: NovaAnswer): NovaDto {
  return {
    flavor: {
      name: flavor.name,
      vcpus: flavor.vcpus,
      ram_mib: flavor.ramMib,
      disk_gib: flavor.diskGib,
      extra_specs: flavor.extraSpecs,
      reused: flavor.reused ?? false,
    },
    image_properties: imageProperties,
    block_device_mapping: blockDeviceMapping.map(({ disk, diskBus }) => ({ disk, disk_bus: diskBus })),
    server: { host: server.host, availability_zone: server.availabilityZone },
  };
}

function fromPorts(ports: readonly PortAnswer[]): NeutronDto {
  return {
    ports: ports.map((port) => ({
      name: port.name,
      'binding:vnic_type': port.vnicType,
      'binding:profile': port.bindingProfile,
      ...(port.numaAffinityPolicy === null ? {} : { numa_affinity_policy: port.numaAffinityPolicy }),
      ...(port.trusted === null ? {} : { trusted: port.trusted }),
      ...(port.hardwareOffloadType === null ? {} : { hardware_offload_type: port.hardwareOffloadType }),
    })),
    port_notes: ports.map(({ name, physicalNetwork, requiredRole, notes }) => {
      return { name, physical_network: physicalNetwork, required_role: requiredRole, notes };
    }),
  };
}
