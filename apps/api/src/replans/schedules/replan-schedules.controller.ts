import { Controller, Delete, Get, HttpCode, HttpStatus, Post, Put, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Access, type Cause, KeepSchedule, ReplanScheduleStore } from '@iopath/usecases';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Asking } from '../../access/asking';
import { JsonBody, WireBody } from '../../body/wire-body';
import { FirstAnswers } from '../../idempotency/first-answers';
import { bodyHashOf, idempotencyKeyOf } from '../../idempotency/idempotency-key';
import { DEFAULT_LIMIT, pageLinks, PageQuery } from '../../paging/page';
import { notFound, ResourceId } from '../../paging/resource-id';
import { CausedBy } from '../../request-context/caused-by';
import { WireQuery } from '../../wire/read-query';
import { newScheduleId } from '../replan-id';
import {
  CreateReplanScheduleDto,
  fromSchedule,
  PutReplanScheduleDto,
  type ReplanScheduleDto,
  type ReplanScheduleListDto,
  toScheduleDraft,
} from './replan-schedule.dto';
import { replanSchedulesDocs } from './replan-schedules.docs';

@ApiTags('Re-plans')
@Controller('v1/replan-schedules')
export class ReplanSchedulesController {
  constructor(
    private readonly keepSchedule: KeepSchedule,
    private readonly schedules: ReplanScheduleStore,
    private readonly firstAnswers: FirstAnswers,
  ) {}

  @Post()
  @HttpCode(HttpStatus.CREATED)
  @replanSchedulesDocs.create
  async create(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @WireBody(CreateReplanScheduleDto) body: CreateReplanScheduleDto,
    @JsonBody() json: unknown,
    @Asking() access: Access,
    @CausedBy('schedule a re-plan') { caller }: Cause,
  ): Promise<ReplanScheduleDto> {
    const key = idempotencyKeyOf(request);
    const draft = toScheduleDraft(body, (named) => access.projectOf(named));
    const answer = await this.firstAnswers.once('replan-schedule', key, bodyHashOf(json), async () =>
      fromSchedule(await this.keepSchedule.create(newScheduleId(key), draft, caller ?? null)),
    );
    void reply.header('location', `/v1/replan-schedules/${answer.id}`);
    return answer;
  }

  @Get()
  @replanSchedulesDocs.list
  async list(@Req() request: FastifyRequest, @WireQuery(PageQuery) query: PageQuery): Promise<ReplanScheduleListDto> {
    const page = await this.schedules.list(query.limit ?? DEFAULT_LIMIT, query.marker ?? null);
    return { replan_schedules: page.items.map(fromSchedule), links: pageLinks(request, page) };
  }

  @Get(':id')
  @replanSchedulesDocs.get
  async get(@ResourceId('replan_schedule') id: string): Promise<ReplanScheduleDto> {
    const schedule = await this.schedules.get(id);
    if (schedule === null) throw notFound('replan_schedule');
    return fromSchedule(schedule);
  }

  @Put(':id')
  @replanSchedulesDocs.put
  async put(
    @ResourceId('replan_schedule') id: string,
    @WireBody(PutReplanScheduleDto) body: PutReplanScheduleDto,
    @Asking() access: Access,
  ): Promise<ReplanScheduleDto> {
    const draft = toScheduleDraft(body, (named) => access.projectOf(named));
    return fromSchedule(await this.keepSchedule.replace(id, body.generation, draft));
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @replanSchedulesDocs.delete
  delete(@ResourceId('replan_schedule') id: string): Promise<void> {
    return this.schedules.delete(id);
  }
}
