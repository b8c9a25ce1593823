import { type DeviceKind, DISK_PATH_NAMES, type DiskPathName, NIC_PATH_NAMES, type NicPathName } from '@iopath/core';
import { EnumField, IntField, ListField, NumberField, TextField } from '../../wire/fields';

const KINDS = ['vf', 'pf', 'pci'] as const satisfies DeviceKind[];

export class StepNicDto {
  @TextField({ description: 'Name of the NIC in the request.', example: 'data' })
  name: string;

  @EnumField(NIC_PATH_NAMES, { description: 'The path it has there.', example: 'sriov_vf' })
  path: NicPathName;

  @NumberField({ optional: true, description: 'Predicted p99, µs; null when overloaded.', example: 33 })
  latency_p99_us: number | null;
}

export class StepDiskDto {
  @TextField({ description: 'Name of the disk in the request.', example: 'root' })
  name: string;

  @EnumField(DISK_PATH_NAMES, { description: 'The path it has there.', example: 'virtio_blk' })
  path: DiskPathName;

  @NumberField({ optional: true, description: 'Predicted p99, µs; null when overloaded.', example: 210 })
  latency_p99_us: number | null;
}

export class StepDeviceDto {
  @TextField({ description: 'The NIC or disk that it is for.', example: 'data' })
  device: string;

  @EnumField(KINDS, { description: 'A VF, a whole PF, or another PCI device.', example: 'vf' })
  kind: DeviceKind;

  @TextField({ description: 'Its PCI address.', example: '0000:3b:00.2' })
  address: string;

  @TextField({ optional: true, description: 'PF that it belongs to.', example: '0000:3b:00.0' })
  pf_address: string | null;

  @IntField({ optional: true, description: 'NUMA node that it sits on; null: not known.', example: 0 })
  numa_node: number | null;
}

export class StepCellDto {
  @IntField({ description: 'Guest NUMA node.', example: 0 })
  guest_cell: number;

  @IntField({ description: 'Host NUMA node.', example: 0 })
  host_node: number;

  @TextField({ optional: true, description: 'Host CPUs that are pinned; null: none.', example: '2-9' })
  pinned_cpus: string | null;

  @IntField({ description: 'Memory, MiB.', example: 16384 })
  memory_mib: number;

  @IntField({ description: 'Size of its pages.', example: 1048576 })
  page_size_kib: number;
}

/** Where a VM is to lie on its new host, as advice would have it; Nova picks again, and may pick otherwise. */
export class StepPlaceDto {
  @NumberField({ min: 0, max: 1, description: 'How good it is there.', example: 0.87 })
  score: number;

  @ListField(() => StepNicDto, { description: 'Its NICs.' })
  nics: StepNicDto[];

  @ListField(() => StepDiskDto, { description: 'Its disks.' })
  disks: StepDiskDto[];

  @ListField(() => StepDeviceDto, { description: 'Devices that it takes.' })
  devices: StepDeviceDto[];

  @ListField(() => StepCellDto, { description: 'NUMA nodes that it takes of; empty without guest NUMA topology.' })
  cells: StepCellDto[];
}
