import type { Quarantine, QuarantineReason } from '@iopath/usecases';
import { PageDto, PageQuery } from '../paging/page';
import { HOST_NAME, InstantField, PciAddressField, UuidField } from '../wire/domain-fields';
import { EnumField, ListField, TextField } from '../wire/fields';

const REASONS = ['one_time_use', 'cleanup_failed', 'operator'] as const satisfies QuarantineReason[];
export const QUARANTINE_STATES = ['open', 'cleared'] as const;

/** A device that nobody is to get. */
export class QuarantineDto {
  @UuidField({ description: 'Id.', example: 'b7d1c9a2-53f0-5b8e-9b8f-0f1e2d3c4b5a' })
  id: string;

  @TextField({ description: 'Host.', example: 'compute-05' })
  host_name: string;

  @PciAddressField({ description: 'The device.', example: '0000:17:00.0' })
  device_address: string;

  @PciAddressField({ optional: true, description: 'The PF of a VF; null for another device.', example: null })
  pf_address: string | null;

  @EnumField(REASONS, {
    description: 'Used once where the inventory says `one_time_use`; given back unclean; or set aside by an operator.',
    example: 'operator',
  })
  reason: QuarantineReason;

  @TextField({ optional: true, maxLength: 1024, description: "The operator's note.", example: 'loses packets' })
  note: string | null;

  @UuidField({ optional: true, description: 'The allocation after which it was set aside.', example: null })
  allocation_id: string | null;

  @InstantField({ description: 'Since when.', example: '2026-11-21T08:00:05.000Z' })
  since: string;

  @TextField({ description: 'By whom, as in the history.', example: 'api' })
  by: string;

  @InstantField({ optional: true, description: 'When it was cleared; null while it lasts.', example: null })
  cleared_at: string | null;

  @TextField({ optional: true, description: 'By whom it was cleared.', example: null })
  cleared_by: string | null;
}

export class QuarantineListDto extends PageDto {
  @ListField(() => QuarantineDto, { description: 'Quarantines, newest first.' })
  quarantines: QuarantineDto[];
}

export class QuarantineQuery extends PageQuery {
  @TextField({ optional: true, description: 'Only those of this host.' })
  host_name?: string;

  @EnumField(QUARANTINE_STATES, { optional: true, description: 'Only those that last, or only those cleared.' })
  state?: 'open' | 'cleared';
}

export class OpenQuarantineDto {
  @TextField({ pattern: HOST_NAME, description: 'Host.', example: 'compute-05' })
  host_name: string;

  @PciAddressField({ description: 'A PF, a VF or another PCI device of its inventory.', example: '0000:17:00.0' })
  device_address: string;

  @TextField({ optional: true, maxLength: 1024, description: 'Why, for colleagues.', example: 'loses packets' })
  note?: string;
}

export function fromQuarantine(quarantine: Quarantine): QuarantineDto {
  return {
    id: quarantine.id,
    host_name: quarantine.hostName,
    device_address: quarantine.deviceAddress,
    pf_address: quarantine.pfAddress,
    reason: quarantine.reason,
    note: quarantine.note,
    allocation_id: quarantine.allocationId,
    since: new Date(quarantine.sinceMs).toISOString(),
    by: quarantine.by,
    cleared_at: quarantine.clearedAtMs === null ? null : new Date(quarantine.clearedAtMs).toISOString(),
    cleared_by: quarantine.clearedBy,
  };
}
