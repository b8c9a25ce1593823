import type { AppliedReplan, StepInView } from '@iopath/usecases';
import { fromCloudCall } from '../../realisation/realisation.mapper';
import type { AppliedStepDto, ReplanStepsDto } from './steps.dto';

export function fromAppliedReplan({ replan: { id, status }, steps }: AppliedReplan, dryRun = false): ReplanStepsDto {
  return { id, status, dry_run: dryRun, steps: steps.map(fromStep) };
}

function fromStep({ step, record, calls: { calls, commands } }: StepInView): AppliedStepDto {
  return {
    id: step.id,
    state: record?.state ?? null,
    recommendation_id: step.vm.recommendationId,
    member: step.vm.member,
    server_id: step.vm.serverId,
    from_host: step.fromHost,
    to_host: step.toHost,
    mechanism: step.mechanism,
    action: step.action,
    waits_for: step.waitsFor.map((dependency) => dependency.step),
    attempts: record?.attempts ?? 0,
    reservation_id: record?.reservationId ?? null,
    error: record?.error ?? null,
    reported_by: record?.reportedBy ?? null,
    reserved_at: instantOf(record?.reservedAtMs),
    started_at: instantOf(record?.startedAtMs),
    finished_at: instantOf(record?.finishedAtMs),
    calls: calls.map(fromCloudCall),
    commands: [...commands],
  };
}

function instantOf(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : new Date(ms).toISOString();
}
