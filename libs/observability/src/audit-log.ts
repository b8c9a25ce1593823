import type { Audit, AuditObserver } from '@iopath/usecases';
import type { Logger } from './logger';

/** Writes each audit of the ledger to the log: as a warning when something is left to do. */
export class AuditLog implements AuditObserver {
  constructor(private readonly logger: Logger) {}

  audited({ id, origin, repair, startedAtMs, finishedAtMs, hosts, found, left }: Audit): void {
    const fields = { audit_id: id, origin, repair, hosts, found, left, duration_ms: finishedAtMs - startedAtMs };
    if (Object.keys(left).length === 0) this.logger.info(fields, 'ledger audited');
    else this.logger.warn(fields, 'the ledger is not as it must be');
  }
}
