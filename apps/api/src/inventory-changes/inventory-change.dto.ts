import {
  CHANGE_EFFECTS,
  type ChangeEffect,
  type ChangeValue,
  INVENTORY_CHANGE_CODES,
  type InventoryChangeCode,
  TOUCHED_KINDS,
  type TouchedHold,
  type TouchedKind,
} from '@iopath/core';
import type { InventoryPreview, KeptInventoryChange, ToldChanges } from '@iopath/usecases';
import { PageDto } from '../paging/page';
import { InstantField, UuidField } from '../wire/domain-fields';
import { EnumField, field, IntField, ListField, ObjectField, TextField, TextListField } from '../wire/fields';

const CODES = Object.keys(INVENTORY_CHANGE_CODES) as InventoryChangeCode[];
const STATES = ['recommended', 'reserved', 'confirmed', 'orphaned'] as const satisfies TouchedHold['state'][];
const MAX_COUNT = 2 ** 31 - 1;
const MAX_SENTENCE = 4096;
const EXAMPLE_ID = '0d6f2f0a-5a0e-5c3b-9a54-0d0b8f3f6a21';

/** What a fact was or is: a text, a number or a yes or no. */
function ValueField(description: string, example: string | number | boolean): PropertyDecorator {
  const schema = { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] };
  return field({ description, optional: true, example }, [], schema);
}

export class InventoryChangeDto {
  @EnumField(CODES, {
    description: 'What it is; docs/inventory-changes.md has the list.',
    example: 'pf.link_speed_changed',
  })
  code: InventoryChangeCode;

  @TextField({
    minLength: 0,
    maxLength: 1024,
    description:
      'Path of the thing, as in `changes` of a `PUT`; `pfs/…/vfs` of several VFs of a PF; empty: the host as a whole.',
    example: 'pfs/0000:3b:00.0',
  })
  subject: string;

  @TextField({
    optional: true,
    description: 'Name of the fact in the document; null where the whole thing came or went.',
    example: 'link_speed_mbps',
  })
  field: string | null;

  @IntField({ min: 1, max: MAX_COUNT, description: 'How many things the line is about.', example: 1 })
  count: number;

  @TextField({
    maxLength: MAX_SENTENCE,
    description: 'One sentence.',
    example: 'PF ens1f0 (0000:3b:00.0) went from 25,000 to 10,000 Mbit/s.',
  })
  text: string;

  @ValueField('What it was; null: not known, or not to be shown in a line.', 25_000)
  before: ChangeValue;

  @ValueField('What it is.', 10_000)
  after: ChangeValue;

  @EnumField(CHANGE_EFFECTS, {
    description:
      '`breaks_guests`: what uses it may stop working; `capacity_less`, `capacity_more`: fewer or more VMs fit, or they ' +
      'get less or more; `note`: neither.',
    example: 'capacity_less',
  })
  effect: ChangeEffect;
}

export class TouchReasonDto {
  @EnumField(CODES, { description: 'Code of the change.', example: 'vf.gone' })
  code: InventoryChangeCode;

  @TextField({
    minLength: 0,
    maxLength: 1024,
    description: 'Subject of the change.',
    example: 'pfs/0000:3b:00.0/vfs/0000:3b:00.2',
  })
  subject: string;

  @TextField({
    maxLength: MAX_SENTENCE,
    description: 'What it is to this VM.',
    example: 'It holds VF 0000:3b:00.2 of PF 0000:3b:00.0, which is gone.',
  })
  text: string;
}

export class TouchedHoldDto {
  @EnumField(TOUCHED_KINDS, {
    description:
      '`allocation`: it holds a device on what changed; `reservation`: its CPUs, memory or vhost back end changed; ' +
      '`recommendation`: it is not confirmed yet and names what changed.',
    example: 'allocation',
  })
  kind: TouchedKind;

  @UuidField({ description: 'Of the allocation, the reservation or the recommendation.', example: EXAMPLE_ID })
  id: string;

  @UuidField({ description: 'Recommendation behind it.', example: EXAMPLE_ID })
  recommendation_id: string;

  @TextField({ description: 'Name of the VM in the request.', example: 'db-1' })
  vm_name: string;

  @IntField({ max: MAX_COUNT, description: "Which of the request's VMs, from 0.", example: 0 })
  member: number;

  @TextField({ description: 'Project that it belongs to.', example: 'p1' })
  project_id: string;

  @EnumField(STATES, {
    description: 'State after the change; `recommended`: nothing is held for it.',
    example: 'orphaned',
  })
  state: TouchedHold['state'];

  @TextField({ optional: true, description: 'Server, of what is confirmed.', example: 'server-1' })
  server_id: string | null;

