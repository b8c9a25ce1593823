import { Controller, HttpCode, HttpStatus, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Access, AllocationStore, ObserveAllocation, WatchResiduals } from '@iopath/usecases';
import type { FastifyRequest } from 'fastify';
import { Asking, callerIn } from '../access/asking';
import { WireBody } from '../body/wire-body';
import { notFound, ResourceId } from '../paging/resource-id';
import { fromObservedRuns, type ObservationDto, ObserveAllocationDto, toFigures } from './observation.dto';
import { observationsDocs } from './observations.docs';

@ApiTags('Allocations')
@Controller('v1/allocations/:id/observations')
export class ObservationsController {
  constructor(
    private readonly allocations: AllocationStore,
    private readonly observeAllocation: ObserveAllocation,
    private readonly watchResiduals: WatchResiduals,
  ) {}

  /** The same observation again changes nothing, so this needs no idempotency key. */
  @Post()
  @HttpCode(HttpStatus.CREATED)
  @observationsDocs.observe
  async observe(
    @Req() request: FastifyRequest,
    @ResourceId('allocation') id: string,
    @WireBody(ObserveAllocationDto) body: ObserveAllocationDto,
    @Asking() access: Access,
  ): Promise<ObservationDto> {
    const allocation = await this.allocations.get(id);
    if (allocation === null || !access.reaches(allocation.projectId)) throw notFound('allocation');
    const { measured_at: measuredAt = null } = body;
    const runs = await this.observeAllocation.execute({
      allocation,
      figures: toFigures(body),
      measuredAtMs: measuredAt === null ? null : Date.parse(measuredAt),
      submittedBy: callerIn(request).caller?.userId ?? null,
    });
    await this.watchResiduals.execute(allocation.hostName);
    return fromObservedRuns(runs);
  }
}
