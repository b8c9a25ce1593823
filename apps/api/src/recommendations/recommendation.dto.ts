import { IntersectionType, PartialType } from '@nestjs/swagger';
import type { RecommendationStatus } from '@iopath/usecases';
import { InstantField, UuidField } from '../wire/domain-fields';
import { EnumField, IntField, ListField, ObjectField, TextField, TextListField } from '../wire/fields';
import { inheritFields } from '../wire/field-shape';
import { PageDto, PageQuery } from '../paging/page';
import { SERVER_ID, EXAMPLE_SERVER_ID } from '../allocations/allocation.dto';
import { PlacementDto } from './placement.dto';
import { RelaxationDto } from './relaxation.dto';

export const STATUSES = [
  'queued',
  'scoring',
  'ready',
  'no_valid_host',
  'failed',
] as const satisfies RecommendationStatus[];

/** What a `POST` answers when the recommendation is not ready in time. */
export class AcceptedDto {
  @UuidField({ description: 'Id of the recommendation.', example: 'a1b2c3d4-e5f6-5a7b-8c9d-0e1f2a3b4c5d' })
  id: string;

  @EnumField(STATUSES, { description: 'How far it is.', example: 'queued' })
  status: RecommendationStatus;
}

/** Which version of which profile. */
export class ProfileVersionDto {
  @TextField({ description: 'Name of the profile.', example: 'latency' })
  name: string;

  @IntField({ description: 'Its version; 0 in decisions made before profiles had versions.', example: 1 })
  version: number;
}

export class RejectionExampleDto {
  @TextField({ ofHost: 'name', description: 'A host refused for it.', example: 'compute-07' })
  host_name: string;

  @TextField({ maxLength: 4096, description: 'What was wanted.', example: 'a free VF on physnet1' })
  required: string;

  @TextField({ maxLength: 4096, description: 'What there was.', example: '0 of 8 VFs free' })
  available: string;
}

export class RejectionDto {
  @TextField({ description: 'Reason.', example: 'vf.none_free' })
  code: string;

  @IntField({ description: 'Hosts refused for it.', example: 12 })
  hosts: number;

  @IntField({ description: '(Host, path) pairs refused for it.', example: 12 })
  paths: number;

  @ObjectField(() => RejectionExampleDto, { ofHost: 'fact', description: 'One of them.' })
  example: RejectionExampleDto;
}

export class FailureDto {
  @TextField({ description: 'What happened, for programs.', example: 'decision.internal_error' })
  code: string;

  @TextField({
    maxLength: 4096,
    description: 'What happened, for people.',
    example: 'The planner failed on this request.',
  })
  detail: string;
}

const AcceptedWithPlacement = inheritFields(IntersectionType(AcceptedDto, PartialType(PlacementDto)), [
  AcceptedDto,
  PlacementDto,
]);

/**
 * A recommendation. Which fields there are depends on `status`: a `ready` one has those of a placement (of the first VM,
 * if it has several), a `no_valid_host` one has rejections and relaxations, a `failed` one has the failure.
 */
export class RecommendationDto extends AcceptedWithPlacement {
  @TextField({ description: 'Name of the VM.', example: 'db-1' })
  name: string;

  @TextField({ description: 'Project that it is for.', example: 'default' })
  project_id: string;

  @InstantField({ description: 'When it was asked for.', example: '2026-11-21T08:00:05.000Z' })
  created_at: string;

  @InstantField({
    optional: true,
    description: 'When it was decided; null before.',
    example: '2026-11-21T08:00:05.030Z',
  })
  decided_at: string | null;

  @TextField({ optional: true, description: 'Version of the model that decided.', example: '1' })
  model_version?: string;

  @ObjectField(() => ProfileVersionDto, { optional: true, description: 'Profile that it was scored by.' })
  profile?: ProfileVersionDto;

  @TextField({
    optional: true,
    description: 'Hash of the fleet that was looked at.',
    example: '9c56cc51b374c3ba',
  })
  fleet_digest?: string | null;

  @TextField({
    optional: true,
    description: 'Hash of all that went in: the same hash means the same answer.',
    example: '5f2a…',
  })
  input_hash?: string;

  @ListField(() => PlacementDto, { optional: true, description: 'Each VM, in order; only if `count` is above 1.' })
  members?: PlacementDto[];

  @ListField(() => PlacementDto, { optional: true, description: 'The other members of the Pareto front, unreserved.' })
  alternatives?: PlacementDto[];

  @ListField(() => RejectionDto, { optional: true, description: 'Why nowhere, counted by reason.' })
  rejections?: RejectionDto[];

  @ListField(() => RelaxationDto, { optional: true, description: 'What would unlock hosts.' })
  relaxations?: RelaxationDto[];

  @ObjectField(() => FailureDto, { optional: true, description: 'Why it failed.' })
  failure?: FailureDto;
}

export class RecommendationListDto extends PageDto {
  @ListField(() => RecommendationDto, { description: 'Recommendations, newest first.' })
  recommendations: RecommendationDto[];
}

export class RecommendationQuery extends PageQuery {
  @TextField({ optional: true, description: 'Only those of this project.' })
  project_id?: string;
}

export class ConfirmRecommendationDto {
  @TextListField({
    minItems: 1,
    maxItems: 64,
    of: { pattern: SERVER_ID },
    description: "Nova's ids of the servers, one a VM, in order.",
    example: [EXAMPLE_SERVER_ID],
  })
  server_ids: string[];
}
