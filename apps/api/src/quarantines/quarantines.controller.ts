import { Controller, Get, HttpCode, HttpStatus, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { normalisePciAddress } from '@iopath/core';
import { type Cause, QuarantineStore } from '@iopath/usecases';
import type { FastifyRequest } from 'fastify';
import { JsonBody, WireBody } from '../body/wire-body';
import { FirstAnswers } from '../idempotency/first-answers';
import { bodyHashOf, idempotencyKeyOf } from '../idempotency/idempotency-key';
import { DEFAULT_LIMIT, pageLinks } from '../paging/page';
import { ResourceId } from '../paging/resource-id';
import { CausedBy } from '../request-context/caused-by';
import { WireQuery } from '../wire/read-query';
import {
  fromQuarantine,
  OpenQuarantineDto,
  QuarantineQuery,
  type QuarantineDto,
  type QuarantineListDto,
} from './quarantine.dto';
import { quarantinesDocs } from './quarantines.docs';

@ApiTags('Quarantines')
@Controller('v1/quarantines')
export class QuarantinesController {
  constructor(
    private readonly quarantines: QuarantineStore,
    private readonly firstAnswers: FirstAnswers,
  ) {}

  @Get()
  @quarantinesDocs.list
  async list(
    @Req() request: FastifyRequest,
    @WireQuery(QuarantineQuery) query: QuarantineQuery,
  ): Promise<QuarantineListDto> {
    const isOpen = query.state === undefined ? null : query.state === 'open';
    const filter = { hostName: query.host_name ?? null, isOpen };
    const page = await this.quarantines.list(filter, query.limit ?? DEFAULT_LIMIT, query.marker ?? null);
    return { quarantines: page.items.map(fromQuarantine), links: pageLinks(request, page) };
  }

  @Post()
  @HttpCode(HttpStatus.CREATED)
  @quarantinesDocs.open
  async open(
    @Req() request: FastifyRequest,
    @WireBody(OpenQuarantineDto) body: OpenQuarantineDto,
    @JsonBody() json: unknown,
    @CausedBy('open quarantine') cause: Cause,
  ): Promise<QuarantineDto> {
    const address = normalisePciAddress(body.device_address) ?? body.device_address;
    const open = async () =>
      fromQuarantine(await this.quarantines.open(body.host_name, address, body.note ?? null, cause));
    return this.firstAnswers.once('quarantines', idempotencyKeyOf(request), bodyHashOf(json), open);
  }

  @Post(':id/::clear')
  @HttpCode(HttpStatus.OK)
  @quarantinesDocs.clear
  async clear(
    @ResourceId('quarantine') id: string,
    @CausedBy('clear quarantine') cause: Cause,
  ): Promise<QuarantineDto> {
    return fromQuarantine(await this.quarantines.clear(id, cause));
  }
}
