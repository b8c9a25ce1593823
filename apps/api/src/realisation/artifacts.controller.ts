import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type ArtifactFormat, HOST_BEARING_FORMATS, renderArtifact } from '@iopath/artifacts';
import type { GuestBlueprint } from '@iopath/core';
import { type Access, HostStore, readyGuests, RecommendationStore, Refusal } from '@iopath/usecases';
import type { FastifyReply } from 'fastify';
import { Asking } from '../access/asking';
import { refuseHostsWanted } from '../access/named-hosts';
import { notFound, ResourceId } from '../paging/resource-id';
import { ProblemError } from '../problem/problem';
import { WireQuery } from '../wire/read-query';
import { artifactsDocs } from './artifacts.docs';
import { ArtifactQuery } from './artifacts.dto';

@ApiTags('Recommendations')
@Controller('v1/recommendations')
export class ArtifactsController {
  constructor(
    private readonly recommendations: RecommendationStore,
    private readonly hosts: HostStore,
  ) {}

  @Get(':id/artifacts')
  @artifactsDocs.get
  async get(
    @ResourceId('recommendation') id: string,
    @WireQuery(ArtifactQuery) query: ArtifactQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Asking() access: Access,
  ): Promise<string> {
    if (HOST_BEARING_FORMATS.includes(query.format)) refuseHostsWanted(access, 'format');
    if (query.placement === 'host') refuseHostsWanted(access, 'placement');
    const recommendation = await this.recommendations.get(id);
    if (recommendation === null || !access.reaches(recommendation.projectId)) throw notFound('recommendation');
    const guests = chosen(await readyGuests(recommendation, this.hosts), query);
    const placement = query.placement ?? 'free';
    const { fileName, contentType, text } = renderArtifact(query.format, { recommendationId: id, guests, placement });
    void reply.headers({
      'content-type': contentType,
      'content-disposition': `attachment; filename="${fileName}"`,
      'x-content-type-options': 'nosniff',
    });
    return text;
  }
}

function chosen(guests: readonly GuestBlueprint[], { format, member }: ArtifactQuery): readonly GuestBlueprint[] {
  const wanted = member ?? (format === 'libvirt' ? 0 : null);
  const found = wanted === null ? guests : guests.slice(wanted, wanted + 1);
  if (found.length === 0) {
    const message = `must be below ${guests.length}, the number of VMs`;
    const fault = { pointer: '', parameter: 'member', code: 'query.too_large', message };
    throw new ProblemError(400, 'query.invalid', 'The query string has faults; see errors.', [fault]);
  }
  refuseMoved(found, format);
  return found;
}

/** CPUs and devices of a VM are told by the decision only; those that it got on another host are not known here. */
function refuseMoved(guests: readonly GuestBlueprint[], format: ArtifactFormat): void {
  const moved = guests.find(({ hostName, placement }) => hostName !== placement.hostName);
  if (moved === undefined || !HOST_BEARING_FORMATS.includes(format)) return;
  const message = `VM ${moved.member} was moved to ${moved.hostName} after it was decided.`;
  throw new Refusal('conflict', 'recommendation.host_moved', message);
}
