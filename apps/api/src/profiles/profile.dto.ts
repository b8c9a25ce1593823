import { type IsolationNeed, type MigrationNeed, SCORE_TERM_NAMES } from '@iopath/core';
import { PageDto } from '../paging/page';
import { ISOLATION_NEEDS, MIGRATION_NEEDS } from '../recommendations/request.dto';
import { InstantField } from '../wire/domain-fields';
import {
  BooleanField,
  EnumField,
  IntField,
  ListField,
  MapField,
  NumberField,
  ObjectField,
  TextField,
} from '../wire/fields';
import { atLeast, atMost, isNumberRule, oneOf } from '../wire/value-rule';
import { PROFILE_NAME } from './profile-name';

const MAX_GENERATION = 2 ** 31 - 1;
const MAX_WEIGHT = 1_000_000;
const MAX_TARGET = 1_000_000_000;

export class ProfileTargetsDto {
  @NumberField({ above: 0, max: MAX_TARGET, description: 'p99 round trip of a NIC, µs.', example: 80 })
  nic_latency_us: number;

  @NumberField({ above: 0, max: MAX_TARGET, description: 'Throughput of a NIC, Mbit/s.', example: 5000 })
  nic_throughput_mbps: number;

  @NumberField({ above: 0, max: MAX_TARGET, description: 'p99 completion of a disk, µs.', example: 300 })
  disk_latency_us: number;

  @NumberField({ above: 0, max: MAX_TARGET, description: 'Requests of a disk, 1/s.', example: 10_000 })
  disk_iops: number;
}

export class ProfileDefaultsDto {
  @EnumField(MIGRATION_NEEDS, {
    default: 'live_preferred',
    description: '`migration` of a request.',
    example: 'live_preferred',
  })
  migration?: MigrationNeed;

  @EnumField(ISOLATION_NEEDS, { default: 'shared', description: '`isolation` of a request.', example: 'shared' })
  isolation?: IsolationNeed;

  @IntField({ min: 30, max: 86_400, default: 900, description: '`reservation_ttl_s` of a request.', example: 900 })
  reservation_ttl_s?: number;
}

/** What a profile says; `PUT` takes it, and every version has it. */
class ProfileDocumentDto {
  @TextField({
    optional: true,
    minLength: 0,
    maxLength: 1024,
    description: 'What it is for; empty when left out.',
    example: 'For the core network: latency first, on few hosts.',
  })
  description?: string;

  @MapField({
    keys: [oneOf(SCORE_TERM_NAMES)],
    values: [isNumberRule, atLeast(0), atMost(MAX_WEIGHT)],
    of: 'number',
    description:
      `Weight by score term: ${SCORE_TERM_NAMES.join(', ')}. What is left out weighs nothing; at least one beside ` +
      'server_group has to weigh something.',
    example: { latency: 50, throughput: 15, numa_locality: 20, scarcity: 5, host_headroom: 10, server_group: 20 },
  })
  weights: Record<string, number>;

  @ObjectField(() => ProfileTargetsDto, {
    description: 'What a NIC or disk is measured by when the request states no need of its own.',
  })
  targets: ProfileTargetsDto;

  @BooleanField({ default: false, description: 'Fill hosts instead of spreading over them.', example: true })
  packs?: boolean;

  @ObjectField(() => ProfileDefaultsDto, { optional: true, description: 'What a request gets where it is silent.' })
  defaults?: ProfileDefaultsDto;
}

export class PutProfileDto extends ProfileDocumentDto {
  @IntField({
    min: 1,
    max: MAX_GENERATION,
    optional: true,
    description: 'The generation you saw; null = "I believe there is no such profile".',
    example: null,
  })
  generation?: number;

  @TextField({ optional: true, description: 'As it was read. If given, the name in the URL.', example: null })
  name?: string;

  @IntField({ optional: true, description: 'As it was read; has no effect.', example: null })
  version?: number;

  @BooleanField({ optional: true, description: 'As it was read; has no effect.', example: null })
  built_in?: boolean;

  @InstantField({ optional: true, description: 'As it was read; has no effect.', example: null })
  created_at?: string;
}

export class ProfileDto extends ProfileDocumentDto {
  @TextField({ maxLength: 64, pattern: PROFILE_NAME, description: 'Name of the profile.', example: 'telco' })
  name: string;

  @IntField({ min: 1, description: 'Version of this document; it never changes.', example: 1 })
  version: number;

  @IntField({ min: 1, description: 'Version that is current; name it when you write.', example: 1 })
  generation: number;

  @BooleanField({ description: 'Comes with the product: can be written, and not deleted.', example: false })
  built_in: boolean;

  @InstantField({ description: 'When this version was made.', example: '2026-11-21T08:00:05.000Z' })
  created_at: string;
}

export class ProfileListDto extends PageDto {
  @ListField(() => ProfileDto, { description: 'Current versions, by name.' })
  profiles: ProfileDto[];
}

export class ProfileVersionQuery {
  @IntField({
    min: 1,
    max: MAX_GENERATION,
    optional: true,
    description: 'An older version; left out: the current one.',
  })
  version?: number;
}
