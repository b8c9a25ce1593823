import type { AuditCode } from '@iopath/core';
import type { Audit, AuditOrigin, AuditStore, FoundDiscrepancy } from '../ports/audit-store.port';
import type { AuditObserver } from '../ports/audit-observer.port';
import { Refusal } from '../refusal';

/** Discrepancies that an audit keeps in full. A ledger with more of them has one cause, which the first ones show. */
const MOST_KEPT = 1_000;

export interface AuditPorts {
  readonly audits: AuditStore;
  readonly observer: AuditObserver;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** Derives the whole ledger anew, tells where it differs, and puts right what it can if it is told to. */
export class AuditLedger {
  constructor(private readonly ports: AuditPorts) {}

  /**
   * @param id what the audit is to be called, a UUID.
   * @throws Refusal conflict `audit.running` while another audit is under way.
   */
  async execute(id: string, origin: AuditOrigin, repair: boolean): Promise<Audit> {
    const audit = await this.audit(id, origin, repair);
    if (audit === null) throw new Refusal('conflict', 'audit.running', 'Another audit is under way.');
    return audit;
  }

  /** The workers' turn: one of them audits, unless one of them has done so in this interval. Repairs nothing. */
  async onSchedule(id: string, everyMs: number): Promise<void> {
    const last = await this.ports.audits.lastScheduled();
    if (last !== null && this.ports.clock() - last.startedAtMs < everyMs) return;
    await this.audit(id, 'schedule', false);
  }

  private async audit(id: string, origin: AuditOrigin, repair: boolean): Promise<Audit | null> {
    const { audits, observer, clock } = this.ports;
    const startedAtMs = clock();
    const tally = new Tally();
    const looked = await audits.inspect(repair, (each) => tally.add(each));
    if (looked === null) return null;
    const { found, left, discrepancies } = tally;
    const times = { startedAtMs, finishedAtMs: clock() };
    const audit = { id, origin, repair, ...times, hosts: looked.hosts, found, left, discrepancies };
    await audits.keep(audit);
    observer.audited(audit);
    return audit;
  }
}

type Counts = Partial<Record<AuditCode, number>>;

class Tally {
  readonly found: Counts = {};
  readonly left: Counts = {};
  readonly discrepancies: FoundDiscrepancy[] = [];

  add(each: FoundDiscrepancy): void {
    count(this.found, each.code);
    if (!each.repaired) count(this.left, each.code);
    if (this.discrepancies.length < MOST_KEPT) this.discrepancies.push(each);
  }
}

function count(counts: Counts, code: AuditCode): void {
  counts[code] = (counts[code] ?? 0) + 1;
}
