import { OPENSTACK_RELEASES, type OpenStackRelease } from '@iopath/core';
import { ImageDto, NamedFlavorDto } from '../recommendations/request.dto';
import {
  BooleanField,
  EnumField,
  IntField,
  ListField,
  NumberField,
  ObjectField,
  TextField,
  TextListField,
} from '../wire/fields';
import { RELEASE } from './lint.dto';

const MAX_FLAVORS = 500;
const MAX_WEIGHT = 1_000_000;
const MAX_INT32 = 2 ** 31 - 1;

export class FlavorNeedDto {
  @IntField({ min: 1, max: 1024, description: 'vCPUs.', example: 2 })
  vcpus: number;

  @IntField({ min: 1, max: MAX_INT32, description: 'Memory, MiB.', example: 3072 })
  ram_mib: number;

  @IntField({ max: MAX_INT32, optional: true, description: "Disk, GiB; left out: the flavor's.", example: 20 })
  disk_gib?: number;

  @IntField({ max: MAX_WEIGHT, default: 1, description: 'How many VMs, or how much they matter.', example: 12 })
  weight?: number;
}

export class FlavorInUseDto extends NamedFlavorDto {
  @ListField(() => FlavorNeedDto, {
    optional: true,
    minItems: 1,
    maxItems: 500,
    description: 'What its VMs need, which is what the tolerance is measured from. Left out: all that it has.',
  })
  requests?: FlavorNeedDto[];

  @IntField({
    max: MAX_WEIGHT,
    default: 1,
    description: 'How many VMs have it; not asked where `requests` says it.',
    example: 12,
  })
  weight?: number;
}

export class MergeToleranceDto {
  @IntField({ max: 1024, default: 0, description: 'vCPUs that a VM may get beyond its need.', example: 1 })
  max_extra_vcpus?: number;

  @NumberField({ min: 0, max: 1000, default: 0, description: 'Memory beyond its need, %.', example: 25 })
  max_extra_ram_percent?: number;

  @IntField({ max: MAX_INT32, default: 0, description: 'Disk beyond its need, GiB.', example: 0 })
  max_extra_disk_gib?: number;

  @TextListField({
    optional: true,
    maxItems: 64,
    description: 'Extra specs that a VM may get though its flavor has not got them. None may ever be lost.',
    example: [],
  })
  may_gain_extra_specs?: string[];
}

export class ConsolidateRequestDto {
  @EnumField(OPENSTACK_RELEASES, RELEASE)
  release?: OpenStackRelease;

  @ListField(() => FlavorInUseDto, {
    minItems: 1,
    maxItems: MAX_FLAVORS,
    description: 'The flavors, by unique names; without swap and ephemeral disk.',
  })
  flavors: FlavorInUseDto[];

  @ListField(() => ImageDto, {
    optional: true,
    minItems: 1,
    maxItems: 8,
    description: 'The images that they are used with. Left out: any image, which leaves less to merge.',
  })
  images?: ImageDto[];

  @ObjectField(() => MergeToleranceDto, {
    optional: true,
    description: 'Left out: only what changes nothing for any VM is merged.',
  })
  tolerance?: MergeToleranceDto;
}

export class FlavorMergeDto {
  @TextListField({ description: 'Flavors that go.', example: ['m1.pinned-old'] })
  from: readonly string[];

  @TextField({ description: 'The flavor that serves their requests from now on.', example: 'm1.pinned' })
  into: string;

  @EnumField(['equal', 'larger'], {
    description: '`equal`: nothing changes for any VM. `larger`: VMs get more, within the tolerance.',
    example: 'equal',
  })
  kind: 'equal' | 'larger';

  @TextField({ maxLength: 16_384, description: 'Why.', example: 'They have the same size and the same extra specs.' })
  why: string;
}

export class ConsolidationDto {
  @EnumField(OPENSTACK_RELEASES, { description: 'Release that it was judged for.', example: '2025.1' })
  release: OpenStackRelease;

  @ListField(() => FlavorInUseDto, { description: 'The flavors that stay, with the needs that they serve now.' })
  flavors: Omit<FlavorInUseDto, 'weight'>[];

  @ListField(() => FlavorMergeDto, { description: 'What merges into what.' })
  merges: FlavorMergeDto[];

  @IntField({ description: 'Flavors before.', example: 12 })
  before: number;

  @IntField({ description: 'Flavors after.', example: 5 })
  after: number;

  @BooleanField({
    description: 'True: no smaller set of these flavors serves the same requests. False: the search was cut short.',
    example: true,
  })
  exact: boolean;
}
