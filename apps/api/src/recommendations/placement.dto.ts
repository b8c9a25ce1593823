import {
  DISK_PATH_NAMES,
  NIC_PATH_NAMES,
  type DiskPathName,
  type MigrationMechanism,
  type NicPathName,
} from '@iopath/core';
import { AllocationDto, ReservationDto } from '../allocations/allocation.dto';
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
import { NeutronDto, NovaDto } from './openstack.dto';
import { DiskPredictionDto, NicPredictionDto } from './prediction.dto';

const STRINGS = { keys: [], values: [], of: 'string' } as const;

export class ScoreTermDto {
  @TextField({ description: 'Name of the term.', example: 'latency' })
  name: string;

  @NumberField({ min: 0, description: 'Its weight in the total.', example: 0.4 })
  weight: number;

  @NumberField({ min: 0, max: 1, description: '1 is all one could want, 0 is worthless.', example: 0.95 })
  value: number;

  @TextField({ maxLength: 4096, description: 'The value in words.', example: 'p99 33 µs against a target of 40 µs' })
  reason: string;
}

export class ScoreDto {
  @NumberField({ min: 0, max: 1, description: 'Weighted mean of the terms.', example: 0.87 })
  total: number;

  @ListField(() => ScoreTermDto, { description: 'What it is made of.' })
  terms: ScoreTermDto[];
}

export class PlacedNicDto {
  @TextField({ description: 'Name of the NIC in the request.', example: 'data' })
  name: string;

  @EnumField(NIC_PATH_NAMES, { description: 'The path it gets.', example: 'sriov_vf' })
  path: NicPathName;

  @TextField({ description: "Neutron's `binding:vnic_type`.", example: 'direct' })
  vnic_type: string;

  @IntField({
    optional: true,
    description: 'NUMA node of the device behind it; null if there is none or it is not known.',
    example: 0,
  })
  numa_node: number | null;

  @IntField({ description: 'Queue pairs the guest gets.', example: 8 })
  queues: number;

  @ObjectField(() => ScoreDto, { description: 'How good it is.' })
  score: ScoreDto;

  @ObjectField(() => NicPredictionDto, { description: 'What to expect of it.' })
  predicted: NicPredictionDto;
}

export class PlacedDiskDto {
  @TextField({ description: 'Name of the disk in the request.', example: 'root' })
  name: string;

  @EnumField(DISK_PATH_NAMES, { description: 'The path it gets.', example: 'virtio_blk' })
  path: DiskPathName;

  @IntField({
    optional: true,
    description: 'NUMA node of the device behind it; null if there is none or it is not known.',
    example: 0,
  })
  numa_node: number | null;

  @ObjectField(() => ScoreDto, { description: 'How good it is.' })
  score: ScoreDto;

  @ObjectField(() => DiskPredictionDto, { description: 'What to expect of it.' })
  predicted: DiskPredictionDto;
}

export class MigrationDto {
  @BooleanField({ description: 'Whether it can move while it runs.', example: true })
  live: boolean;

  @EnumField(['transparent', 'unplug_replug', 'none'] satisfies MigrationMechanism[], {
    description: 'What the guest sees of it.',
    example: 'unplug_replug',
  })
  mechanism: MigrationMechanism;

  @TextListField({
    description: 'What has to hold for it.',
    example: ['The guest tolerates the loss of the NIC for a moment.'],
  })
  conditions: readonly string[];

  @IntField({ description: 'Other hosts where every device has the same path free.', example: 12 })
  candidate_targets: number;
}

export class CellDto {
  @IntField({ description: 'Guest NUMA node.', example: 0 })
  guest_cell: number;

  @IntField({ ofHost: 'fact', description: 'Host NUMA node.', example: 0 })
  host_node: number;

  @IntField({ description: "vCPUs that float over the node's shared CPUs.", example: 0 })
  shared_vcpus: number;

  @TextField({ minLength: 0, ofHost: 'fact', description: 'Host CPUs taken for good, as a CPU list.', example: '2-5' })
  pinned_cpus: string;

  @MapField({
    ...STRINGS,
    of: 'number',
    ofHost: 'fact',
    description: 'Guest vCPU → host CPU, as Nova is expected to pin.',
    example: { '0': 2 },
  })
  pinning: Readonly<Record<string, number>>;

  @IntField({ description: 'Memory, MiB.', example: 16_384 })
  memory_mib: number;

  @IntField({ description: 'Size of its pages, KiB.', example: 1_048_576 })
  page_size_kib: number;
}

export class ComputeDto {
  @IntField({ description: "vCPUs of Placement's VCPU.", example: 0 })
  vcpus: number;

