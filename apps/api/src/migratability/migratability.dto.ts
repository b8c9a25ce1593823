import {
  DISK_PATH_NAMES,
  type DiskPathName,
  MOVE_MECHANISMS,
  type MoveMechanism,
  NIC_PATH_NAMES,
  NOVA_ACTIONS,
  type NicPathName,
  type NovaAction,
} from '@iopath/core';
import { RejectionDto } from '../recommendations/recommendation.dto';
import { HOST_NAME, UuidField } from '../wire/domain-fields';
import {
  BooleanField,
  EnumField,
  IntField,
  ListField,
  MapField,
  NumberField,
  ObjectField,
  TextField,
  TextListField,
} from '../wire/fields';
import { oneOf } from '../wire/value-rule';

const VM_STATES = ['reserved', 'confirmed', 'orphaned'] as const;
const ACTIONS = [...new Set(Object.values(NOVA_ACTIONS))];

export class DevicePathsDto {
  @MapField({
    keys: [],
    values: [oneOf(NIC_PATH_NAMES)],
    of: 'string',
    description: 'Path of each NIC, by its name.',
    example: { data: 'sriov_vf' },
  })
  nics: Record<string, NicPathName>;

  @MapField({
    keys: [],
    values: [oneOf(DISK_PATH_NAMES)],
    of: 'string',
    description: 'Path of each disk, by its name.',
    example: { root: 'virtio_blk' },
  })
  disks: Record<string, DiskPathName>;
}

export class WayInterruptionDto {
  @NumberField({ min: 0, description: 'Seconds that guest or device is away at least.', example: 2 })
  at_least_s: number;

  @NumberField({ min: 0, description: 'And at most.', example: 45 })
  at_most_s: number;

  @TextField({
    maxLength: 1024,
    description: 'What is away, and what the estimate rests on.',
    example: 'its passed-through devices are away while 4096 MiB of memory are copied',
  })
  reason: string;
}

export class MoveWayDto {
  @EnumField(MOVE_MECHANISMS, {
    description:
      '`ledger`: there is no server yet, only its reservation would move. `transparent`: it goes while it runs. ' +
      '`unplug_replug`: the same, its VFs away meanwhile. `cold`: it shuts down and boots again. `resize`: the same with ' +
      'other extra specs.',
    example: 'unplug_replug',
  })
  mechanism: MoveMechanism;

  @EnumField(ACTIONS, { description: 'What Nova would be asked for.', example: 'os-migrateLive' })
  action: NovaAction;

  @ObjectField(() => WayInterruptionDto, { description: 'How long it would be away.' })
  interruption: WayInterruptionDto;

  @ObjectField(() => DevicePathsDto, { description: 'By which paths it would run there.' })
  paths: DevicePathsDto;

  @IntField({ min: 1, description: 'Hosts that it could go to in this way.', example: 12 })
  hosts: number;

  @TextListField({
    maxItems: 16,
    of: { pattern: HOST_NAME },
    description: 'The first of them by name.',
    example: ['compute-02', 'compute-03'],
  })
  host_names: string[];
}

export class MoveRefusalDto {
  @TextField({
    description:
      '`vm.group_holds_it`, `vm.not_live_migratable`, `vm.refused_by_nova`: why it may not go at all, or not to every ' +
      'host that has room.',
    example: 'vm.group_holds_it',
  })
  code: string;

  @TextField({
    maxLength: 4096,
    description: 'The same in words.',
    example: 'others of its server group are on this host',
  })
  detail: string;
}

export class StayingDeviceDto {
  @TextField({ description: 'NIC or disk; `pci_passthrough:alias` for devices of the flavor.', example: 'scratch' })
  device: string;

  @TextField({ optional: true, description: 'Its path; null for devices of the flavor.', example: 'pci_passthrough' })
  path: string | null;

  @TextField({
    maxLength: 1024,
    description: 'Why no live migration takes it along.',
    example: 'the VM must be shut down to move',
  })
  reason: string;
}

export class VmMigratabilityDto {
  @UuidField({ description: 'The reservation that it holds.', example: '0192f0c1-2d3e-4f50-8a61-72b3c4d5e6f7' })
  reservation_id: string;

  @UuidField({ description: 'Its recommendation.', example: '0192f0c1-2d3e-4f50-8a61-72b3c4d5e6f8' })
  recommendation_id: string;

  @IntField({ description: 'Which of its VMs it is, from 0.', example: 0 })
  member: number;

  @TextField({ optional: true, description: "Nova's server; null while nobody told of one.", example: null })
  server_id: string | null;

  @TextField({ description: 'Name that was asked for.', example: 'upf-1' })
  name: string;

  @TextField({ description: 'Whose it is.', example: 'p1' })
  project_id: string;

  @EnumField(VM_STATES, { description: 'State of its reservation.', example: 'confirmed' })
  state: (typeof VM_STATES)[number];

  @ObjectField(() => DevicePathsDto, { description: 'By which paths it runs here.' })
  paths: DevicePathsDto;

  @IntField({ description: 'Hosts that it could go to.', example: 12 })
  targets: number;

  @ListField(() => MoveWayDto, { description: 'How it could go, least disturbing first; empty when nowhere.' })
  ways: MoveWayDto[];

  @ListField(() => MoveRefusalDto, { description: 'What forbids it to go though there is room.' })
  refusals: MoveRefusalDto[];

  @ListField(() => StayingDeviceDto, { description: 'Devices that keep it from moving while it runs.' })
  not_live_migratable: StayingDeviceDto[];

  @ListField(() => RejectionDto, { description: 'What keeps it off the other hosts, the most common first.' })
  rejections: RejectionDto[];
}

export class NotJudgedServerDto {
  @TextField({ description: 'Id of the server, or of the consumer of Placement.', example: 'srv-1' })
  id: string;

  @BooleanField({ description: 'False for a consumer of Placement that is no server.', example: true })
  is_server: boolean;

  @TextField({ optional: true, description: 'Its name; null for what is no server.', example: 'db-1' })
  name: string | null;

  @TextField({ optional: true, description: 'Whose it is.', example: 'p1' })
  project_id: string | null;

  @TextField({ optional: true, description: "Nova's status.", example: 'ACTIVE' })
  status: string | null;
}

export class MigratabilityDto {
  @TextField({ description: 'Name of the host.', pattern: HOST_NAME, example: 'compute-01' })
  host_name: string;

  @ListField(() => VmMigratabilityDto, { description: 'VMs that the advisor placed here.' })
  vms: VmMigratabilityDto[];

  @ListField(() => NotJudgedServerDto, {
    description:
      'What else is here. The advisor did not place it and knows too little of what it needs to say where it could go: ' +
      'whoever empties the host has to move it himself.',
  })
  not_judged: NotJudgedServerDto[];

  @TextField({ description: 'Hash of the fleet that was looked at.', example: '9f1d2c3b4a596877' })
  fleet_digest: string;

  @TextField({ description: 'Version of the performance model.', example: '2026.11.0' })
  model_version: string;
}
