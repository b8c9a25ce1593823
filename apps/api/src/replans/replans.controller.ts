import { Controller, Get, HttpCode, HttpStatus, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Access, type Cause, ReplanStore, type ReplanSummary, RequestReplan } from '@iopath/usecases';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Asking } from '../access/asking';
import { JsonBody, WireBody } from '../body/wire-body';
import { Ending } from '../ending';
import { FirstAnswers } from '../idempotency/first-answers';
import { bodyHashOf, idempotencyKeyOf } from '../idempotency/idempotency-key';
import { DEFAULT_LIMIT, pageLinks } from '../paging/page';
import { notFound, ResourceId } from '../paging/resource-id';
import { CausedBy } from '../request-context/caused-by';
import { WireQuery } from '../wire/read-query';
import {
  fromReplan,
  fromSummary,
  type ReplanDto,
  type ReplanListDto,
  ReplanQuery,
  type ReplanSummaryDto,
} from './replan.dto';
import { replanEvents } from './replan-events';
import { newReplanId } from './replan-id';
import { replansDocs } from './replans.docs';
import { RequestReplanDto } from './request/replan-request.dto';
import { toReplanDraft } from './request/replan-request.mapper';

@ApiTags('Re-plans')
@Controller('v1/replans')
export class ReplansController {
  constructor(
    private readonly requestReplan: RequestReplan,
    private readonly replans: ReplanStore,
    private readonly firstAnswers: FirstAnswers,
    private readonly ending: Ending,
  ) {}

  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @replansDocs.request
  async request(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @WireBody(RequestReplanDto) body: RequestReplanDto,
    @JsonBody() json: unknown,
    @Asking() access: Access,
    @CausedBy('replan') { requestId, caller }: Cause,
  ): Promise<ReplanSummaryDto> {
    const key = idempotencyKeyOf(request);
    const draft = toReplanDraft(body, (named) => access.projectOf(named));
    const asker = { id: newReplanId(key), requestId, caller: caller ?? null };
    const answer = await this.firstAnswers.once('replan', key, bodyHashOf(json), async () =>
      fromSummary(await this.requestReplan.execute(draft, body.supersede ?? false, asker)),
    );
    void reply.header('location', `/v1/replans/${answer.id}`);
    return answer;
  }

  @Get()
  @replansDocs.list
  async list(@Req() request: FastifyRequest, @WireQuery(ReplanQuery) query: ReplanQuery): Promise<ReplanListDto> {
    const { reason = null, status = null, marker = null } = query;
    const page = await this.replans.list({ reason, status }, query.limit ?? DEFAULT_LIMIT, marker);
    return { replans: page.items.map(fromSummary), links: pageLinks(request, page) };
  }

  @Get(':id')
  @replansDocs.get
  async get(@ResourceId('replan') id: string): Promise<ReplanDto> {
    const replan = await this.replans.get(id);
    if (replan === null) throw notFound('replan');
    return fromReplan(replan);
  }

  /** The stream is destroyed with the connection, and the looking ends with it. */
  @Get(':id/events')
  @replansDocs.events
  async events(
    @ResourceId('replan') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const replan = await this.find(id);
    void reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no');
    const events = Readable.from(replanEvents(replan, this.replans, this.ending), { objectMode: false });
    return new StreamableFile(events, { type: 'text/event-stream; charset=utf-8' });
  }

  /** One that is over stays as it is, so that a cancel may be sent again. */
  @Post(':id/::cancel')
  @HttpCode(HttpStatus.OK)
  @replansDocs.cancel
  async cancel(@ResourceId('replan') id: string): Promise<ReplanSummaryDto> {
    const replan = await this.replans.cancel(id);
    if (replan === null) throw notFound('replan');
    return fromSummary(replan);
  }

  private async find(id: string): Promise<ReplanSummary> {
    const replan = await this.replans.find(id);
    if (replan === null) throw notFound('replan');
    return replan;
  }
}
