import type { ReplanResult } from '@iopath/core';
import type { ReplanObserver } from '@iopath/usecases';
import type { AdvisorMetrics } from './advisor-metrics';
import type { Logger } from './logger';

/** Writes to the log what became of re-plans. */
export class ReplanLog implements ReplanObserver {
  constructor(private readonly logger: Logger) {}

  replanTaken(id: string, attempts: number): void {
    this.logger.info({ replan_id: id, attempts }, 're-plan taken');
  }

  replanned(id: string, result: ReplanResult, durationMs: number): void {
    const found =
      result.kind === 'plan'
        ? { status: result.status, steps: result.steps.length, stuck: result.stuck.length, gap: result.objective.gap }
        : {};
    this.logger.info({ replan_id: id, kind: result.kind, ...found, duration_ms: Math.round(durationMs) }, 're-planned');
  }

  replanCancelled(id: string): void {
    this.logger.info({ replan_id: id }, 're-plan cancelled');
  }

  replanLeaseLost(id: string): void {
    this.logger.warn({ replan_id: id }, 'this process was held up: another worker has taken the re-plan');
  }

  replanPutOff(id: string, error: unknown, delayMs: number): void {
    this.logger.warn({ replan_id: id, err: error, delay_ms: delayMs }, 'no re-plan this time');
  }

  replanGivenUp(id: string, code: string, error: unknown): void {
    this.logger.error({ replan_id: id, code, err: error }, 're-plan given up');
  }

  replanSuperseded(id: string): void {
    this.logger.info({ replan_id: id }, 'the fleet has left the re-plan behind');
  }

  replanScheduled(scheduleId: string, replanId: string | null): void {
    const text =
      replanId === null ? 'a run of the schedule is left out: the one before goes on' : 'scheduled re-plan queued';
    this.logger.info({ schedule_id: scheduleId, replan_id: replanId }, text);
  }
}

/** Lets metrics hear of how long searches took, beside the log. */
export class MeasuredReplanLog extends ReplanLog {
  constructor(
    logger: Logger,
    private readonly metrics: Pick<AdvisorMetrics, 'replanned'>,
  ) {
    super(logger);
  }

  override replanned(id: string, result: ReplanResult, durationMs: number): void {
    super.replanned(id, result, durationMs);
    this.metrics.replanned(result.kind, durationMs);
  }
}
