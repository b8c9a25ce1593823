import { DecisionObserver } from '@iopath/usecases';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** From a small fleet to 10,000 hosts with some lost races. */
const DECISION_BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** From a read by id to a call that was held open for 30 s. */
const HTTP_BUCKETS_S = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What Prometheus can know of this process. */
export class AdvisorMetrics extends DecisionObserver {
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
  private readonly requests = new Histogram({
    name: 'advisor_http_request_duration_seconds',
    help: 'HTTP requests served, from the first byte in to the last byte out.',
    labelNames: ['method', 'route', 'status'],
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

  /** @param route the pattern, e.g. `/v1/hosts/:host_name`, never a URL: each value makes a time series of its own. */
  served(method: string, route: string, status: number, durationMs: number): void {
    this.requests.observe({ method, route, status: String(status) }, durationMs / 1000);
  }

  /** Everything in Prometheus' text format, and that format's content type. */
  async render(): Promise<{ readonly contentType: string; readonly text: string }> {
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }
}
