import type { StageRecord, Sync, SyncObserver } from '@iopath/usecases';
import type { Logger } from './logger';

/** Writes each synchronisation with the cloud to the log: as a warning when a stage failed. */
export class SyncLog implements SyncObserver {
  constructor(private readonly logger: Logger) {}

  synchronised({ id, origin, state, stages, startedAtMs, finishedAtMs }: Sync): void {
    const failures = stages.flatMap(({ name, failure }) => (failure === null ? [] : [{ stage: name, ...failure }]));
    const figures = Object.fromEntries(stages.map((stage) => [stage.name, stage.figures]));
    const duration = startedAtMs === null || finishedAtMs === null ? null : finishedAtMs - startedAtMs;
    const fields = { sync_id: id, origin, state, duration_ms: duration, figures };
    if (state === 'succeeded') this.logger.info(fields, 'synchronised with the cloud');
    else this.logger.warn({ ...fields, failures }, 'not everything could be synchronised with the cloud');
  }

  stageBroke({ id }: Sync, { name }: StageRecord, error: unknown): void {
    this.logger.error({ sync_id: id, stage: name, err: error }, 'a stage of the synchronisation broke');
  }
}
