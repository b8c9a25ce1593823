import { Controller, Get, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AuditLedger, AuditStore } from '@iopath/usecases';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WireBody } from '../body/wire-body';
import { FirstAnswers } from '../idempotency/first-answers';
import { bodyHashOf, idempotencyKeyOf } from '../idempotency/idempotency-key';
import { DEFAULT_LIMIT, pageLinks, PageQuery } from '../paging/page';
import { notFound, ResourceId } from '../paging/resource-id';
import { WireQuery } from '../wire/read-query';
import { type AuditDto, type AuditListDto, fromAudit, fromAuditSummary, StartAuditDto } from './audit.dto';
import { newAuditId } from './audit-id';
import { auditsDocs } from './audits.docs';

@ApiTags('Audits')
@Controller('v1/audits')
export class AuditsController {
  constructor(
    private readonly auditLedger: AuditLedger,
    private readonly audits: AuditStore,
    private readonly firstAnswers: FirstAnswers,
  ) {}

  @Post()
  @HttpCode(HttpStatus.CREATED)
  @auditsDocs.start
  async start(
    @Req() request: FastifyRequest,
    @WireBody(StartAuditDto) body: StartAuditDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditDto> {
    const key = idempotencyKeyOf(request);
    const id = newAuditId(key);
    const repair = body.repair ?? false;
    void reply.header('location', `/v1/audits/${id}`);
    return this.firstAnswers.once('audit', key, bodyHashOf({ repair }), async () =>
      fromAudit(await this.auditLedger.execute(id, 'request', repair)),
    );
  }

  @Get()
  @auditsDocs.list
  async list(@Req() request: FastifyRequest, @WireQuery(PageQuery) query: PageQuery): Promise<AuditListDto> {
    const page = await this.audits.list(query.limit ?? DEFAULT_LIMIT, query.marker ?? null);
    return { audits: page.items.map(fromAuditSummary), links: pageLinks(request, page) };
  }

  @Get(':id')
  @auditsDocs.get
  async get(@ResourceId('audit') id: string): Promise<AuditDto> {
    const audit = await this.audits.get(id);
    if (audit === null) throw notFound('audit');
    return fromAudit(audit);
  }
}
