import { Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Access, Planner, RecommendationStore } from '@iopath/usecases';
import { Asking } from '../access/asking';
import { WireBody } from '../body/wire-body';
import { notFound, ResourceId } from '../paging/resource-id';
import { ReplayRequestDto, type ReplayDto } from './replay.dto';
import { fromReplay, toReplayBy } from './replay.mapper';
import { replayDocs } from './replay.docs';

@ApiTags('Recommendations')
@Controller('v1/recommendations')
export class ReplayController {
  constructor(
    private readonly planner: Planner,
    private readonly recommendations: RecommendationStore,
  ) {}

  @Post(':id/::replay')
  @HttpCode(HttpStatus.OK)
  @replayDocs.replay
  async replay(
    @ResourceId('recommendation') id: string,
    @WireBody(ReplayRequestDto) body: ReplayRequestDto,
    @Asking() access: Access,
  ): Promise<ReplayDto> {
    const recommendation = await this.recommendations.get(id);
    if (recommendation === null || !access.reaches(recommendation.projectId)) throw notFound('recommendation');
    return fromReplay(await this.planner.replay(id, toReplayBy(body)));
  }
}
