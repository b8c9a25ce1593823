import { Controller, Get, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApplyReplan, type Cause } from '@iopath/usecases';
import { WireBody } from '../../body/wire-body';
import { ResourceId } from '../../paging/resource-id';
import { CausedBy } from '../../request-context/caused-by';
import { applyDocs } from './apply.docs';
import { ApplyReplanDto, type ReplanStepsDto, StepFailedDto } from './steps.dto';
import { fromAppliedReplan } from './steps.mapper';

@ApiTags('Re-plans')
@Controller('v1/replans')
export class ApplyController {
  constructor(private readonly application: ApplyReplan) {}

  @Post(':id/::apply')
  @HttpCode(HttpStatus.OK)
  @applyDocs.apply
  async apply(
    @ResourceId('replan') id: string,
    @WireBody(ApplyReplanDto) { dry_run: dryRun }: ApplyReplanDto,
    @CausedBy('apply re-plan') cause: Cause,
  ): Promise<ReplanStepsDto> {
    const isDry = dryRun === true;
    return fromAppliedReplan(await this.application.apply(id, isDry, of(cause, id)), isDry);
  }

  @Post(':id/::stop')
  @HttpCode(HttpStatus.OK)
  @applyDocs.stop
  async stop(@ResourceId('replan') id: string, @CausedBy('stop re-plan') cause: Cause): Promise<ReplanStepsDto> {
    return fromAppliedReplan(await this.application.stop(id, of(cause, id)));
  }

  @Post(':id/::resume')
  @HttpCode(HttpStatus.OK)
  @applyDocs.resume
  async resume(@ResourceId('replan') id: string): Promise<ReplanStepsDto> {
    return fromAppliedReplan(await this.application.resume(id));
  }

  @Get(':id/steps')
  @applyDocs.steps
  async steps(@ResourceId('replan') id: string): Promise<ReplanStepsDto> {
    return fromAppliedReplan(await this.application.view(id));
  }

  @Post(':id/steps/:step_id/::done')
  @HttpCode(HttpStatus.OK)
  @applyDocs.done
  async done(
    @ResourceId('replan') id: string,
    @Param('step_id') stepId: string,
    @CausedBy('step done') cause: Cause,
  ): Promise<ReplanStepsDto> {
    const said = of(cause, id, stepId);
    return fromAppliedReplan(await this.application.report(id, stepId, { outcome: 'done' }, said));
  }

  @Post(':id/steps/:step_id/::failed')
  @HttpCode(HttpStatus.OK)
  @applyDocs.failed
  async failed(
    @ResourceId('replan') id: string,
    @Param('step_id') stepId: string,
    @WireBody(StepFailedDto) { detail }: StepFailedDto,
    @CausedBy('step failed') cause: Cause,
  ): Promise<ReplanStepsDto> {
    const said = of(cause, id, stepId);
    return fromAppliedReplan(await this.application.report(id, stepId, { outcome: 'failed', detail }, said));
  }
}

/** What the history says of it, with the re-plan that it was about. */
function of(cause: Cause, replanId: string, stepId?: string): Cause {
  const step = stepId === undefined ? '' : `, step ${stepId}`;
  return { ...cause, reason: `${cause.reason}: re-plan ${replanId}${step}` };
}
