import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdvisorMetrics } from '@iopath/observability';
import { DatabaseHealth, WorkQueue } from '@iopath/usecases';
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
    private readonly metrics: AdvisorMetrics,
  ) {}

  @Get('healthz')
  @healthDocs.health
  health(): HealthDto {
    return { status: 'ok' };
  }

  @Get('readyz')
  @healthDocs.ready
  async ready(): Promise<ReadinessDto> {
    const [database, queue] = await Promise.all([isUp(this.database.ping()), isUp(this.queue.ping())]);
    if (database && queue) return { status: 'ok', checks: { database: 'ok', queue: 'ok' } };
    const down = [...(database ? [] : ['database']), ...(queue ? [] : ['queue'])];
    const faults = down.map((name) => ({
      pointer: '',
      parameter: name,
      code: `${name}.down`,
      message: 'does not answer',
    }));
    throw new ProblemError(503, 'service.not_ready', `Not ready: ${down.join(' and ')} cannot be reached.`, faults);
  }

  @Get('metrics')
  @healthDocs.metrics
  async prometheus(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { contentType, text } = await this.metrics.render();
    void reply.header('content-type', contentType);
    return text;
  }
}

async function isUp(ping: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), CHECK_WITHIN_MS);
  });
  const answered = ping.then(
    () => true,
    () => false,
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}
