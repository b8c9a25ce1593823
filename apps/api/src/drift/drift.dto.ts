import { DRIFT_CODES, type DriftCode, type DriftSeverity, type DriftSubjectKind, type RepairKind } from '@iopath/core';
import { type AppliedFinding, DRIFT_OUTCOMES, type DriftOutcome, type KeptFinding } from '@iopath/usecases';
import { PageDto, PageQuery } from '../paging/page';
import { InstantField } from '../wire/domain-fields';
import { BooleanField, EnumField, ListField, ObjectField, TextField, TextListField } from '../wire/fields';
import { EXAMPLE_FINDING_ID } from './drift.example';

export const CODES = Object.keys(DRIFT_CODES) as DriftCode[];
export const SEVERITIES = ['critical', 'warning', 'info'] as const satisfies DriftSeverity[];
const REPAIR_KINDS = ['ours', 'cloud'] as const satisfies RepairKind[];
const SUBJECT_KINDS = [
  'server',
  'port',
  'allocation',
  'reservation',
  'device',
  'provider',
  'host',
] as const satisfies DriftSubjectKind[];
const FINDING_ID = { regex: /^[0-9a-f]{16}$/, words: 'must be 16 hex digits' };

export class DriftSubjectDto {
  @EnumField(SUBJECT_KINDS, { description: 'What kind of thing it is about.', example: 'allocation' })
  kind: DriftSubjectKind;

  @TextField({
    maxLength: 512,
    description: 'Its id in the service that has it; the PCI address of a device; the name of a host.',
    example: '0d6f2f0a-5a0e-5c3b-9a54-0d0b8f3f6a21',
  })
  id: string;
}

export class DriftRepairDto {
  @EnumField(REPAIR_KINDS, {
    description: '`ours`: the ledger is wrong, and the advisor can put it right; `cloud`: an operator has to act.',
    example: 'ours',
  })
  kind: RepairKind;

  @TextListField({
    description: 'Exact commands, in order; what stands in angle brackets is to be chosen.',
    of: { maxLength: 2048 },
  })
  commands: string[];

  @BooleanField({ description: 'Whether `POST /v1/drift:apply` does it.', example: true })
  applicable: boolean;
}

/** One thing on which inventory, cloud and ledger do not agree. */
export class DriftFindingDto {
  @TextField({
    pattern: FINDING_ID,
    description: 'The same whenever the same thing is found.',
    example: EXAMPLE_FINDING_ID,
  })
  id: string;

  @EnumField(CODES, { description: 'What it is; docs/drift.md has the list.', example: 'vf_leaked' })
  code: DriftCode;

  @EnumField(SEVERITIES, {
    description:
      '`critical`: a device may be given twice, or is lost; `warning`: advice rests on something wrong; `info`.',
    example: 'critical',
  })
  severity: DriftSeverity;

  @TextField({ description: 'Host.', example: 'compute-05' })
  host_name: string;

  @ObjectField(() => DriftSubjectDto, { description: 'What it is about.' })
  subject: DriftSubjectDto;

  @TextField({ maxLength: 4096, description: 'What differs, in words.', example: 'VF 0000:17:00.2 is held for …' })
  detail: string;

  @ObjectField(() => DriftRepairDto, { description: 'What puts it right.' })
  repair: DriftRepairDto;

  @InstantField({ description: 'When it was found first.', example: '2026-11-21T08:00:00.000Z' })
  first_observed_at: string;

  @InstantField({
    description: 'When it was found last: by the newest synchronisation.',
    example: '2026-11-21T08:01:00.000Z',
  })
  observed_at: string;
}

export class DriftListDto extends PageDto {
  @ListField(() => DriftFindingDto, { description: 'By host.' })
  findings: DriftFindingDto[];
}

export class DriftQuery extends PageQuery {
  @TextField({ optional: true, description: 'Only those of this host.' })
  host_name?: string;

  @EnumField(SEVERITIES, { optional: true, description: 'Only those of this severity.' })
  severity?: DriftSeverity;

  @EnumField(CODES, { optional: true, description: 'Only those of this code.' })
  code?: DriftCode;
}

export class ApplyDriftDto {
  @TextListField({
    optional: true,
    minItems: 1,
    maxItems: 1000,
    description: 'Findings to put right.',
    of: { pattern: FINDING_ID },
  })
  ids?: string[];

  @BooleanField({ optional: true, description: 'True instead of `ids`: all that can be applied.', example: true })
  all?: boolean;

  @BooleanField({ default: true, description: 'Only tell what would be done. False: do it.', example: true })
  dry_run?: boolean;
}

export class AppliedFindingDto {
  @TextField({ pattern: FINDING_ID, description: 'The finding.', example: EXAMPLE_FINDING_ID })
  id: string;

  @EnumField(CODES, { description: 'What it is.', example: 'vf_leaked' })
  code: DriftCode;

  @TextField({ description: 'Host.', example: 'compute-05' })
  host_name: string;

  @EnumField(DRIFT_OUTCOMES, {
    description: '`would_apply` in a dry run; `unchanged`: it was right already; `refused`: `detail` says why.',
    example: 'would_apply',
  })
  outcome: DriftOutcome;

  @TextField({ maxLength: 4096, description: 'What was done, or would be.', example: 'VF 0000:17:00.2 is held for …' })
  detail: string;
}

export class DriftAppliedDto {
  @BooleanField({ description: 'Whether it was told only.', example: true })
  dry_run: boolean;

  @ListField(() => AppliedFindingDto, { description: 'One line a finding.' })
  results: AppliedFindingDto[];
}

export function fromFinding(finding: KeptFinding): DriftFindingDto {
  const { id, code, severity, hostName, subject, detail, repair, firstObservedAtMs, observedAtMs } = finding;
  return {
    id,
    code,
    severity,
    host_name: hostName,
    subject: { kind: subject.kind, id: subject.id },
    detail,
    repair: { kind: repair.kind, commands: [...repair.commands], applicable: repair.isApplicable },
    first_observed_at: new Date(firstObservedAtMs).toISOString(),
    observed_at: new Date(observedAtMs).toISOString(),
  };
}

export function fromApplied({ finding, outcome, detail }: AppliedFinding): AppliedFindingDto {
  return { id: finding.id, code: finding.code, host_name: finding.hostName, outcome, detail };
}
