import type { Audit } from './audit-store.port';

/** Hears of audits; for metrics and logs. */
export abstract class AuditObserver {
  abstract audited(audit: Audit): void;
}
