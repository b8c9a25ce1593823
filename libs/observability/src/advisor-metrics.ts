import { AUDIT_CODES, type AuditCode, DRIFT_CODES, type DriftCode } from '@iopath/core';
import {
  type AuditSummary,
  type Backlog,
  DecisionObserver,
  type DriftCount,
  type ReplanBacklog,
  type RequestPriority,
  type TakeObserver,
} from '@iopath/usecases';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** From a small fleet to 10,000 hosts with some lost races. */
const DECISION_BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** From a read by id to a call that was held open for 30 s. */
const HTTP_BUCKETS_S = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** From a drain of a small host to the longest time budget. */
const REPLAN_BUCKETS_S = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

const PRIORITIES: readonly RequestPriority[] = ['interactive', 'batch'];

interface CloudCallFigures {
  readonly service: string;
  readonly method: string;
  readonly status: number | null;
  readonly durationMs: number;
}

/** What Prometheus can know of this process. */
export class AdvisorMetrics extends DecisionObserver implements TakeObserver {
  private readonly registry = new Registry();
  private readonly decisions = new Counter({
    name: 'advisor_decisions_total',
    help: 'Recommendations decided by this process, by how they ended.',
    labelNames: ['status'],
    registers: [this.registry],
  });
  private readonly duration = new Histogram({
    name: 'advisor_decision_duration_seconds',
    help: 'From taking a recommendation to the commit of its decision, waits for other reservations included.',
    buckets: DECISION_BUCKETS_S,
    registers: [this.registry],
  });
  private readonly staleRetries = new Counter({
    name: 'advisor_stale_plans_total',
    help: 'Plans thrown away because a host had moved on since they were made.',
    registers: [this.registry],
  });
  private readonly planningFailures = new Counter({
    name: 'advisor_planning_failures_total',
    help: 'Times that planning itself failed: each is a defect.',
    registers: [this.registry],
  });
  private readonly takes = new Counter({
    name: 'advisor_takes_total',
    help: 'Recommendations taken for deciding by this process; one may be taken more than once.',
    registers: [this.registry],
  });
  private readonly lostLeases = new Counter({
    name: 'advisor_leases_lost_total',
    help: 'Recommendations that another worker took while this process was held up over them.',
    registers: [this.registry],
  });
  private readonly putOffs = new Counter({
    name: 'advisor_put_off_total',
    help: 'Takes that ended without a decision, to be tried again.',
    registers: [this.registry],
  });
  private readonly refused = new Counter({
    name: 'advisor_refused_requests_total',
    help: 'Requests that were not accepted because too many waited, by problem code.',
    labelNames: ['code'],
    registers: [this.registry],
  });
  private readonly undecided = new Gauge({
    name: 'advisor_queue_undecided',
    help: 'Requests that wait for a decision or are being decided, of the whole installation, by priority.',
    labelNames: ['priority'],
    registers: [this.registry],
  });
  private readonly oldest = new Gauge({
    name: 'advisor_queue_oldest_seconds',
    help: 'How long the oldest undecided request has waited, by priority.',
    labelNames: ['priority'],
    registers: [this.registry],
  });
  private readonly discrepancies = new Gauge({
    name: 'advisor_ledger_discrepancies',
    help: 'What the newest audit of the ledger found and did not repair, by code. Anything but 0 wants a look.',
    labelNames: ['code'],
    registers: [this.registry],
  });
  private readonly auditFinished = new Gauge({
    name: 'advisor_ledger_audit_timestamp_seconds',
    help: 'When the newest audit of the ledger was over; 0 when there was none.',
    registers: [this.registry],
  });
  private readonly drift = new Gauge({
    name: 'advisor_drift_findings',
    help: 'On what inventory, cloud and ledger did not agree after the newest synchronisation, by code and severity.',
    labelNames: ['code', 'severity'],
    registers: [this.registry],
  });
  private readonly residuals = new Gauge({
    name: 'iopath_model_residual',
    help: 'Median of ln(measured / predicted) over what was measured since the active model was made, when series last came in here.',
    labelNames: ['scope'],
    registers: [this.registry],
  });
  private readonly requests = new Histogram({
    name: 'advisor_http_request_duration_seconds',
    help: 'HTTP requests served, from the first byte in to the last byte out.',
    labelNames: ['method', 'route', 'status'],
    buckets: HTTP_BUCKETS_S,
    registers: [this.registry],
  });

