import { Controller, Get, HttpCode, HttpStatus, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  type Access,
  type Allocation,
  AllocationStore,
  type Cause,
  LedgerHistory,
  QuarantineStore,
} from '@iopath/usecases';
import type { FastifyRequest } from 'fastify';
import { Asking } from '../access/asking';
import { refuseHostNamed } from '../access/named-hosts';
import { OptionalWireBody, WireBody } from '../body/wire-body';
import { DEFAULT_LIMIT, pageLinks } from '../paging/page';
import { notFound, ResourceId } from '../paging/resource-id';
import { fromQuarantine, type QuarantineDto } from '../quarantines/quarantine.dto';
import { CausedBy } from '../request-context/caused-by';
import { WireQuery } from '../wire/read-query';
import {
  AllocationQuery,
  ConfirmAllocationDto,
  fromAllocation,
  ReleaseAllocationDto,
  RenewAllocationDto,
  type AllocationDto,
  type AllocationListDto,
} from './allocation.dto';
import { allocationsDocs } from './allocations.docs';
import { fromHistory, type HistoryDto } from './history.dto';

@ApiTags('Allocations')
@Controller('v1/allocations')
export class AllocationsController {
  constructor(
    private readonly allocations: AllocationStore,
    private readonly quarantines: QuarantineStore,
    private readonly ledgerHistory: LedgerHistory,
  ) {}

  @Get()
  @allocationsDocs.list
  async list(
    @Req() request: FastifyRequest,
    @WireQuery(AllocationQuery) query: AllocationQuery,
    @Asking() access: Access,
  ): Promise<AllocationListDto> {
    const { host_name: hostName = null, project_id: projectId = null, state = null } = query;
    refuseHostNamed(access, hostName);
    const listed = access.listed(projectId);
    if (listed === null) return { allocations: [], links: [] };
    const filter = { ...listed, hostName, state };
    const page = await this.allocations.list(filter, query.limit ?? DEFAULT_LIMIT, query.marker ?? null);
    return { allocations: page.items.map(fromAllocation), links: pageLinks(request, page) };
  }

  @Get(':id')
  @allocationsDocs.get
  async get(@ResourceId('allocation') id: string, @Asking() access: Access): Promise<AllocationDto> {
    return fromAllocation(await this.find(id, access));
  }

  @Post(':id/::confirm')
  @HttpCode(HttpStatus.OK)
  @allocationsDocs.confirm
  async confirm(
    @ResourceId('allocation') id: string,
    @WireBody(ConfirmAllocationDto) body: ConfirmAllocationDto,
    @CausedBy('confirm allocation') cause: Cause,
    @Asking() access: Access,
  ): Promise<AllocationDto> {
    await this.requireWithinReach(id, access);
    return fromAllocation(await this.allocations.confirm(id, body.server_id, body.generation ?? null, cause));
  }

  @Post(':id/::release')
  @HttpCode(HttpStatus.OK)
  @allocationsDocs.release
  async release(
    @ResourceId('allocation') id: string,
    @OptionalWireBody(ReleaseAllocationDto) body: ReleaseAllocationDto,
    @CausedBy('release allocation') cause: Cause,
    @Asking() access: Access,
  ): Promise<AllocationDto> {
    await this.requireWithinReach(id, access);
    return fromAllocation(await this.allocations.release(id, cause, body.cleanup ?? 'done'));
  }

  @Post(':id/::renew')
  @HttpCode(HttpStatus.OK)
  @allocationsDocs.renew
  async renew(
    @ResourceId('allocation') id: string,
    @WireBody(RenewAllocationDto) body: RenewAllocationDto,
    @CausedBy('renew allocation') cause: Cause,
    @Asking() access: Access,
  ): Promise<AllocationDto> {
    await this.requireWithinReach(id, access);
    return fromAllocation(await this.allocations.renew(id, body.ttl_s, body.generation ?? null, cause));
  }

  @Post(':id/::clear')
  @HttpCode(HttpStatus.OK)
  @allocationsDocs.clear
  async clear(
    @ResourceId('allocation') id: string,
    @CausedBy('clear quarantine') cause: Cause,
    @Asking() access: Access,
  ): Promise<QuarantineDto> {
    await this.requireWithinReach(id, access);
    return fromQuarantine(await this.quarantines.clearDeviceOf(id, cause));
  }

  @Get(':id/history')
  @allocationsDocs.history
  async history(@ResourceId('allocation') id: string, @Asking() access: Access): Promise<HistoryDto> {
    await this.requireWithinReach(id, access);
    const history = await this.ledgerHistory.ofAllocation(id);
    if (history === null) throw notFound('allocation');
    return fromHistory(history);
  }

  /** Where everything is within reach, whoever acts on it finds out himself whether it is there. */
  private async requireWithinReach(id: string, access: Access): Promise<void> {
    if (!access.reachesAll) await this.find(id, access);
  }

  private async find(id: string, access: Access): Promise<Allocation> {
    const allocation = await this.allocations.get(id);
    if (allocation === null || !access.reaches(allocation.projectId)) throw notFound('allocation');
    return allocation;
  }
}
