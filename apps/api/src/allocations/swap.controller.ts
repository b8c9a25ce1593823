import { Controller, HttpCode, HttpStatus, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Cause, Planner } from '@iopath/usecases';
import type { FastifyRequest } from 'fastify';
import { JsonBody, WireBody } from '../body/wire-body';
import { FirstAnswers } from '../idempotency/first-answers';
import { bodyHashOf, idempotencyKeyOf } from '../idempotency/idempotency-key';
import { CausedBy } from '../request-context/caused-by';
import { swapDocs } from './swap.docs';
import { SwapDto, type SwappedDto } from './swap.dto';
import { fromSwappedVm, toSwap } from './swap.mapper';

@ApiTags('Allocations')
@Controller('v1')
export class SwapController {
  constructor(
    private readonly planner: Planner,
    private readonly firstAnswers: FirstAnswers,
  ) {}

  @Post('allocations::swap')
  @HttpCode(HttpStatus.OK)
  @swapDocs.swap
  async swap(
    @Req() request: FastifyRequest,
    @WireBody(SwapDto) body: SwapDto,
    @JsonBody() json: unknown,
    @CausedBy('swap') cause: Cause,
  ): Promise<SwappedDto> {
    const swap = toSwap(body, cause);
    const key = idempotencyKeyOf(request);
    return this.firstAnswers.once('swap', key, bodyHashOf(json), async () => {
      const swapped = await this.planner.swap(swap);
      const nowMs = Date.now();
      return { dry_run: swap.dryRun, moves: swapped.map((vm) => fromSwappedVm(vm, nowMs)) };
    });
  }
}
