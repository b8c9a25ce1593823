import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CloudServerStore, HostStore, Refusal } from '@iopath/usecases';
import type { FastifyRequest } from 'fastify';
import { HostName } from '../hosts/host-name';
import { DEFAULT_LIMIT, pageLinks, PageQuery } from '../paging/page';
import { WireQuery } from '../wire/read-query';
import { fromServerOnHost, type HostServerListDto } from './host-server.dto';
import { hostServersDocs } from './host-servers.docs';

@ApiTags('Hosts')
@Controller('v1/hosts/:host_name/servers')
export class HostServersController {
  constructor(
    private readonly servers: CloudServerStore,
    private readonly hosts: HostStore,
  ) {}

  @Get()
  @hostServersDocs.list
  async list(
    @HostName() hostName: string,
    @Req() request: FastifyRequest,
    @WireQuery(PageQuery) query: PageQuery,
  ): Promise<HostServerListDto> {
    const page = await this.servers.list(hostName, query.limit ?? DEFAULT_LIMIT, query.marker ?? null);
    // Nova may have servers on a host that nobody described.
    if (page.items.length === 0 && (await this.hosts.summary(hostName)) === null) {
      throw new Refusal('not_found', 'host.not_found', `There is no host called "${hostName}".`);
    }
    return { servers: page.items.map(fromServerOnHost), links: pageLinks(request, page) };
  }
}
