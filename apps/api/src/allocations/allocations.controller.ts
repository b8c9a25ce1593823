import { Controller, Get, HttpCode, HttpStatus, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AllocationStore } from '@iopath/usecases';
import type { FastifyRequest } from 'fastify';
import { WireBody } from '../body/wire-body';
import { DEFAULT_LIMIT, pageLinks } from '../paging/page';
import { notFound, ResourceId } from '../paging/resource-id';
import { WireQuery } from '../wire/read-query';
import {
  AllocationQuery,
  ConfirmAllocationDto,
  fromAllocation,
  type AllocationDto,
  type AllocationListDto,
} from './allocation.dto';
import { allocationsDocs } from './allocations.docs';

@ApiTags('Allocations')
@Controller('v1/allocations')
export class AllocationsController {
  constructor(private readonly allocations: AllocationStore) {}

  @Get()
  @allocationsDocs.list
  async list(
    @Req() request: FastifyRequest,
    @WireQuery(AllocationQuery) query: AllocationQuery,
  ): Promise<AllocationListDto> {
    const { host_name: hostName = null, project_id: projectId = null, state = null } = query;
    const filter = { hostName, projectId, state };
    const page = await this.allocations.list(filter, query.limit ?? DEFAULT_LIMIT, query.marker ?? null);
    return { allocations: page.items.map(fromAllocation), links: pageLinks(request, page) };
  }

  @Get(':id')
  @allocationsDocs.get
  async get(@ResourceId('allocation') id: string): Promise<AllocationDto> {
    const allocation = await this.allocations.get(id);
    if (allocation === null) throw notFound('allocation');
    return fromAllocation(allocation);
  }

  @Post(':id/::confirm')
  @HttpCode(HttpStatus.OK)
  @allocationsDocs.confirm
  async confirm(
    @ResourceId('allocation') id: string,
    @WireBody(ConfirmAllocationDto) body: ConfirmAllocationDto,
  ): Promise<AllocationDto> {
    return fromAllocation(await this.allocations.confirm(id, body.server_id, body.generation ?? null));
  }

  @Post(':id/::release')
  @HttpCode(HttpStatus.OK)
  @allocationsDocs.release
  async release(@ResourceId('allocation') id: string): Promise<AllocationDto> {
    return fromAllocation(await this.allocations.release(id));
  }
}
