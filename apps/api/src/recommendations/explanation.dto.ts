import type { RecommendationStatus } from '@iopath/usecases';
import { LinkDto, PageQuery } from '../paging/page';
import { UuidField } from '../wire/domain-fields';
import { BooleanField, EnumField, IntField, ListField, ObjectField, TextField } from '../wire/fields';
import { RejectionDto, STATUSES } from './recommendation.dto';
import { RelaxationDto } from './relaxation.dto';

const LEVELS = ['host', 'path', 'device', 'together'] as const;

export class ExplanationQuery extends PageQuery {
  @TextField({ optional: true, description: 'Only this host.' })
  host_name?: string;

  @TextField({ optional: true, description: 'Only this path, of whichever NIC or disk.' })
  path?: string;
}

export class HostsPastDto {
  @IntField({ description: 'Hosts that come to the rule.', example: 480 })
  in: number;

  @IntField({ description: 'Hosts that it leaves.', example: 460 })
  out: number;
}

export class WaterfallStepDto {
  @TextField({ description: 'Rule.', example: 'link-up' })
  rule: string;

  @EnumField(LEVELS, {
    description: 'What it looks at: a host, a path on it, the devices of a path, or all NICs and disks together.',
    example: 'device',
  })
  level: (typeof LEVELS)[number];

  @ObjectField(() => HostsPastDto, { description: 'When no other rule is asked: the order of rules is of no account.' })
  alone: HostsPastDto;

  @ObjectField(() => HostsPastDto, { description: 'When all rules are asked in this order.' })
  together: HostsPastDto;

  @IntField({ description: 'Hosts that this rule refuses and no other: put that right and they come in.', example: 4 })
  only_this: number;
}

export class PathReasonDto {
  @TextField({ description: '`host`, or the NIC or disk concerned.', example: 'data' })
  subject: string;

  @TextField({ optional: true, description: 'Path refused; null when the host as a whole is.', example: 'sriov_vf' })
  path: string | null;

  @TextField({ description: 'Reason.', example: 'vf.none_free' })
  code: string;

  @TextField({ maxLength: 4096, description: 'What was wanted.', example: 'a free VF on physnet1' })
  required: string;

  @TextField({ maxLength: 4096, description: 'What there was.', example: '0 of 8 VFs free' })
  available: string;
}

export class RefusedDevicesDto {
  @IntField({ description: 'Devices that the rule refuses.', example: 3 })
  refused: number;

  @IntField({ description: 'Devices that there are.', example: 4 })
  of: number;
}

export class BlockerDto {
  @TextField({ description: 'Rule.', example: 'free-vf' })
  rule: string;

  @EnumField(LEVELS, { description: 'What the rule looks at.', example: 'device' })
  level: (typeof LEVELS)[number];

  @TextField({ description: 'Reason.', example: 'vf.none_free' })
  code: string;

  @TextField({ maxLength: 4096, description: 'What was wanted.', example: '1 free VF' })
  required: string;

  @TextField({ maxLength: 4096, description: 'What there was.', example: '0 of 8' })
  available: string;

  @ObjectField(() => RefusedDevicesDto, {
    optional: true,
    description: 'Of a rule on single devices, how many it refuses; null of others.',
  })
  devices: RefusedDevicesDto | null;
}

export class ExplainedPathDto {
  @TextField({ description: 'The NIC or disk.', example: 'data' })
  subject: string;

  @TextField({ description: 'The path.', example: 'sriov_vf' })
  path: string;

  @ObjectField(() => BlockerDto, {
    optional: true,
    description: 'The first rule that is against it, which `reasons` and `rejections` charge; null for an open path.',
  })
  first: BlockerDto | null;

  @ListField(() => BlockerDto, {
    description: 'Every rule that is against it, the first one and those against the host included.',
  })
  blocking: BlockerDto[];
}

export class HostExplanationDto {
  @TextField({ ofHost: 'name', description: 'Host.', example: 'compute-07' })
  host_name: string;

  @BooleanField({ description: 'Whether the VM can run there: every NIC and disk has an open path.', example: false })
  takes_vm: boolean;

  @ListField(() => PathReasonDto, {
    description: 'Why not there; empty for a host where every path asked for was possible.',
  })
  reasons: PathReasonDto[];

  @ListField(() => BlockerDto, { description: 'Every rule that is against the host as a whole.' })
  blocking: BlockerDto[];

  @ListField(() => ExplainedPathDto, { description: 'Every path asked for, NIC by NIC and disk by disk.' })
  paths: ExplainedPathDto[];
}

export class ExplanationDto {
  @ListField(() => LinkDto, {
    ofHost: 'fact',
    description: 'A link to the next page of hosts, whose marker is a host; empty on the last one.',
  })
  links: LinkDto[];

  @UuidField({ description: 'Id of the recommendation.', example: 'a1b2c3d4-e5f6-5a7b-8c9d-0e1f2a3b4c5d' })
  id: string;

  @EnumField(STATUSES, { description: 'How it ended.', example: 'ready' })
  status: RecommendationStatus;

  @ListField(() => WaterfallStepDto, { description: 'Every rule, in the order in which they are asked.' })
  waterfall: WaterfallStepDto[];

  @ListField(() => RejectionDto, { description: 'First reasons over all hosts, counted.' })
  rejections: RejectionDto[];

  @ListField(() => RelaxationDto, { description: 'What would unlock hosts; empty for a `ready` one.' })
  relaxations: RelaxationDto[];

  @ListField(() => HostExplanationDto, { ofHost: 'fact', description: 'Host by host, by name.' })
  hosts: HostExplanationDto[];
}
