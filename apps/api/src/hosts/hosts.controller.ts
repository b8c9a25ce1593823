import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Patch,
  Post,
  Put,
  Req,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { inventoryDocument } from '@iopath/host-facts';
import { type Cause, HostSourceStore, HostStore, InventoryLayerStore, PutInventory, Refusal } from '@iopath/usecases';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { callerIn } from '../access/asking';
import { MAX_JSON_BYTES, readAtMost } from '../body/body-parsers';
import { ndjsonLines, type NdjsonLine } from '../body/ndjson-lines';
import { ReceivedLines } from '../body/received-body';
import { parseJson } from '../body/parse-json';
import { bodyTooLarge, WireBody } from '../body/wire-body';
import { FirstAnswers } from '../idempotency/first-answers';
import { idempotencyKeyOf } from '../idempotency/idempotency-key';
import { DEFAULT_LIMIT, pageLinks, PageQuery } from '../paging/page';
import { ProblemError } from '../problem/problem';
import { CausedBy } from '../request-context/caused-by';
import { WireQuery } from '../wire/read-query';
import { type BulkOrigin, BulkWriter } from './bulk-writer';
import { HostName } from './host-name';
import {
  DeleteHostQuery,
  fromHostSummary,
  fromInventoryWritten,
  PatchHostDto,
  type HostDto,
  type HostListDto,
  type InventoryWrittenDto,
} from './host.dto';
import { fromHostSources, type HostFactsDto } from './host-facts.dto';
import { hostsDocs } from './hosts.docs';
import { InventoryDto } from './inventory.dto';
import { toInventory } from './inventory.mapper';

/**
 * Results that a client has not fetched yet are held up to this size: one that sends its whole body before it reads
 * (most do) would otherwise wait for us while we wait for it.
 */
const RESULT_BUFFER_BYTES = 16 * 1024 * 1024;

/** With an `Idempotency-Key` the body has to be held; a thousand large hosts fit in. */
const MAX_KEYED_BYTES = 64 * 1024 * 1024;

@ApiTags('Hosts')
@Controller('v1')
export class HostsController {
  constructor(
    private readonly hosts: HostStore,
    private readonly sources: HostSourceStore,
    private readonly layers: InventoryLayerStore,
    private readonly putInventory: PutInventory,
    private readonly bulkWriter: BulkWriter,
    private readonly firstAnswers: FirstAnswers,
  ) {}

  @Put('hosts/:host_name/inventory')
  @hostsDocs.putInventory
  async put(
    @HostName() hostName: string,
    @WireBody(InventoryDto) body: InventoryDto,
    @CausedBy('put inventory', 'inventory') cause: Cause,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InventoryWrittenDto> {
    const written = await this.putInventory.execute(hostName, body.generation ?? null, toInventory(body), cause);
    void reply.code(written.created ? HttpStatus.CREATED : HttpStatus.OK);
    return fromInventoryWritten(hostName, written);
  }

  @Post('hosts::bulk')
  @HttpCode(HttpStatus.OK)
  @hostsDocs.bulk
  async bulk(@Req() request: FastifyRequest, @Body() body: unknown): Promise<StreamableFile> {
    const input = linesIn(body);
    const origin = { instance: request.originalUrl, requestId: request.id, caller: callerIn(request) };
    const key = idempotencyKeyOf(request);
    const results = key === null ? await this.results(input, origin) : [await this.resultsOnce(input, origin, key)];
    const stream = Readable.from(results, { objectMode: false, highWaterMark: RESULT_BUFFER_BYTES });
    return new StreamableFile(stream, { type: 'application/x-ndjson' });
  }

  @Get('hosts')
  @hostsDocs.list
  async list(@Req() request: FastifyRequest, @WireQuery(PageQuery) query: PageQuery): Promise<HostListDto> {
    const page = await this.hosts.list(query.limit ?? DEFAULT_LIMIT, query.marker ?? null);
    return { hosts: page.items.map(fromHostSummary), links: pageLinks(request, page) };
  }

  @Get('hosts/:host_name')
  @hostsDocs.get
  async get(@HostName() hostName: string): Promise<HostDto> {
    return fromHostSummary((await this.hosts.summary(hostName)) ?? notFound(hostName));
  }

  @Get('hosts/:host_name/inventory')
  @hostsDocs.getInventory
  async inventory(@HostName() hostName: string): Promise<ReturnType<typeof inventoryDocument>> {
    const stored = (await this.hosts.inventory(hostName)) ?? notFound(hostName);
    return inventoryDocument(stored.inventory, stored.generation);
  }

  @Get('hosts/:host_name/facts')
  @hostsDocs.facts
  async facts(@HostName() hostName: string): Promise<HostFactsDto> {
    const stored = (await this.sources.of(hostName)) ?? notFound(hostName);
    return fromHostSources(hostName, stored, await this.layers.agesOf(hostName), Date.now());
  }

  @Patch('hosts/:host_name')
  @hostsDocs.patch
  async patch(@HostName() hostName: string, @WireBody(PatchHostDto) body: PatchHostDto): Promise<HostDto> {
    return fromHostSummary(await this.hosts.setState(hostName, body.generation, body.state));
  }

  @Delete('hosts/:host_name')
  @HttpCode(HttpStatus.NO_CONTENT)
  @hostsDocs.delete
  async delete(
    @HostName() hostName: string,
    @WireQuery(DeleteHostQuery) query: DeleteHostQuery,
    @CausedBy('delete host') cause: Cause,
  ): Promise<void> {
    await this.hosts.delete(hostName, query.orphan === 'true', cause);
  }

  private async results(input: Readable, origin: BulkOrigin): Promise<AsyncIterable<string>> {
    return this.bulkWriter.results(await startedLines(input), origin);
  }

  /** A body that may come again is held whole: nothing may be written before its hash is known. */
  private async resultsOnce(input: Readable, origin: BulkOrigin, key: string): Promise<string> {
    const bytes = await readAtMost(input, MAX_KEYED_BYTES);
    if (bytes === null) throw bodyTooLarge(MAX_KEYED_BYTES);
    const hash = createHash('sha256').update(bytes).digest('hex');
    return this.firstAnswers.once('hosts:bulk', key, hash, async () => {
      const lines: string[] = [];
      for await (const line of await this.results(Readable.from([bytes]), origin)) lines.push(line);
      return lines.join('');
    });
  }
}

function notFound(hostName: string): never {
  throw new Refusal('not_found', 'host.not_found', `There is no host called "${hostName}".`);
}

function linesIn(body: unknown): Readable {
  if (body === undefined || body === null) parseJson(new Uint8Array());
  if (body instanceof ReceivedLines) return body.stream;
  throw new ProblemError(415, 'body.unsupported_media_type', 'The body has to be application/x-ndjson.');
}

/** The lines of an NDJSON body, the first of them already there: a body without any is refused as a whole. */
async function startedLines(input: Readable): Promise<AsyncIterable<NdjsonLine>> {
  const lines = ndjsonLines(input, MAX_JSON_BYTES);
  const first = await lines.next();
  if (first.done === true) parseJson(new Uint8Array());
  return (async function* () {
    if (first.done !== true) yield first.value;
    yield* lines;
  })();
}
