import { DISK_PATH_NAMES, type MigrationMechanism, NIC_PATH_NAMES, type Relaxation } from '@iopath/core';
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

export class RelaxationChangeDto {
  @EnumField(['request', 'fleet'] satisfies Relaxation['changes'][number]['target'][], {
    description: 'Whether the request is changed, or hosts are: every one that the change concerns.',
    example: 'request',
  })
  target: Relaxation['changes'][number]['target'];

  @TextField({
    maxLength: 4096,
    description: 'What is changed, in the words of the request or of the inventory.',
    example: 'nics[data].numa_affinity_policy',
  })
  subject: string;

  @TextField({
    optional: true,
    maxLength: 4096,
    description: 'JSON pointer into the body of the request; null for a change of the fleet.',
    example: '/nics/0/numa_affinity_policy',
  })
  pointer: string | null;

  @TextField({
    optional: true,
    maxLength: 4096,
    description: 'What it is; null where that says nothing.',
    example: 'required',
  })
  from: string | null;

  @TextField({ maxLength: 4096, description: 'What it would be.', example: 'preferred' })
  to: string;
}

export class RelaxedLatencyDto {
  @NumberField({ description: 'Median, µs.', example: 24 })
  p50: number;

  @NumberField({ description: '99th percentile, µs.', example: 33 })
  p99: number;
}

export class RelaxedDeviceDto {
  @TextField({ description: 'Name of the NIC or disk in the request.', example: 'data' })
  name: string;

  @EnumField([...new Set([...NIC_PATH_NAMES, ...DISK_PATH_NAMES])], {
    description: 'The path it would get.',
    example: 'sriov_vf',
  })
  path: string;

  @ObjectField(() => RelaxedLatencyDto, { optional: true, description: 'Predicted; null when overloaded.' })
  latency_us: RelaxedLatencyDto | null;
}

export class RelaxedMigrationDto {
  @BooleanField({ description: 'Whether the VM could move while it runs.', example: true })
  live: boolean;

  @EnumField(['transparent', 'unplug_replug', 'none'] satisfies MigrationMechanism[], {
    description: 'How it would.',
    example: 'unplug_replug',
  })
  mechanism: MigrationMechanism;
}

export class RelaxedPredictionDto {
  @TextField({ ofHost: 'name', description: 'The best of the hosts unlocked.', example: 'compute-07' })
  host_name: string;

  @ListField(() => RelaxedDeviceDto, { description: 'The NICs, in order.' })
  nics: RelaxedDeviceDto[];

  @ListField(() => RelaxedDeviceDto, { description: 'The disks, in order.' })
  disks: RelaxedDeviceDto[];

  @ObjectField(() => RelaxedMigrationDto, { description: 'How the VM would move.' })
  migration: RelaxedMigrationDto;
}

/** One minimal set of changes. */
export class RelaxationDto {
  @TextField({
    maxLength: 4096,
    description: 'The changes in words; several are all needed together.',
    example: 'nics[data].numa_affinity_policy: required -> preferred',
  })
  change: string;

  @IntField({ description: 'Hosts that could not take the VM (one of the VMs), and then can.', example: 3 })
  hosts_unlocked: number;

  @TextField({
    maxLength: 4096,
    description: 'What is given up, or has to be done.',
    example: 'The NIC may sit on the other socket.',
  })
  costs: string;

  @IntField({ description: 'How many changes there are, three at most.', example: 1 })
  size: number;

  @ListField(() => RelaxationChangeDto, { description: 'The changes one by one.' })
  changes: RelaxationChangeDto[];

  @TextListField({
    ofHost: 'name',
    description: 'The first five of the hosts unlocked, by name.',
    example: ['compute-07'],
  })
  example_hosts: readonly string[];

  @ObjectField(() => RelaxedPredictionDto, {
    optional: true,
    description:
      'What one VM would get at the best place unlocked; null when no host is unlocked but there is more room.',
  })
  predicted: RelaxedPredictionDto | null;

  @ObjectField(() => RelaxedPredictionDto, {
    optional: true,
    description:
      'To compare: what it would get if the fleet were changed and the request were not; null where no change of the ' +
      'fleet alone helps, and for a relaxation that is one.',
  })
  predicted_as_asked: RelaxedPredictionDto | null;
}
