import { Controller, Get, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Access, Planner, RecommendationStore } from '@iopath/usecases';
import { Asking } from '../access/asking';
import { refuseNamedHosts } from '../access/named-hosts';
import { WireBody } from '../body/wire-body';
import { notFound, ResourceId } from '../paging/resource-id';
import { toRequestDraft } from '../recommendations/request.mapper';
import { CompareRequestDto, type ComparisonDto } from './comparison.dto';
import { comparisonDocs } from './comparison.docs';
import { fromCards, toAssumedHardware } from './comparison.mapper';

@ApiTags('Comparison')
@Controller('v1')
export class ComparisonController {
  constructor(
    private readonly planner: Planner,
    private readonly recommendations: RecommendationStore,
  ) {}

  @Get('recommendations/:id/paths')
  @comparisonDocs.ofRecommendation
  async ofRecommendation(@ResourceId('recommendation') id: string, @Asking() access: Access): Promise<ComparisonDto> {
    const recommendation = await this.recommendations.get(id);
    if (recommendation === null || !access.reaches(recommendation.projectId)) throw notFound('recommendation');
    return fromCards(await this.planner.pathsOfRecommendation(id));
  }

  @Post('compare')
  @HttpCode(HttpStatus.OK)
  @comparisonDocs.ofRequest
  async ofRequest(
    @WireBody(CompareRequestDto) body: CompareRequestDto,
    @Asking() access: Access,
  ): Promise<ComparisonDto> {
    refuseNamedHosts(access, body);
    // Whose it would be has no effect on what paths are worth.
    const draft = toRequestDraft(body, body.project_id ?? 'default');
    return fromCards(await this.planner.pathsOfRequest(draft, toAssumedHardware(body.assume)));
  }
}
