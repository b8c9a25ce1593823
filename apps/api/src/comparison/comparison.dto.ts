import {
  DISK_PATH_NAMES,
  type DiskKind,
  type InterruptDelivery,
  type MigrationMechanism,
  NIC_PATH_NAMES,
} from '@iopath/core';
import { AmountPredictionDto, PredictionDto } from '../recommendations/prediction.dto';
import { PrerequisiteDto } from '../recommendations/placement.dto';
import { RecommendationRequestDto } from '../recommendations/request.dto';
import { EnumField, IntField, ListField, NumberField, ObjectField, TextField, TextListField } from '../wire/fields';

const PATH_NAMES = [...new Set([...NIC_PATH_NAMES, ...DISK_PATH_NAMES])];

export class AssumedHardwareDto {
  @IntField({ min: 1, max: 10_000_000, optional: true, description: 'Line rate of the NIC, Mbit/s.', example: 25_000 })
  link_speed_mbps?: number;

  @EnumField(['legacy', 'posted', 'polling', 'unknown'] satisfies InterruptDelivery[], {
    default: 'unknown',
    description: 'How interrupts reach the guest; `posted` costs no exit.',
    example: 'posted',
  })
  interrupts?: InterruptDelivery;

  @EnumField(['nvme', 'ssd', 'hdd'] satisfies DiskKind[], {
    optional: true,
    description: 'What disks are stored on.',
    example: 'nvme',
  })
  storage?: DiskKind;
}

/** A request as for a recommendation; what concerns placing and reserving has no effect. */
export class CompareRequestDto extends RecommendationRequestDto {
  @ObjectField(() => AssumedHardwareDto, {
    optional: true,
    description: 'Hardware to predict for; what is left out is not known, which widens the intervals.',
  })
  assume?: AssumedHardwareDto;
}

export class CardPredictionDto extends PredictionDto {
  @EnumField(['host', 'assumed'], {
    description: '`host`: on the best host. `assumed`: on assumed hardware, because no host was asked or none can.',
    example: 'host',
  })
  basis: 'host' | 'assumed';

  @ObjectField(() => AmountPredictionDto, { optional: true, description: 'Gbit/s; null for disks.' })
  throughput_gbps: AmountPredictionDto | null;

  @ObjectField(() => AmountPredictionDto, { optional: true, description: 'Million packets/s; null for disks.' })
  packet_rate_mpps: AmountPredictionDto | null;

  @ObjectField(() => AmountPredictionDto, { optional: true, description: 'Requests/s; null for NICs.' })
  iops: AmountPredictionDto | null;

  @ObjectField(() => AmountPredictionDto, { optional: true, description: 'MiB/s; null for NICs.' })
  throughput_mibps: AmountPredictionDto | null;

  @ObjectField(() => AmountPredictionDto, {
    optional: true,
    description: 'Host cores for a steady 1 Gbit/s, whatever load was asked for; null for disks.',
  })
  host_cores_per_gbps: AmountPredictionDto | null;
}

export class CardMigrationDto {
  @EnumField(['transparent', 'unplug_replug', 'none'] satisfies MigrationMechanism[], {
    description: 'What Nova does with the device when the VM moves while it runs.',
    example: 'unplug_replug',
  })
  mechanism: MigrationMechanism;

  @TextField({ maxLength: 1024, description: 'What the guest notices.', example: 'the pause of the switch-over' })
  interruption: string;

  @TextListField({ description: 'On which conditions.', example: [] })
  conditions: readonly string[];
}

export class CardIsolationDto {
  @TextField({ description: 'How strongly tenants are kept apart.', example: 'virtual_function' })
  class: string;

  @TextField({ maxLength: 1024, description: 'By what.', example: 'the IOMMU' })
  by: string;
}

export class KeptOutDto {
  @TextField({ description: 'The rule’s code, as in `rejections`.', example: 'vf.none_free' })
  code: string;

  @IntField({
    optional: true,
    description: 'Hosts it keeps out; null if the request alone rules the path out.',
    example: 3,
  })
  hosts: number | null;

  @TextField({ maxLength: 1024, description: 'What is needed (of one of them).', example: '1 free VF' })
  required: string;

  @TextField({ maxLength: 1024, description: 'What there is.', example: '0 of 8' })
  available: string;
}

export class PathCardDto {
  @TextField({ description: 'Name of the NIC or disk in the request.', example: 'data' })
  device: string;

  @EnumField(['nic', 'disk'], { description: 'What it is.', example: 'nic' })
  kind: 'nic' | 'disk';

  @EnumField(PATH_NAMES, { description: 'The path.', example: 'sriov_vf' })
  path: string;

  @TextField({ maxLength: 1024, description: 'How packets or requests travel.', example: 'a VF given to the guest' })
  summary: string;

  @TextField({
    optional: true,
    ofHost: 'name',
    description: 'The best host for it; null if none can, or none was asked.',
    example: 'compute-01',
  })
  host_name: string | null;

  @IntField({ optional: true, description: 'How many hosts can; null if none was asked.', example: 12 })
  hosts: number | null;

  @NumberField({ optional: true, min: 0, max: 1, description: "The device's score there.", example: 0.87 })
  score: number | null;

  @ObjectField(() => CardPredictionDto, { description: 'What it is predicted to do, and to cost.' })
  predicted: CardPredictionDto;

  @ObjectField(() => CardMigrationDto, { description: 'How the VM moves with it.' })
  migration: CardMigrationDto;

  @ObjectField(() => CardIsolationDto, { description: 'How it keeps tenants apart.' })
  isolation: CardIsolationDto;

  @ListField(() => PrerequisiteDto, { description: 'What must be set up for it and is not known to be.' })
  prerequisites_missing: PrerequisiteDto[];

  @ListField(() => KeptOutDto, { description: 'What keeps hosts out, the most common first; empty if all can.' })
  blocked_by: KeptOutDto[];
}

export class ComparisonDto {
  @ListField(() => PathCardDto, { description: 'A card for each path of each device, in the order of the request.' })
  paths: PathCardDto[];
}
