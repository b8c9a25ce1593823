import type { AuditCode } from '@iopath/core';
import type { Audit, AuditOrigin, AuditStore, FoundDiscrepancy } from '../ports/audit-store.port';
import type { AuditObserver } from '../ports/audit-observer.port';
import { Refusal } from '../refusal';

/** Discrepancies that an audit keeps in full. A ledger with more of them has one cause, which the first ones show. */
const MOST_KEPT = 1_000;

export interface AuditPorts {
  readonly audits: AuditStore;
  readonly observer: AuditObserver;
  readonly newId: () => string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** Derives the whole ledger anew, tells where it differs, and puts right what it can if it is told to. */
export class AuditLedger {
  constructor(private readonly ports: AuditPorts) {}

  /** @throws Refusal conflict `audit.running` while another audit is under way. */
  async execute(origin: AuditOrigin, repair: boolean): Promise<Audit> {
    const audit = await this.audit(origin, repair);
    if (audit === null) throw new Refusal('conflict', 'audit.running', 'Another audit is under way.');
    return audit;
  }

  /**
   * The workers' turn: one of them audits, unless one has done so in this interval. All of them hear of the outcome, so
   * that each can show it.
   */
  async onSchedule(everyMs: number): Promise<void> {
    const last = await this.ports.audits.lastScheduled();
    if (last !== null && this.ports.clock() - last.finishedAtMs < everyMs) {
      this.ports.observer.audited(last);
      return;
    }
    await this.audit('schedule', false);
  }

  private async audit(origin: AuditOrigin, repair: boolean): Promise<Audit | null> {
    const { audits, observer, newId, clock } = this.ports;
    const startedAtMs = clock();
    const tally = new Tally();
    const looked = await audits.inspect(repair, (each) => tally.add(each));
    if (looked === null) return null;
    const { found, left, discrepancies } = tally;
    const times = { startedAtMs, finishedAtMs: clock() };
    const audit = { id: newId(), origin, repair, ...times, hosts: looked.hosts, found, left, discrepancies };
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
