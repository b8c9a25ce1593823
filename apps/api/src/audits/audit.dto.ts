import { AUDIT_CODES, type AuditCode } from '@iopath/core';
import type { Audit, AuditOrigin, AuditSummary } from '@iopath/usecases';
import { PageDto } from '../paging/page';
import { InstantField, UuidField } from '../wire/domain-fields';
import { BooleanField, EnumField, IntField, ListField, TextField } from '../wire/fields';
import { EXAMPLE_AUDIT_ID } from './audits.example';

const CODES = Object.keys(AUDIT_CODES) as AuditCode[];
const MAX_COUNT = 2 ** 31 - 1;

export class StartAuditDto {
  @BooleanField({
    default: false,
    description: 'Put right what the rows leave no doubt about. Left out or false: look only.',
    example: false,
  })
  repair?: boolean;
}

export class DiscrepancyCountDto {
  @EnumField(CODES, { description: 'What was found; docs/ledger.md has the list.', example: 'used.differs' })
  code: AuditCode;

  @IntField({ max: MAX_COUNT, description: 'How many were found.', example: 1 })
  found: number;

  @IntField({ max: MAX_COUNT, description: 'How many of them were not repaired.', example: 1 })
  left: number;
}

export class DiscrepancyDto {
  @EnumField(CODES, { description: 'What it is.', example: 'used.differs' })
  code: AuditCode;

  @TextField({ maxLength: 1024, description: 'What it is about.', example: 'host compute-01, vcpus' })
  subject: string;

  @TextField({ maxLength: 4096, description: 'What follows from the other rows.', example: '8' })
  expected: string;

  @TextField({ maxLength: 4096, description: 'What is there.', example: '12' })
  found: string;

  @TextField({ maxLength: 1024, description: 'What puts it right.', example: AUDIT_CODES['used.differs'] })
  repair: string;

  @BooleanField({ description: 'An audit with `repair` puts it right; the rest is for people.', example: true })
  repairable: boolean;

  @BooleanField({ description: 'This audit has put it right.', example: false })
  repaired: boolean;
}

export class AuditSummaryDto {
  @UuidField({ description: 'Id of the audit.', example: EXAMPLE_AUDIT_ID })
  id: string;

  @EnumField(['request', 'schedule', 'command'] satisfies AuditOrigin[], {
    description: 'Who asked for it: a client of this API, the clock of the workers, or `npm run audit:ledger`.',
    example: 'request',
  })
  origin: AuditOrigin;

  @BooleanField({ description: 'Whether it was to repair.', example: false })
  repair: boolean;

  @InstantField({ description: 'When it began.', example: '2026-11-21T08:00:00.000Z' })
  started_at: string;

  @InstantField({ description: 'When it was over.', example: '2026-11-21T08:00:01.000Z' })
  finished_at: string;

  @IntField({ max: MAX_COUNT, description: 'Hosts that were looked at.', example: 24 })
  hosts: number;

  @ListField(() => DiscrepancyCountDto, { description: 'What was found, by code; empty: everything is as it must be.' })
  counts: DiscrepancyCountDto[];
}

export class AuditDto extends AuditSummaryDto {
  @ListField(() => DiscrepancyDto, { description: 'The first 1000 discrepancies; `counts` has all.' })
  discrepancies: DiscrepancyDto[];
}

export class AuditListDto extends PageDto {
  @ListField(() => AuditSummaryDto, { description: 'Newest first, without what they found in full.' })
  audits: AuditSummaryDto[];
}

export function fromAudit(audit: Audit): AuditDto {
  const discrepancies = audit.discrepancies.map(
    ({ code, subject, expected, found, repair, repairable, repaired }): DiscrepancyDto => {
      return { code, subject, expected, found, repair, repairable, repaired };
    },
  );
  return { ...fromAuditSummary(audit), discrepancies };
}

export function fromAuditSummary(audit: AuditSummary): AuditSummaryDto {
  const { id, origin, repair, startedAtMs, finishedAtMs, hosts, found, left } = audit;
  return {
    id,
    origin,
    repair,
    started_at: new Date(startedAtMs).toISOString(),
    finished_at: new Date(finishedAtMs).toISOString(),
    hosts,
    counts: CODES.filter((code) => found[code] !== undefined).map((code) => {
      return { code, found: found[code] ?? 0, left: left[code] ?? 0 };
    }),
  };
}
