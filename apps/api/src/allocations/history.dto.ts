import type { AllocationState, HistoryEntry } from '@iopath/usecases';
import { InstantField, UuidField } from '../wire/domain-fields';
import { EnumField, IntField, ListField, TextField } from '../wire/fields';
import { ALLOCATION_STATES } from './allocation.dto';

const SUBJECTS = ['reservation', 'allocation'] as const;

/** One change of a hold. */
export class HistoryEntryDto {
  @InstantField({ description: 'When.', example: '2026-11-21T08:00:05.020Z' })
  at: string;

  @TextField({
    description: '`api`, `worker`, `expiry`, `inventory`, `migration` …; `unknown` for rows written by hand.',
    example: 'api',
  })
  actor: string;

  @TextField({ optional: true, ofHost: 'fact', description: 'Why, in words.', example: 'confirm allocation' })
  reason: string | null;

  @TextField({ optional: true, description: 'The API request behind it.', example: null })
  request_id: string | null;

  @TextField({ optional: true, description: 'Id of the user who asked; null where nobody did.', example: null })
  user_id: string | null;

  @TextField({ optional: true, description: 'Project that he acted for.', example: null })
  user_project_id: string | null;

  @EnumField(SUBJECTS, { description: 'The hold of a VM, or of one device.', example: 'allocation' })
  subject: 'reservation' | 'allocation';

  @UuidField({ description: 'Its id.', example: 'b7d1c9a2-53f0-5b8e-9b8f-0f1e2d3c4b5a' })
  subject_id: string;

  @IntField({ description: "Which of the request's VMs, from 0.", example: 0 })
  member: number;

  @EnumField(ALLOCATION_STATES, { optional: true, description: 'State before; null at first.', example: 'reserved' })
  from_state: AllocationState | null;

  @EnumField([...ALLOCATION_STATES, 'deleted'], {
    description: 'State after; the same as before where another thing changed, such as the end.',
    example: 'confirmed',
  })
  to_state: HistoryEntry['toState'];

  @IntField({ optional: true, description: 'Generation after; null for a reservation.', example: 2 })
  generation: number | null;

  @TextField({ ofHost: 'name', description: 'Host.', example: 'compute-01' })
  host_name: string;

  @TextField({
    optional: true,
    ofHost: 'fact',
    description: 'Device; null for a reservation.',
    example: '0000:3b:00.2',
  })
  device_address: string | null;

  @TextField({ optional: true, description: 'The server that uses it after.', example: null })
  server_id: string | null;

  @InstantField({ optional: true, description: 'When it ends unless confirmed, after.', example: null })
  expires_at: string | null;
}

export class HistoryDto {
  @ListField(() => HistoryEntryDto, { description: 'Oldest first; the newest 1000.' })
  history: HistoryEntryDto[];
}

export function fromHistory(entries: readonly HistoryEntry[]): HistoryDto {
  return {
    history: entries.map((entry) => ({
      at: new Date(entry.atMs).toISOString(),
      actor: entry.actor,
      reason: entry.reason,
      request_id: entry.requestId,
      user_id: entry.userId,
      user_project_id: entry.userProjectId,
      subject: entry.subject,
      subject_id: entry.subjectId,
      member: entry.member,
      from_state: entry.fromState,
      to_state: entry.toState,
      generation: entry.generation,
      host_name: entry.hostName,
      device_address: entry.deviceAddress,
      server_id: entry.serverId,
      expires_at: entry.expiresAtMs === null ? null : new Date(entry.expiresAtMs).toISOString(),
    })),
  };
}
