import { Controller, Get, HttpCode, HttpStatus, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequestSync, type Sync, SyncStore } from '@iopath/usecases';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { OptionalWireBody } from '../body/wire-body';
import { Ending } from '../ending';
import { FirstAnswers } from '../idempotency/first-answers';
import { bodyHashOf, idempotencyKeyOf } from '../idempotency/idempotency-key';
import { DEFAULT_LIMIT, pageLinks, PageQuery } from '../paging/page';
import { notFound, ResourceId } from '../paging/resource-id';
import { WireQuery } from '../wire/read-query';
import { fromSync, RequestSyncDto, type SyncDto, type SyncListDto } from './sync.dto';
import { syncEvents } from './sync-events';
import { newSyncId } from './sync-id';
import { syncsDocs } from './syncs.docs';

@ApiTags('Synchronisation')
@Controller('v1/syncs')
export class SyncsController {
  constructor(
    private readonly requestSync: RequestSync,
    private readonly syncs: SyncStore,
    private readonly firstAnswers: FirstAnswers,
    private readonly ending: Ending,
  ) {}

  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @syncsDocs.request
  async request(
    @Req() request: FastifyRequest,
    @OptionalWireBody(RequestSyncDto) body: RequestSyncDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SyncDto> {
    const key = idempotencyKeyOf(request);
    const stages = body.stages ?? null;
    const sync = await this.firstAnswers.once('sync', key, bodyHashOf({ stages }), async () =>
      fromSync(await this.requestSync.execute(newSyncId(key), stages)),
    );
    // Of the one that was joined, where one was.
    void reply.header('location', `/v1/syncs/${sync.id}`);
    return sync;
  }

  @Get()
  @syncsDocs.list
  async list(@Req() request: FastifyRequest, @WireQuery(PageQuery) query: PageQuery): Promise<SyncListDto> {
    const page = await this.syncs.list(query.limit ?? DEFAULT_LIMIT, query.marker ?? null);
    return { syncs: page.items.map(fromSync), links: pageLinks(request, page) };
  }

  @Get(':id')
  @syncsDocs.get
  async get(@ResourceId('sync') id: string): Promise<SyncDto> {
    return fromSync(await this.find(id));
  }

  /** The stream is destroyed with the connection, and the looking ends with it. */
  @Get(':id/events')
  @syncsDocs.events
  async events(
    @ResourceId('sync') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const sync = await this.find(id);
    void reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no');
    const events = Readable.from(syncEvents(sync, this.syncs, this.ending), { objectMode: false });
    return new StreamableFile(events, { type: 'text/event-stream; charset=utf-8' });
  }

  private async find(id: string): Promise<Sync> {
    const sync = await this.syncs.get(id);
    if (sync === null) throw notFound('sync');
    return sync;
  }
}