  @TextField({ optional: true, description: 'Address of the device, of an allocation.', example: '0000:3b:00.2' })
  device: string | null;

  @ListField(() => TouchReasonDto, { description: 'Why, the worst first.' })
  reasons: TouchReasonDto[];
}

/** Base of what tells of changes. */
export class ToldChangesDto {
  @ListField(() => InventoryChangeDto, {
    description: 'What changed: what breaks guests first, then capacity, then notes. 500 at most.',
  })
  changes: InventoryChangeDto[];

  @IntField({ max: MAX_COUNT, description: 'How many lines there are in all.', example: 1 })
  changes_total: number;

  @ListField(() => TouchedHoldDto, { description: 'What is held or recommended on what changed. 500 at most.' })
  touched: TouchedHoldDto[];

  @IntField({ max: MAX_COUNT, description: 'How many there are in all.', example: 0 })
  touched_total: number;
}

export class ChangeAuthorDto {
  @TextField({ description: 'Part of the service, as in the history of the ledger.', example: 'inventory' })
  actor: string;

  @TextField({ optional: true, maxLength: 1024, description: 'What it was for.', example: 'put inventory' })
  reason: string | null;

  @TextField({ optional: true, description: 'Request behind it.', example: 'req-6f1c2a0e-0d4b-4b0e-9d7e-6f0c7f1a2b3c' })
  request_id: string | null;

  @TextField({ optional: true, description: 'User who asked, by Keystone.', example: 'u1' })
  user_id: string | null;

  @TextField({ optional: true, description: 'His project then.', example: 'p1' })
  user_project_id: string | null;
}

export class KeptInventoryChangeDto extends ToldChangesDto {
  @TextField({ description: 'Id of the entry: the `marker` of what comes after it.', example: '17' })
  id: string;

  @IntField({ min: 1, description: 'Generation of the host after the write.', example: 2 })
  generation: number;

  @InstantField({ description: 'When it was written.', example: '2026-11-21T08:00:05.000Z' })
  at: string;

  @ObjectField(() => ChangeAuthorDto, { description: 'Who wrote.' })
  by: ChangeAuthorDto;

  @TextField({ optional: true, description: 'Who observed the inventory, as it says itself.', example: 'collector' })
  source: string | null;
}

export class InventoryHistoryDto extends PageDto {
  @TextField({ description: 'Host.', example: 'compute-01' })
  host_name: string;

  @ListField(() => KeptInventoryChangeDto, { description: 'Newest first; the newest 50 of a host are kept.' })
  history: KeptInventoryChangeDto[];
}

export class InventoryDiffDto extends ToldChangesDto {
  @TextField({ description: 'Host.', example: 'compute-01' })
  host_name: string;

  @IntField({
    min: 1,
    optional: true,
    description: 'Generation that was compared with; null: there is no such host, and all would be new.',
    example: 1,
  })
  generation: number | null;

  @TextListField({
    description: 'Allocations whose device would not be there; the same as a `PUT` would answer.',
    example: [],
  })
  orphaned_allocations: readonly string[];
}

export function fromKept(kept: KeptInventoryChange): KeptInventoryChangeDto {
  const { actor, reason, requestId, userId, userProjectId } = kept;
  return {
    id: kept.id,
    generation: kept.generation,
    at: new Date(kept.atMs).toISOString(),
    by: { actor, reason, request_id: requestId, user_id: userId, user_project_id: userProjectId },
    source: kept.source,
    ...fromTold(kept),
  };
}

export function fromPreview(hostName: string, preview: InventoryPreview): InventoryDiffDto {
  return {
    host_name: hostName,
    generation: preview.generation,
    ...fromTold(preview),
    orphaned_allocations: preview.orphanedAllocations,
  };
}

function fromTold({ changes, changesTotal, touched, touchedTotal }: ToldChanges): ToldChangesDto {
  return {
    changes: changes.map(({ code, subject, field: name, count, text, before, after, effect }) => {
      return { code, subject, field: name, count, text, before, after, effect };
    }),
    changes_total: changesTotal,
    touched: touched.map(fromTouched),
    touched_total: touchedTotal,
  };
}

function fromTouched(hold: TouchedHold): TouchedHoldDto {
  return {
    kind: hold.kind,
    id: hold.id,
    recommendation_id: hold.recommendationId,
    vm_name: hold.vmName,
    member: hold.member,
    project_id: hold.projectId,
    state: hold.state,
    server_id: hold.serverId,
    device: hold.device,
    reasons: hold.reasons.map(({ code, subject, text }) => ({ code, subject, text })),
  };
}