  @IntField({ description: "vCPUs of Placement's PCPU.", example: 8 })
  pcpus: number;

  @IntField({ description: 'Memory, MiB.', example: 16_384 })
  memory_mib: number;

  @IntField({ description: 'Disk, GiB.', example: 40 })
  disk_gib: number;

  @ListField(() => CellDto, { description: 'By guest NUMA node; empty without guest NUMA topology.' })
  cells: CellDto[];
}

export class PickedDeviceDto {
  @TextField({ description: 'NIC or disk of the request.', example: 'data' })
  device: string;

  @EnumField(['vf', 'pf', 'pci'], { description: 'What it is.', example: 'vf' })
  kind: string;

  @TextField({ ofHost: 'fact', description: 'Its PCI address.', example: '0000:3b:00.2' })
  address: string;

  @TextField({ optional: true, ofHost: 'fact', description: 'PF of a VF.', example: '0000:3b:00.0' })
  pf_address: string | null;

  @IntField({ optional: true, description: 'NUMA node; null if not known.', example: 0 })
  numa_node: number | null;
}

export class TuningDto {
  @TextField({ description: 'Kind of advice.', example: 'nic.queues' })
  code: string;

  @TextField({ maxLength: 4096, description: 'The advice.', example: 'ethtool -L ens1f0 combined 8' })
  advice: string;

  @TextField({ maxLength: 4096, description: 'Where it comes from.', example: 'Nova, networking guide' })
  source: string;
}

export class PrerequisiteDto {
  @TextField({ description: 'Kind of prerequisite.', example: 'pci.device_spec' })
  code: string;

  @TextField({
    maxLength: 4096,
    ofHost: 'fact',
    description: 'What has to be so.',
    example: 'nova-compute offers the VFs of physnet1',
  })
  what: string;

  @TextField({
    minLength: 0,
    maxLength: 8192,
    ofHost: 'fact',
    description: 'Configuration that makes it so.',
    example: '[pci] …',
  })
  snippet: string;

  @BooleanField({ optional: true, description: 'Null where the inventory does not tell.', example: true })
  met: boolean | null;
}

export class FactsDto {
  @IntField({
    optional: true,
    description: 'Age of the oldest fact used, s, when it was decided; null if not known.',
    example: 120,
  })
  oldest_age_s: number | null;

  @NumberField({
    min: 0,
    max: 1,
    description:
      'Share of the score that the age of these facts cost: 0 while they are current (docs/inventory-age.md).',
    example: 0,
  })
  score_discount: number;

  @TextListField({ description: 'What was assumed because it was not known.', example: [] })
  assumed: readonly string[];
}

/** One VM on one host, with everything that is needed to create it. */
export class PlacementDto {
  @TextField({ ofHost: 'name', description: 'Host.', example: 'compute-01' })
  host_name: string;

  @NumberField({ min: 0, max: 1, description: 'How good the whole is.', example: 0.87 })
  score: number;

  @ListField(() => ScoreTermDto, { description: 'Terms that judge the host as a whole.' })
  host_terms: ScoreTermDto[];

  @ListField(() => PlacedNicDto, { description: 'NICs.' })
  nics: PlacedNicDto[];

  @ListField(() => PlacedDiskDto, { description: 'Disks.' })
  disks: PlacedDiskDto[];

  @ObjectField(() => MigrationDto, { description: 'How it moves.' })
  migration: MigrationDto;

  @ObjectField(() => ComputeDto, { description: 'What it takes of CPUs and memory.' })
  compute: ComputeDto;

  @ListField(() => PickedDeviceDto, { description: 'Devices picked, reserved or not.' })
  devices: PickedDeviceDto[];

  @ObjectField(() => NovaDto, { description: "Nova's side." })
  nova: NovaDto;

  @ObjectField(() => NeutronDto, { description: "Neutron's side." })
  neutron: NeutronDto;

  @ListField(() => AllocationDto, {
    description:
      'Devices that it holds, or held last; empty if nothing was reserved. A VM that was moved holds others than `devices`.',
  })
  vf_allocations: AllocationDto[];

  @ListField(() => ReservationDto, {
    description:
      'Every hold that it has had, the oldest first: what is held of a host as a whole. Empty if nothing was reserved. ' +
      'Where it is now, after a swap perhaps not on `host_name`.',
  })
  reservations: ReservationDto[];

  @ListField(() => TuningDto, { ofHost: 'fact', description: 'Advice for the host.' })
  host_tuning: TuningDto[];

  @ListField(() => PrerequisiteDto, { description: 'What the operator has to have set up.' })
  operator_prerequisites: PrerequisiteDto[];

  @ObjectField(() => FactsDto, { description: 'What it rests on.' })
  facts: FactsDto;
}
