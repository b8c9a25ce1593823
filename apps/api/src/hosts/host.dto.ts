import type { HostAdminState } from '@iopath/core';
import type { HostSummary, InventoryWritten } from '@iopath/usecases';
import { InstantField, UUID } from '../wire/domain-fields';
import { BooleanField, EnumField, IntField, ListField, ObjectField, TextField, TextListField } from '../wire/fields';
import { PageDto } from '../paging/page';

export const HOST_STATES = ['active', 'draining', 'disabled'] as const satisfies readonly HostAdminState[];

export class HostDto {
  @TextField({ description: 'Name of the host.', example: 'compute-01' })
  host_name: string;

  @EnumField(HOST_STATES, { description: 'Only `active` hosts are recommended.', example: 'active' })
  state: HostAdminState;

  @IntField({ min: 1, description: 'Moves with the inventory and the state; name it when you write.', example: 1 })
  generation: number;

  @TextField({ optional: true, description: "Nova's availability zone.", example: 'nova' })
  availability_zone: string | null;

  @TextListField({ description: 'Host aggregates it is in.', example: ['sriov'] })
  aggregates: readonly string[];

  @IntField({ description: 'PFs in the inventory.', example: 2 })
  pfs: number;

  @IntField({ description: 'VFs in the inventory.', example: 16 })
  vfs: number;

  @IntField({ description: 'VFs with a live allocation.', example: 0 })
  vfs_allocated: number;

  @InstantField({ optional: true, description: 'When the facts were observed.', example: '2026-11-21T08:00:00.000Z' })
  observed_at: string | null;

  @InstantField({ description: 'When the advisor last wrote this host.', example: '2026-11-21T08:00:05.000Z' })
  updated_at: string;
}

export class HostListDto extends PageDto {
  @ListField(() => HostDto, { description: 'Hosts by name.' })
  hosts: HostDto[];
}

export class DeleteHostQuery {
  @EnumField(['true', 'false'], {
    optional: true,
    description: 'Orphan what is confirmed there and release what is only reserved, instead of refusing.',
  })
  orphan?: 'true' | 'false';
}

export class PatchHostDto {
  @EnumField(HOST_STATES, {
    description: '`draining` and `disabled` hosts get nothing new; what they hold stays.',
    example: 'draining',
  })
  state: HostAdminState;

  @IntField({ min: 1, max: 2 ** 31 - 1, description: 'The generation you saw.', example: 1 })
  generation: number;
}

export class InventoryChangesDto {
  @TextListField({ description: 'What is new.', example: ['pfs/0000:3b:00.0/vfs/0000:3b:00.2'] })
  added: readonly string[];

  @TextListField({ description: 'What is gone.', example: [] })
  removed: readonly string[];

  @TextListField({ description: 'What is different.', example: [] })
  changed: readonly string[];
}

export class InventoryWrittenDto {
  @TextField({ description: 'Name of the host.', example: 'compute-01' })
  host_name: string;

  @IntField({ min: 1, description: 'Generation after the write; the same as before if nothing changed.', example: 1 })
  generation: number;

  @ObjectField(() => InventoryChangesDto, { description: 'What the write changed; all empty if nothing.' })
  changes: InventoryChangesDto;

  @TextListField({
    description:
      'Allocations that hold a device which is not in the new inventory: confirmed ones are orphaned by it, reserved ones ' +
      'cannot be confirmed until it is back.',
    of: { pattern: { regex: UUID.regex, words: UUID.words } },
    example: [],
  })
  orphaned_allocations: readonly string[];

  @TextListField({
    description: 'What the write changed, in sentences: what breaks guests first. Of very many, the first.',
    of: { maxLength: 2048 },
    example: ['PF ens1f0 (0000:3b:00.0) lost its link.'],
  })
  summary: readonly string[];
}

export class BulkResultDto {
  @IntField({
    min: 1,
    description: 'Number of the line in what was sent, from 1; blank lines count and get no result.',
    example: 1,
  })
  line: number;

  @TextField({
    optional: true,
    description: 'Host of the line; null if the line does not tell.',
    example: 'compute-01',
  })
  host_name: string | null;

  @IntField({ min: 200, max: 599, description: 'The status that a `PUT` of this line would have got.', example: 201 })
  status: number;

  @BooleanField({ optional: true, description: 'Whether the host is new. Of a good line.', example: true })
  created?: boolean;

  @IntField({ optional: true, description: 'Generation after the write. Of a good line.', example: 1 })
  generation?: number;

  @ObjectField(() => InventoryChangesDto, { optional: true, description: 'Of a good line.' })
  changes?: InventoryChangesDto;

  @TextListField({ optional: true, description: 'Of a good line.', example: [] })
  orphaned_allocations?: readonly string[];

  @TextListField({ optional: true, description: 'Of a good line.', of: { maxLength: 2048 }, example: [] })
  summary?: readonly string[];
}

export function fromHostSummary(host: HostSummary): HostDto {
  return {
    host_name: host.hostName,
    state: host.state,
    generation: host.generation,
    availability_zone: host.availabilityZone,
    aggregates: host.aggregates,
    pfs: host.pfs,
    vfs: host.vfs,
    vfs_allocated: host.vfsAllocated,
    observed_at: host.observedAtMs === null ? null : new Date(host.observedAtMs).toISOString(),
    updated_at: new Date(host.updatedAtMs).toISOString(),
  };
}

export function fromInventoryWritten(hostName: string, written: InventoryWritten): InventoryWrittenDto {
  return {
    host_name: hostName,
    generation: written.generation,
    changes: {
      added: written.changes.added,
      removed: written.changes.removed,
      changed: written.changes.changed,
    },
    orphaned_allocations: written.orphanedAllocations,
    summary: written.summary,
  };
}
