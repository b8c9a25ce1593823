import type { DeviceKind } from '@iopath/core';
import type { Allocation, AllocationState, Cleanup, Reservation } from '@iopath/usecases';
import { InstantField, UuidField } from '../wire/domain-fields';
import { EnumField, IntField, ListField, TextField } from '../wire/fields';
import { PageDto, PageQuery } from '../paging/page';

export const ALLOCATION_STATES = [
  'reserved',
  'confirmed',
  'orphaned',
  'released',
  'expired',
] as const satisfies AllocationState[];
const DEVICE_KINDS = ['vf', 'pf', 'pci'] as const satisfies DeviceKind[];

export const SERVER_ID = {
  regex: /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,254}$/,
  words: 'must be the id of a server',
};

export const EXAMPLE_SERVER_ID = '5f3d2c1b-9a8e-4d7c-b6a5-4e3f2d1c0b9a';

/** The hold on one device. */
export class AllocationDto {
  @UuidField({ description: 'Id.', example: 'b7d1c9a2-53f0-5b8e-9b8f-0f1e2d3c4b5a' })
  id: string;

  @UuidField({
    description: 'The reservation (one a VM) that it belongs to.',
    example: '0c1d2e3f-4a5b-5c6d-8e9f-a0b1c2d3e4f5',
  })
  reservation_id: string;

  @UuidField({ description: 'The recommendation that it came from.', example: 'a1b2c3d4-e5f6-5a7b-8c9d-0e1f2a3b4c5d' })
  recommendation_id: string;

  @TextField({ description: 'Project that it is for.', example: 'default' })
  project_id: string;

  @IntField({ description: "Which of the request's VMs, from 0.", example: 0 })
  member: number;

  @TextField({ ofHost: 'name', description: 'Host.', example: 'compute-01' })
  host_name: string;

  @TextField({ description: 'NIC or disk of the request.', example: 'data' })
  device: string;

  @EnumField(DEVICE_KINDS, { description: 'A VF, a whole PF, or another PCI device.', example: 'vf' })
  kind: DeviceKind;

  @TextField({
    optional: true,
    ofHost: 'fact',
    description: 'PF of a VF, or the PF itself; null for another device.',
    example: '0000:3b:00.0',
  })
  pf_address: string | null;

  @TextField({
    ofHost: 'fact',
    description: 'Address of the device: of the VF, or of the PF or other PCI device where `kind` says so.',
    example: '0000:3b:00.2',
  })
  vf_address: string;

  @IntField({ optional: true, description: 'NUMA node of the device; null if not known.', example: 0 })
  numa_node: number | null;

  @EnumField(ALLOCATION_STATES, {
    description:
      'reserved → confirmed → released, or reserved → expired. A confirmed one is orphaned while its host or device is ' +
      'not in the inventory.',
    example: 'reserved',
  })
  state: AllocationState;

  @TextField({ optional: true, description: 'The server that uses it, once confirmed.', example: null })
  server_id: string | null;

  @IntField({ min: 1, description: 'Moves with every change.', example: 1 })
  generation: number;

  @InstantField({
    optional: true,
    description: 'When it ends unless confirmed; null once confirmed.',
    example: '2026-11-21T08:15:05.000Z',
  })
  expires_at: string | null;

  @InstantField({ description: 'When it was made.', example: '2026-11-21T08:00:05.000Z' })
  created_at: string;

  @InstantField({ description: 'When it last changed.', example: '2026-11-21T08:00:05.000Z' })
  updated_at: string;
}

/** The hold of one VM on its host: CPUs, memory, disk, and its devices. */
export class ReservationDto {
  @UuidField({ description: 'Id.', example: '0c1d2e3f-4a5b-5c6d-8e9f-a0b1c2d3e4f5' })
  id: string;

  @IntField({ description: "Which of the request's VMs, from 0.", example: 0 })
  member: number;

  @TextField({ ofHost: 'name', description: 'Host.', example: 'compute-01' })
  host_name: string;

  @EnumField(ALLOCATION_STATES, { description: 'As of an allocation.', example: 'reserved' })
  state: AllocationState;

  @TextField({ optional: true, description: 'The server that uses it, once confirmed.', example: null })
  server_id: string | null;

  @InstantField({
    optional: true,
    description: 'When it ends unless confirmed; null once confirmed.',
    example: '2026-11-21T08:15:05.000Z',
  })
  expires_at: string | null;

  @UuidField({
    optional: true,
    description:
      'Of a hold on the host that the VM is to move to by a step of a re-plan: the hold that it takes over from then. ' +
      'Null of every other.',
    example: null,
  })
  move_of: string | null;
}

export class AllocationListDto extends PageDto {
  @ListField(() => AllocationDto, { description: 'Allocations, newest first.' })
  allocations: AllocationDto[];
}

export class AllocationQuery extends PageQuery {
  @TextField({ optional: true, description: 'Only those of this host.' })
  host_name?: string;

  @TextField({ optional: true, description: 'Only those of this project.' })
  project_id?: string;

  @EnumField(ALLOCATION_STATES, { optional: true, description: 'Only those in this state.' })
  state?: AllocationState;
}

export class ConfirmAllocationDto {
  @TextField({
    description: "Nova's id of the server that uses the device.",
    pattern: SERVER_ID,
    example: EXAMPLE_SERVER_ID,
  })
  server_id: string;

  @IntField({ min: 1, max: 2 ** 31 - 1, optional: true, description: 'The generation you saw; null: any.', example: 1 })
  generation?: number;
}

const CLEANUPS = ['done', 'failed'] as const satisfies Cleanup[];

export class ReleaseAllocationDto {
  @EnumField(CLEANUPS, {
    default: 'done',
    description: 'Whether the device is clean; one whose clean-up failed goes to quarantine.',
    example: 'failed',
  })
  cleanup?: Cleanup;
}

/** As of `reservation_ttl_s` in a request. */
const TTL_S = { min: 1, max: 86_400 } as const;

export class RenewRecommendationDto {
  @IntField({ ...TTL_S, description: 'Seconds from now until it ends unless confirmed.', example: 900 })
  ttl_s: number;
}

export class RenewAllocationDto extends RenewRecommendationDto {
  @IntField({ min: 1, max: 2 ** 31 - 1, optional: true, description: 'The generation you saw; null: any.', example: 1 })
  generation?: number;
}

export function fromAllocation(allocation: Allocation): AllocationDto {
  return {
    id: allocation.id,
    reservation_id: allocation.reservationId,
    recommendation_id: allocation.recommendationId,
    project_id: allocation.projectId,
    member: allocation.member,
    host_name: allocation.hostName,
    device: allocation.device,
    kind: allocation.kind,
    pf_address: allocation.pfAddress,
    vf_address: allocation.address,
    numa_node: allocation.numaNode,
    state: allocation.state,
    server_id: allocation.serverId,
    generation: allocation.generation,
    expires_at: instantOf(allocation.expiresAtMs),
    created_at: new Date(allocation.createdAtMs).toISOString(),
    updated_at: new Date(allocation.updatedAtMs).toISOString(),
  };
}

export function fromReservation(reservation: Reservation): ReservationDto {
  return {
    id: reservation.id,
    member: reservation.member,
    host_name: reservation.hostName,
    state: reservation.state,
    server_id: reservation.serverId,
    expires_at: instantOf(reservation.expiresAtMs),
    move_of: reservation.moveOf,
  };
}

function instantOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
