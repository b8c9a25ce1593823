import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdvisorMetrics } from '@iopath/observability';
import {
  AuditStore,
  BacklogStore,
  CloudHealth,
  DatabaseHealth,
  DriftStore,
  ReplanStore,
  WorkQueue,
} from '@iopath/usecases';
import type { FastifyReply } from 'fastify';
import { ProblemError } from '../problem/problem';
import type { HealthDto, ReadinessDto } from './health.dto';
import { healthDocs } from './health.docs';

/** A probe wants an answer, not the patience of a driver that waits for a dead server. */
const CHECK_WITHIN_MS = 2_000;

@ApiTags('Service')
@Controller()
export class HealthController {
  constructor(
    private readonly database: DatabaseHealth,
    private readonly queue: WorkQueue,
    private readonly backlog: BacklogStore,
    private readonly audits: AuditStore,
    private readonly drift: DriftStore,
    private readonly replans: ReplanStore,
    private readonly metrics: AdvisorMetrics,
    @Inject(CloudHealth) private readonly cloud: CloudHealth | null,
  ) {}

  @Get('healthz')
  @healthDocs.health
  health(): HealthDto {
    return { status: 'ok' };
  }

  @Get('readyz')
  @healthDocs.ready
  async ready(): Promise<ReadinessDto> {
    const [database, queue, cloud] = await Promise.all([
      isUp(this.database.ping()),
      isUp(this.queue.ping()),
      this.cloudState(),
    ]);
    if (database && queue) return { status: 'ok', checks: { database: 'ok', queue: 'ok', cloud } };
    const down = [...(database ? [] : ['database']), ...(queue ? [] : ['queue'])];
    const faults = down.map((name) => ({
      pointer: '',
      parameter: name,
      code: `${name}.down`,
      message: 'does not answer',
    }));
    throw new ProblemError(503, 'service.not_ready', `Not ready: ${down.join(' and ')} cannot be reached.`, faults);
  }

  /** It takes nobody out of service: advice goes on with what is known of the cloud. */
  private async cloudState(): Promise<string> {
    if (this.cloud === null) return 'not_configured';
    return (await isUp(this.cloud.ping())) ? 'ok' : 'down';
  }

  @Get('metrics')
  @healthDocs.metrics
  async prometheus(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    // A database that is away takes these figures with it, and no others.
    const [backlog, audits, drift, replans] = await Promise.all([
      withinLimit(this.backlog.read(), null),
      withinLimit(this.audits.list(1, null), null),
      withinLimit(this.drift.counts(), null),
      withinLimit(this.replans.backlog(), null),
    ]);
    const [audit] = audits?.items ?? [];
    if (audit !== undefined) this.metrics.audited(audit);
    if (drift !== null) this.metrics.drifted(drift);
    if (replans !== null) this.metrics.replansWaiting(replans);
    if (backlog !== null) this.metrics.waiting(backlog, Date.now());
    const { contentType, text } = await this.metrics.render();
    void reply.header('content-type', contentType);
    return text;
  }
}

function isUp(ping: Promise<void>): Promise<boolean> {
  return withinLimit(
    ping.then(() => true),
    false,
  );
}

/** What it gives, or `otherwise` when it fails or takes too long. */
async function withinLimit<T, U>(check: Promise<T>, otherwise: U): Promise<T | U> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<U>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), CHECK_WITHIN_MS);
  });
  return Promise.race([check.catch(() => otherwise), late]).finally(() => clearTimeout(timer));
}
