import { Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Access, RealiseRecommendation, RecommendationStore, Refusal, type Cause } from '@iopath/usecases';
import { Asking } from '../access/asking';
import { WireBody } from '../body/wire-body';
import { notFound, ResourceId } from '../paging/resource-id';
import { CausedBy } from '../request-context/caused-by';
import { realisationDocs } from './realisation.docs';
import { RealiseRequestDto, type RealisationDto } from './realisation.dto';
import { fromRealisation, toRealisationAsked } from './realisation.mapper';

@ApiTags('Recommendations')
@Controller('v1/recommendations')
export class RealisationController {
  constructor(
    private readonly recommendations: RecommendationStore,
    private readonly realise: RealiseRecommendation,
  ) {}

  @Post(':id/::realise')
  @HttpCode(HttpStatus.OK)
  @realisationDocs.realise
  async create(
    @ResourceId('recommendation') id: string,
    @WireBody(RealiseRequestDto) body: RealiseRequestDto,
    @CausedBy('realise recommendation') cause: Cause,
    @Asking() access: Access,
  ): Promise<RealisationDto> {
    const asked = toRealisationAsked(body);
    if (asked.boot && asked.portsProject !== null) throw foreignPorts();
    const recommendation = await this.recommendations.get(id);
    if (recommendation === null || !access.reaches(recommendation.projectId)) throw notFound('recommendation');
    return fromRealisation(await this.realise.execute(id, asked, cause));
  }
}

/** `nova/network/neutron.py _validate_requested_port_ids`: a port of another project than the server's is not usable. */
function foreignPorts(): Refusal {
  const message = 'cannot be said with `boot`: Nova takes only ports of the project that boots the server';
  const fault = { pointer: '/ports_project', code: 'ports_project.with_boot', message };
  return new Refusal('invalid', 'request.invalid', 'Ports and server would belong to two projects.', [fault]);
}
