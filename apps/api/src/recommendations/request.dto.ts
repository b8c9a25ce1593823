import {
  DISK_PATH_NAMES,
  NIC_PATH_NAMES,
  SCORE_TERM_NAMES,
  type DiskPathName,
  type GroupPolicy,
  type IsolationNeed,
  type MigrationNeed,
  type NicPathName,
  type NumaAffinityPolicy,
} from '@iopath/core';
import { REQUEST_PRIORITIES, type RequestPriority } from '@iopath/usecases';
import { HOST_NAME } from '../wire/domain-fields';
import { PROFILE_NAME } from '../profiles/profile-name';
import {
  BooleanField,
  EnumField,
  EnumListField,
  IntField,
  ListField,
  MapField,
  NumberField,
  ObjectField,
  TextField,
  TextListField,
  textRules,
} from '../wire/fields';
import { atLeast, isNumberRule, matching, oneOf } from '../wire/value-rule';

const MAX_AMOUNT = 1_000_000_000;
const DEVICE_NAME = {
  regex: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  words: 'must be letters, digits, ".", "_" and "-", at most 64 of them',
};
const HOST_NAMES = { optional: true, minItems: 1, maxItems: 10_000, of: { pattern: HOST_NAME } } as const;
const propertyName = matching(/^[^\s\p{Cc}\p{Cs}]{1,255}$/u, 'must be 1 to 255 characters without spaces');

export const MIGRATION_NEEDS = ['live_required', 'live_preferred', 'cold_ok'] as const satisfies MigrationNeed[];
export const ISOLATION_NEEDS = [
  'shared',
  'dedicated_vf',
  'tenant_pf',
  'dedicated_device',
] as const satisfies IsolationNeed[];
const GROUP_POLICIES = [
  'affinity',
  'anti-affinity',
  'soft-affinity',
  'soft-anti-affinity',
] as const satisfies GroupPolicy[];
export const NUMA_POLICIES = ['required', 'preferred', 'legacy', 'socket'] as const satisfies NumaAffinityPolicy[];

export class FlavorDto {
  @IntField({ min: 1, max: 1024, description: 'vCPUs.', example: 8 })
  vcpus: number;

  @IntField({ min: 1, max: 2 ** 31 - 1, description: 'Memory, MiB.', example: 16_384 })
  ram_mib: number;

  @IntField({ max: 2 ** 31 - 1, default: 0, description: 'Root disk, GiB; 0 for boot from volume.', example: 40 })
  disk_gib?: number;

  @MapField({
    optional: true,
    keys: [propertyName],
    values: textRules({ minLength: 0 }),
    of: 'string',
    description: "Nova extra specs; values are strings. Checked as Nova's API of the target release would.",
    example: { 'hw:cpu_policy': 'dedicated' },
  })
  extra_specs?: Record<string, string>;
}

export class NamedFlavorDto extends FlavorDto {
  @TextField({ description: 'Name of the flavor.', example: 'm1.pinned' })
  name: string;
}

export class ImageDto {
  @TextField({
    optional: true,
    description: 'libosinfo short id; tells which drivers the guest has.',
    example: 'ubuntu24.04',
  })
  os_id?: string;

  @MapField({
    optional: true,
    keys: [propertyName],
    values: textRules({ minLength: 0 }),
    of: 'string',
    description: 'Glance image properties; values are strings.',
    example: { hw_vif_model: 'virtio' },
  })
  properties?: Record<string, string>;
}

export class LatencyDto {
  @NumberField({ above: 0, max: 10_000_000, description: 'Round trip (NIC) or completion (disk), µs.', example: 40 })
  target_us: number;

  @NumberField({
    above: 0,
    below: 100,
    description: 'Percentile at which the target holds; read as the nearest of 50, 99 and 99.9 at or above it.',
    example: 99,
  })
  percentile: number;
}

export class NicDto {
  @TextField({ maxLength: 64, pattern: DEVICE_NAME, description: 'Name, unique among the NICs.', example: 'data' })
  name: string;

  @TextField({
    optional: true,
    description: "Neutron's physical network; null for a tunnelled network.",
    example: 'physnet1',
  })
  physical_network?: string;

  @IntField({ min: 1, max: 10_000_000, optional: true, description: 'Load to be carried, Mbit/s.', example: 10_000 })
  bandwidth_mbps?: number;

  @IntField({
    min: 1,
    max: MAX_AMOUNT,
    optional: true,
    description: 'Load to be carried, 1000 packets/s.',
    example: 1500,
  })
  packet_rate_kpps?: number;

  @ObjectField(() => LatencyDto, { optional: true, description: 'Latency wanted.' })
  latency?: LatencyDto;

  @EnumListField(NIC_PATH_NAMES, {
    optional: true,
    minItems: 1,
    description: 'Narrows the paths; null = all.',
    example: null,
  })
  paths?: NicPathName[];

  @EnumField(NUMA_POLICIES, {
    optional: true,
    description: 'PCI NUMA affinity, as Neutron spells it.',
    example: 'required',
  })
  numa_affinity_policy?: NumaAffinityPolicy;

