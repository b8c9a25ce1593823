import { Controller, Get, Headers, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { InventoryHistory, PreviewInventory, Refusal } from '@iopath/usecases';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WireBody } from '../body/wire-body';
import { HostName } from '../hosts/host-name';
import { InventoryDto } from '../hosts/inventory.dto';
import { toInventory } from '../hosts/inventory.mapper';
import { DEFAULT_LIMIT, pageLinks, PageQuery } from '../paging/page';
import { WireQuery } from '../wire/read-query';
import { diffText, historyText } from './change-text';
import { fromKept, fromPreview, type InventoryDiffDto, type InventoryHistoryDto } from './inventory-change.dto';
import { inventoryChangesDocs } from './inventory-changes.docs';
import { prefersText } from './prefers-text';

/** What changed in inventories, and what one would change. */
@ApiTags('Hosts')
@Controller('v1')
export class InventoryChangesController {
  constructor(
    private readonly history: InventoryHistory,
    private readonly preview: PreviewInventory,
  ) {}

  @Get('hosts/:host_name/inventory/changes')
  @inventoryChangesDocs.list
  async list(
    @Req() request: FastifyRequest,
    @HostName() hostName: string,
    @WireQuery(PageQuery) query: PageQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InventoryHistoryDto | string> {
    const page = await this.history.list(hostName, query.limit ?? DEFAULT_LIMIT, query.marker ?? null);
    if (page === null) throw new Refusal('not_found', 'host.not_found', `There is no host called "${hostName}".`);
    const links = pageLinks(request, page);
    return asAccepted(reply, accept, { host_name: hostName, history: page.items.map(fromKept), links }, historyText);
  }

  @Post('hosts/:host_name/inventory::diff')
  @HttpCode(HttpStatus.OK)
  @inventoryChangesDocs.diff
  async diff(
    @HostName() hostName: string,
    @WireBody(InventoryDto) body: InventoryDto,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InventoryDiffDto | string> {
    const diff = fromPreview(hostName, await this.preview.execute(hostName, toInventory(body)));
    return asAccepted(reply, accept, diff, diffText);
  }
}

function asAccepted<Answer>(
  reply: FastifyReply,
  accept: string | undefined,
  answer: Answer,
  textOf: (answer: Answer) => string,
): Answer | string {
  void reply.header('vary', 'Accept');
  if (!prefersText(accept)) return answer;
  void reply.type('text/plain; charset=utf-8');
  return textOf(answer);
}