  private readonly replans = new Gauge({
    name: 'advisor_replans',
    help: 'Re-plans that wait to be planned or are being planned, of the whole installation, by status.',
    labelNames: ['status'],
    registers: [this.registry],
  });
  private readonly replanDuration = new Histogram({
    name: 'advisor_replan_duration_seconds',
    help: 'From taking a re-plan to its result, by this process, by kind of result.',
    labelNames: ['kind'],
    buckets: REPLAN_BUCKETS_S,
    registers: [this.registry],
  });
  private readonly cloudCalls = new Histogram({
    name: 'advisor_cloud_call_duration_seconds',
    help: "Exchanges with the cloud's services, repetitions counted each; status is that of the answer, or none.",
    labelNames: ['service', 'method', 'status'],
    buckets: HTTP_BUCKETS_S,
    registers: [this.registry],
  });

  constructor() {
    super();
    collectDefaultMetrics({ register: this.registry });
  }

  override decided(_id: string, status: string, durationMs: number, staleRetries: number): void {
    this.decisions.inc({ status });
    this.duration.observe(durationMs / 1000);
    this.staleRetries.inc(staleRetries);
  }

  override planningFailed(_id: string, _error: unknown, final: boolean): void {
    this.planningFailures.inc();
    if (final) this.decisions.inc({ status: 'failed' });
  }

  taken(): void {
    this.takes.inc();
  }

  leaseLost(): void {
    this.lostLeases.inc();
  }

  putOff(): void {
    this.putOffs.inc();
  }

  givenUp(): void {
    this.decisions.inc({ status: 'failed' });
  }

  /** A request was refused because too many wait already. */
  notAccepted(code: string): void {
    this.refused.inc({ code });
  }

  /** What the newest audit of the ledger left, for all processes: every API tells the same. */
  audited({ finishedAtMs, left }: AuditSummary): void {
    this.auditFinished.set(finishedAtMs / 1000);
    for (const code of Object.keys(AUDIT_CODES) as AuditCode[]) this.discrepancies.set({ code }, left[code] ?? 0);
  }

  /** What the newest synchronisation found, for all processes: every API tells the same. */
  drifted(counts: readonly DriftCount[]): void {
    const found = new Map(counts.map(({ code, count }) => [code, count]));
    for (const [code, { severity }] of Object.entries(DRIFT_CODES)) {
      this.drift.set({ code, severity }, found.get(code as DriftCode) ?? 0);
    }
  }

  /** How far what is measured lies from what the active model predicts. */
  modelResidual(scope: string, residual: number): void {
    this.residuals.set({ scope }, residual);
  }

  /** What waits by now, for all processes: every API tells the same. */
  waiting(backlog: Backlog, nowMs: number): void {
    for (const priority of PRIORITIES) {
      const parts = backlog.filter((part) => part.priority === priority);
      const sinceMs = Math.min(nowMs, ...parts.map(({ oldestMs }) => oldestMs));
      this.undecided.set(
        { priority },
        parts.reduce((sum, { undecided }) => sum + undecided, 0),
      );
      this.oldest.set({ priority }, (nowMs - sinceMs) / 1000);
    }
  }

  /** Re-plans that wait or run by now, for all processes: every API tells the same. */
  replansWaiting({ queued, running }: ReplanBacklog): void {
    this.replans.set({ status: 'queued' }, queued);
    this.replans.set({ status: 'running' }, running);
  }

  /** @param kind of the result: `plan`, `capacity` or `unlock` */
  replanned(kind: string, durationMs: number): void {
    this.replanDuration.observe({ kind }, durationMs / 1000);
  }

  /** @param route the pattern, e.g. `/v1/hosts/:host_name`, never a URL: each value makes a time series of its own. */
  served(method: string, route: string, status: number, durationMs: number): void {
    this.requests.observe({ method, route, status: String(status) }, durationMs / 1000);
  }

  /** One exchange with a service of the cloud; paths are left out: each would make a time series of its own. */
  cloudCalled({ service, method, status, durationMs }: CloudCallFigures): void {
    this.cloudCalls.observe({ service, method, status: String(status ?? 'none') }, durationMs / 1000);
  }

  /** Everything in Prometheus' text format, and that format's content type. */
  async render(): Promise<{ readonly contentType: string; readonly text: string }> {
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }
}
