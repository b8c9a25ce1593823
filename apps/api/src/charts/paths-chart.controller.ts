import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { drawSvg, pathsChart } from '@iopath/charts';
import { type Access, Planner, RecommendationStore } from '@iopath/usecases';
import { Asking } from '../access/asking';
import { notFound, ResourceId } from '../paging/resource-id';
import { SvgPicture } from './chart-headers';
import { chartsDocs } from './charts.docs';

/** The comparison of paths as a picture. */
@ApiTags('Comparison')
@Controller('v1/recommendations')
export class PathsChartController {
  constructor(
    private readonly planner: Planner,
    private readonly recommendations: RecommendationStore,
  ) {}

  @Get(':id/chart.svg')
  @SvgPicture()
  @chartsDocs.paths
  async paths(@ResourceId('recommendation') id: string, @Asking() access: Access): Promise<string> {
    const recommendation = await this.recommendations.get(id);
    if (recommendation === null || !access.reaches(recommendation.projectId)) throw notFound('recommendation');
    return drawSvg(pathsChart(recommendation.name, await this.planner.pathsOfRecommendation(id)));
  }
}
