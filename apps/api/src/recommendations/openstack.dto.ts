import {
  BooleanField,
  EnumField,
  field,
  IntField,
  ListField,
  MapField,
  ObjectField,
  TextField,
  TextListField,
} from '../wire/fields';

const STRINGS = { keys: [], values: [], of: 'string' } as const;

export class NovaFlavorDto {
  @TextField({
    description: 'Name of the flavor; the same needs give the same name.',
    example: 'iopath-8c-16384m-40g-1a2b3c4d',
  })
  name: string;

  @IntField({ description: 'vCPUs.', example: 8 })
  vcpus: number;

  @IntField({ description: 'Memory, MiB.', example: 16_384 })
  ram_mib: number;

  @IntField({ description: 'Root disk, GiB.', example: 40 })
  disk_gib: number;

  @MapField({ ...STRINGS, description: 'Extra specs.', example: { 'hw:cpu_policy': 'dedicated' } })
  extra_specs: Readonly<Record<string, string>>;

  @BooleanField({ description: 'One of `existing_flavors`, so that none has to be created.', example: false })
  reused: boolean;
}

export class DiskBusDto {
  @TextField({ description: 'Disk of the request.', example: 'data' })
  disk: string;

  @TextField({ description: '`disk_bus` for block_device_mapping_v2.', example: 'virtio' })
  disk_bus: string;
}

export class NovaServerDto {
  @TextField({ ofHost: 'name', description: 'Host to ask for.', example: 'compute-01' })
  host: string;

  @TextField({ optional: true, description: 'Availability zone to ask for.', example: 'nova' })
  availability_zone: string | null;
}

export class NovaDto {
  @ObjectField(() => NovaFlavorDto, { description: 'Flavor to create or to use.' })
  flavor: NovaFlavorDto;

  @MapField({
    ...STRINGS,
    description: 'Properties that the image needs.',
    example: { hw_vif_multiqueue_enabled: 'true' },
  })
  image_properties: Readonly<Record<string, string>>;

  @ListField(() => DiskBusDto, { description: 'Disks other than the root disk.' })
  block_device_mapping: DiskBusDto[];

  @ObjectField(() => NovaServerDto, { description: 'Where to boot it.' })
  server: NovaServerDto;
}

/** Exactly what goes into Neutron's port, beside the network. */
export class NeutronPortDto {
  @TextField({ description: 'NIC of the request.', example: 'data' })
  name: string;

  @TextField({ description: 'vNIC type.', example: 'direct' })
  'binding:vnic_type': string;

  @field({ description: 'Binding profile.', example: {} }, [], { type: 'object', additionalProperties: true })
  'binding:profile': Readonly<Record<string, string | readonly string[]>>;

  @TextField({ optional: true, description: 'Left out where the port should not carry one.', example: 'required' })
  numa_affinity_policy?: string;

  @BooleanField({ optional: true, description: 'Left out where the port should not carry it.', example: true })
  trusted?: boolean;

  @TextField({ optional: true, description: 'Left out where the port should not carry it.', example: 'switchdev' })
  hardware_offload_type?: string;
}

export class PortNoteDto {
  @TextField({ description: 'NIC of the request.', example: 'data' })
  name: string;

  @TextField({ optional: true, description: 'Physical network that its network has to be on.', example: 'physnet1' })
  physical_network: string | null;

  @EnumField(['member', 'admin', 'service'], { description: 'Role that may create the port so.', example: 'member' })
  required_role: string;

  @TextListField({
    description: 'What Nova and Neutron leave to chance or do not do for such a port, and how it is asked for.',
    example: ['security groups are not enforced'],
  })
  notes: readonly string[];
}

export class NeutronDto {
  @ListField(() => NeutronPortDto, { description: 'Ports to create.' })
  ports: NeutronPortDto[];

  @ListField(() => PortNoteDto, { description: 'What to know about them that is not part of them.' })
  port_notes: PortNoteDto[];
}
