import { PLACEMENT_MODES, type PlacementMode } from '@iopath/core';
import { REALISED_STATES, type RealisedState } from '@iopath/usecases';
import { UuidField } from '../wire/domain-fields';
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
  textRules,
} from '../wire/fields';

/** Nova's and Neutron's ids are UUIDs nearly everywhere, and texts by contract. */
const CLOUD_ID = textRules({ maxLength: 64 });
const EXAMPLE_NETWORK = '9b2f4d0e-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
const EXAMPLE_PORT = '5d0c1b2a-3948-4756-8695-a4b3c2d1e0f9';

export class RealiseRequestDto {
  @TextField({ description: 'Image to boot from: its id, or its name where only one has it.', example: 'ubuntu-24.04' })
  image: string;

  @MapField({
    optional: true,
    keys: textRules({ maxLength: 64 }),
    values: CLOUD_ID,
    of: 'string',
    description:
      'Network id by NIC. For a NIC that is left out: the only network on its physical network that the project can use.',
    example: { data: EXAMPLE_NETWORK },
  })
  networks?: Record<string, string> | null;

  @TextField({
    optional: true,
    maxLength: 64,
    description:
      "Project that the ports are to belong to, so that it can boot the server itself; the service's own when left out. Not with `boot`: Nova takes ports of the server's project only.",
    example: null,
  })
  ports_project?: string | null;

  @BooleanField({
    optional: true,
    description: "`port_security_enabled` of the ports; Neutron's default when left out.",
  })
  port_security_enabled?: boolean | null;

  @EnumField(PLACEMENT_MODES, {
    default: 'free',
    description:
      'Who chooses the host: `free` Nova among all, `zone` Nova in the zone of the recommended host, `host` the advisor (microversion 2.74, an administrator’s right; filters still judge it).',
  })
  placement?: PlacementMode | null;

  @TextField({ optional: true, description: 'Name of a key pair of the user that boots the server.', example: null })
  key_name?: string | null;

  @UuidField({
    optional: true,
    description:
      "Nova's id of the server group; needed where the request names its group otherwise and Nova chooses the host.",
  })
  server_group?: string | null;

  @MapField({
    optional: true,
    keys: textRules({ maxLength: 64 }),
    values: CLOUD_ID,
    of: 'string',
    description: 'Volume id by disk, of the disks beside the root disk; one VM only.',
    example: {},
  })
  volumes?: Record<string, string> | null;

  @BooleanField({ default: false, description: 'Whether to create the servers too, not only what they need.' })
  boot?: boolean | null;

  @BooleanField({ default: false, description: 'Only show every call that would be made.' })
  dry_run?: boolean | null;
}

export class CloudCallDto {
  @EnumField(['compute', 'network'], { description: 'Service, by its type in the catalog.', example: 'compute' })
  service: string;

  @TextField({ description: 'HTTP method.', example: 'POST' })
  method: string;

  @TextField({ maxLength: 1024, description: "Path below the service's endpoint.", example: '/servers' })
  path: string;

  @TextField({ optional: true, description: 'Lowest microversion that takes the body.', example: '2.74' })
  microversion: string | null;

  @field({ description: 'The body.', example: { server: { name: 'web-1' } } }, [], {
    type: 'object',
    additionalProperties: true,
  })
  body: unknown;
}

export class RealisedFlavorDto {
  @TextField({ optional: true, description: 'Id; null in a dry run for one that does not exist yet.', example: '42' })
  id: string | null;

  @TextField({ description: 'Name.', example: 'iopath-8c-16384m-40g-1a2b3c4d' })
  name: string;

  @BooleanField({ description: 'Whether it was made, or completed, for this.', example: true })
  created: boolean;
}

export class RealisedPortDto {
  @TextField({ description: 'NIC that it is for.', example: 'data' })
  nic: string;

  @TextField({
    description: 'Name that no other port has.',
    example: 'iopath-0db4459b-b2ff-5f2f-b4b0-3db586fa496d-0-data',
  })
  name: string;

  @TextField({ description: 'Its network.', example: EXAMPLE_NETWORK })
  network_id: string;

  @TextField({ optional: true, description: 'Id; null in a dry run.', example: EXAMPLE_PORT })
  id: string | null;
}

export class RealisedVmDto {
  @IntField({ description: 'Which of the VMs it is, from 0.', example: 0 })
  member: number;

  @EnumField(REALISED_STATES, {
    description: '`creating`, `created` (all but the server), `booted`, `failed`.',
    example: 'booted',
  })
  state: RealisedState;

  @TextField({ description: 'Recommended host.', example: 'compute-01' })
  host_name: string;

  @TextField({ description: 'Name of the server.', example: 'web-1' })
  server_name: string;

  @ObjectField(() => RealisedFlavorDto, { description: 'Its flavor.' })
  flavor: RealisedFlavorDto;

  @ListField(() => RealisedPortDto, { description: 'Its ports, in the order of the NICs.' })
  ports: RealisedPortDto[];

  @ObjectField(() => CloudCallDto, { optional: true, description: '`POST /servers`: send it to boot the VM yourself.' })
  server_request: CloudCallDto | null;

  @TextField({ optional: true, description: 'Id of the server; null until it was asked for.', example: null })
  server_id: string | null;
}

export class RealisedImageDto {
  @TextField({ description: 'Id.', example: '3c2b1a09-f8e7-4d6c-9b5a-4f3e2d1c0b9a' })
  id: string;

  @TextField({ description: 'Name.', example: 'ubuntu-24.04' })
  name: string;
}

export class RealisationDto {
  @UuidField({ description: 'Id of the recommendation.', example: '0db4459b-b2ff-5f2f-b4b0-3db586fa496d' })
  recommendation_id: string;

  @BooleanField({ description: 'Whether nothing was made.', example: false })
  dry_run: boolean;

  @ObjectField(() => RealisedImageDto, { description: 'The image.' })
  image: RealisedImageDto;

  @ListField(() => RealisedVmDto, { description: 'One a VM.' })
  vms: RealisedVmDto[];

  @ListField(() => CloudCallDto, {
    description:
      'Of a dry run: every call in order; `{flavor NAME}` and `{port NAME}` stand for ids to come. Else empty.',
  })
  calls: CloudCallDto[];

  @TextListField({
    description: 'What Nova and Neutron leave to chance, and what is left to do by hand.',
    of: { maxLength: 1024 },
  })
  notes: string[];
}
