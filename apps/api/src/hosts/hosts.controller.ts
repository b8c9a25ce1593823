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
import { HostStore, PutInventory, Refusal } from '@iopath/usecases';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { MAX_JSON_BYTES } from '../body/body-parsers';
import { ndjsonLines, type NdjsonLine } from '../body/ndjson-lines';
import { ReceivedLines } from '../body/received-body';
import { parseJson } from '../body/parse-json';
import { WireBody } from '../body/wire-body';
import { DEFAULT_LIMIT, pageLinks, PageQuery } from '../paging/page';
import { ProblemError } from '../problem/problem';
import { WireQuery } from '../wire/read-query';
import { BulkWriter } from './bulk-writer';
import { HostName } from './host-name';
import {
  fromHostSummary,
  fromInventoryWritten,
  PatchHostDto,
  type HostDto,
  type HostListDto,
  type InventoryWrittenDto,
} from './host.dto';
import { hostsDocs } from './hosts.docs';
import { InventoryDto } from './inventory.dto';
import { fromInventory, toInventory } from './inventory.mapper';

/**
 * Results that a client has not fetched yet are held up to this size: one that sends its whole body before it reads
 * (most do) would otherwise wait for us while we wait for it.
 */
const RESULT_BUFFER_BYTES = 16 * 1024 * 1024;

@ApiTags('Hosts')
@Controller('v1')
export class HostsController {
  constructor(
    private readonly hosts: HostStore,
    private readonly putInventory: PutInventory,
    private readonly bulkWriter: BulkWriter,
  ) {}

  @Put('hosts/:host_name/inventory')
  @hostsDocs.putInventory
  async put(
    @HostName() hostName: string,
    @WireBody(InventoryDto) body: InventoryDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InventoryWrittenDto> {
    const written = await this.putInventory.execute(hostName, body.generation ?? null, toInventory(body));
    void reply.code(written.created ? HttpStatus.CREATED : HttpStatus.OK);
    return fromInventoryWritten(hostName, written);
  }

  @Post('hosts::bulk')
  @HttpCode(HttpStatus.OK)
  @hostsDocs.bulk
  async bulk(@Req() request: FastifyRequest, @Body() body: unknown): Promise<StreamableFile> {
    const lines = await startedLines(body);
    const results = this.bulkWriter.results(lines, { instance: request.originalUrl, requestId: request.id });
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
  async inventory(@HostName() hostName: string): Promise<ReturnType<typeof fromInventory>> {
    const stored = (await this.hosts.inventory(hostName)) ?? notFound(hostName);
    return fromInventory(stored.inventory, stored.generation);
  }

  @Patch('hosts/:host_name')
  @hostsDocs.patch
  async patch(@HostName() hostName: string, @WireBody(PatchHostDto) body: PatchHostDto): Promise<HostDto> {
    return fromHostSummary(await this.hosts.setState(hostName, body.generation, body.state));
  }

  @Delete('hosts/:host_name')
  @HttpCode(HttpStatus.NO_CONTENT)
  @hostsDocs.delete
  async delete(@HostName() hostName: string): Promise<void> {
    await this.hosts.delete(hostName);
  }
}

function notFound(hostName: string): never {
  throw new Refusal('not_found', 'host.not_found', `There is no host called "${hostName}".`);
}

/** The lines of an NDJSON body, the first of them already there: a body without any is refused as a whole. */
async function startedLines(body: unknown): Promise<AsyncIterable<NdjsonLine>> {
  if (body === undefined || body === null) parseJson(new Uint8Array());
  if (!(body instanceof ReceivedLines)) {
    throw new ProblemError(415, 'body.unsupported_media_type', 'The body has to be application/x-ndjson.');
  }
  const lines = ndjsonLines(body.stream, MAX_JSON_BYTES);
  const first = await lines.next();
  if (first.done === true) parseJson(new Uint8Array());
  return (async function* () {
    if (first.done !== true) yield first.value;
    yield* lines;
  })();
}