  @BooleanField({
    default: false,
    description: 'A trusted VF: it may change its MAC and listen to all.',
    example: false,
  })
  trusted?: boolean;
}

export class DiskDto {
  @TextField({ maxLength: 64, pattern: DEVICE_NAME, description: 'Name, unique among the disks.', example: 'root' })
  name: string;

  @IntField({
    min: 1,
    max: MAX_AMOUNT,
    optional: true,
    description: 'Load to be carried, requests/s.',
    example: 20_000,
  })
  iops?: number;

  @IntField({ min: 1, max: MAX_AMOUNT, optional: true, description: 'Load to be carried, MiB/s.', example: 400 })
  throughput_mibps?: number;

  @ObjectField(() => LatencyDto, { optional: true, description: 'Latency wanted.' })
  latency?: LatencyDto;

  @EnumListField(DISK_PATH_NAMES, {
    optional: true,
    minItems: 1,
    description: 'Narrows the paths; null = all.',
    example: null,
  })
  paths?: DiskPathName[];
}

export class GroupDto {
  @TextField({ description: 'Server group, by any id that its members share.', example: 'web' })
  id: string;

  @EnumField(GROUP_POLICIES, { description: "Nova's server group policy.", example: 'anti-affinity' })
  policy: GroupPolicy;
}

export class ConstraintsDto {
  @TextField({ optional: true, description: "Nova's availability zone; null = any.", example: null })
  availability_zone?: string;

  @TextListField({ ...HOST_NAMES, description: 'Only these hosts; null = any.', example: null })
  include_hosts?: string[];

  @TextListField({ ...HOST_NAMES, minItems: 0, description: 'None of these hosts.', example: null })
  exclude_hosts?: string[];

  @TextListField({ optional: true, maxItems: 256, description: 'The host must be in each of these.', example: null })
  aggregates?: string[];

  @ObjectField(() => GroupDto, { optional: true, description: 'Server group.' })
  group?: GroupDto;
}

/** What one VM (or `count` alike) needs of its devices. */
export class RecommendationRequestDto {
  @TextField({ description: 'Name of the VM.', example: 'db-1' })
  name: string;

  @TextField({ default: 'default', description: 'Project that it is for.', example: 'default' })
  project_id?: string;

  @IntField({ min: 1, max: 64, default: 1, description: 'How many alike; all are placed, or none.', example: 1 })
  count?: number;

  @ObjectField(() => FlavorDto, { description: 'What Nova calls a flavor.' })
  flavor: FlavorDto;

  @ListField(() => NamedFlavorDto, {
    optional: true,
    maxItems: 1000,
    description:
      'Flavors that the cloud has (without swap and ephemeral disk). One that builds the same guest is the answer.',
    example: null,
  })
  existing_flavors?: NamedFlavorDto[];

  @ObjectField(() => ImageDto, { optional: true, description: 'What is known of the image.' })
  image?: ImageDto;

  @ListField(() => NicDto, { optional: true, maxItems: 32, description: 'NICs; none when left out.' })
  nics?: NicDto[];

  @ListField(() => DiskDto, {
    optional: true,
    maxItems: 32,
    description: 'Disks; one named `root` is the one that Nova boots from.',
  })
  disks?: DiskDto[];

  @EnumField(MIGRATION_NEEDS, {
    optional: true,
    description:
      "Must it move while it runs? Left out: the profile's default, `live_preferred` where nobody set another.",
    example: 'live_preferred',
  })
  migration?: MigrationNeed;

  @EnumField(ISOLATION_NEEDS, {
    optional: true,
    description:
      "What it must not share with others. Left out: the profile's default, `shared` where nobody set another.",
    example: 'shared',
  })
  isolation?: IsolationNeed;

  @TextField({
    default: 'balanced',
    maxLength: 64,
    pattern: PROFILE_NAME,
    description:
      'What a good place is measured by: `balanced`, `latency`, `throughput`, `density`, or one of your own.',
    example: 'balanced',
  })
  profile?: string;

  @MapField({
    optional: true,
    keys: [oneOf(SCORE_TERM_NAMES)],
    values: [isNumberRule, atLeast(0)],
    of: 'number',
    description: `Overrides the profile's weights, by score term: ${SCORE_TERM_NAMES.join(', ')}.`,
    example: null,
  })
  weights?: Record<string, number>;

  @ObjectField(() => ConstraintsDto, { optional: true, description: 'Where it may go.' })
  constraints?: ConstraintsDto;

  @EnumField(REQUEST_PRIORITIES, {
    default: 'interactive',
    description:
      'Does somebody wait for the answer? `batch` lets those go first for whom somebody does, for five minutes.',
    example: 'interactive',
  })
  priority?: RequestPriority;

  @BooleanField({ default: true, description: 'Reserve what is recommended.', example: true })
  reserve?: boolean;

  @IntField({
    min: 30,
    max: 86_400,
    optional: true,
    description:
      "How long the reservation waits to be confirmed, s. Left out: the profile's default, 900 where nobody set another.",
    example: 900,
  })
  reservation_ttl_s?: number;
}
