import { Controller, Get, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Planner } from '@iopath/usecases';
import { WireBody } from '../body/wire-body';
import { ResourceId } from '../paging/resource-id';
import { toRequestDraft } from '../recommendations/request.mapper';
import { CompareRequestDto, type ComparisonDto } from './comparison.dto';
import { comparisonDocs } from './comparison.docs';
import { fromCards, toAssumedHardware } from './comparison.mapper';

@ApiTags('Comparison')
@Controller('v1')
export class ComparisonController {
  constructor(private readonly planner: Planner) {}

  @Get('recommendations/:id/paths')
  @comparisonDocs.ofRecommendation
  async ofRecommendation(@ResourceId('recommendation') id: string): Promise<ComparisonDto> {
    return fromCards(await this.planner.pathsOfRecommendation(id));
  }

  @Post('compare')
  @HttpCode(HttpStatus.OK)
  @comparisonDocs.ofRequest
  async ofRequest(@WireBody(CompareRequestDto) body: CompareRequestDto): Promise<ComparisonDto> {
    return fromCards(await this.planner.pathsOfRequest(toRequestDraft(body), toAssumedHardware(body.assume)));
  }
}
