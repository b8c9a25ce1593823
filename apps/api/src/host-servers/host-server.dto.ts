import { formatCpuSet, type CellClaim, type DeviceClaim, type DevicesSomewhere } from '@iopath/core';
import type { ServerOnHost } from '@iopath/usecases';
import { PageDto } from '../paging/page';
import { CpuListField, InstantField, PciAddressField, UuidField } from '../wire/domain-fields';
import { BooleanField, EnumField, IntField, ListField, ObjectField, TextField, TextListField } from '../wire/fields';

const KINDS = ['vf', 'pf', 'pci'] as const;

/** What a server takes of one NUMA node. */
export class HeldCellDto {
  @IntField({ description: 'NUMA node of the host.', example: 0 })
  numa_node: number;

  @IntField({ description: 'vCPUs that float.', example: 0 })
  shared_vcpus: number;

  @CpuListField({ description: 'Host CPUs that are pinned.', example: '4-5' })
  pinned_cpus: string;

  @IntField({ description: 'More CPUs that are taken, of which Nova does not say which.', example: 0 })
  unknown_pinned_cpus: number;

  @IntField({ description: 'Memory, MiB.', example: 4096 })
  memory_mib: number;

  @IntField({ description: 'Size of its pages.', example: 4 })
  page_size_kib: number;
}

/** A device whose address is known. */
export class HeldDeviceDto {
  @EnumField(KINDS, { description: 'A VF, a PF as a whole, or another PCI device.', example: 'vf' })
  kind: string;

  @PciAddressField({ description: 'Its address.', example: '0000:3b:00.2' })
  address: string;

  @PciAddressField({ optional: true, description: 'The PF of a VF; the PF itself.', example: '0000:3b:00.0' })
  pf_address: string | null;

  @IntField({ description: 'Guaranteed bandwidth; 0 when none is.', example: 0 })
  bandwidth_mbps: number;
}

/** Devices whose addresses no service tells. */
export class HeldSomewhereDto {
  @IntField({ description: 'How many.', example: 1 })
  count: number;

  @TextListField({ description: 'VFs of one of these functions.', example: ['0000:3b:00.0'] })
  vfs_of: string[];

  @TextListField({ description: 'Or one of these devices.', example: [] })
  devices: string[];
}

/** Everything that is held. */
export class HeldByServerDto {
  @IntField({ description: "Placement's VCPU.", example: 0 })
  vcpus: number;

  @IntField({ description: "Placement's PCPU.", example: 2 })
  pcpus: number;

  @IntField({ description: 'Memory, MiB.', example: 4096 })
  memory_mib: number;

  @IntField({ description: 'Local disk, GiB.', example: 20 })
  disk_gib: number;

  @ListField(() => HeldCellDto, { description: 'By NUMA node; empty for a guest without NUMA topology.' })
  cells: HeldCellDto[];

  @ListField(() => HeldDeviceDto, { description: 'Devices by address.' })
  devices: HeldDeviceDto[];

  @ListField(() => HeldSomewhereDto, { description: 'Devices whose addresses are not known.' })
  devices_somewhere: HeldSomewhereDto[];
}

/** A server, or another consumer of Placement, on a host. */
export class HostServerDto {
  @TextField({ description: 'Id of the server, or of the consumer.', example: '5e0c1d2b-7d53-4c36-9d0c-3c6a7d0f1b2e' })
  id: string;

  @BooleanField({
    description: 'False for a consumer of Placement that is no server: a migration, or what one left behind.',
    example: true,
  })
  is_server: boolean;

  @TextField({ optional: true, description: 'Its name; null for what is no server.', example: 'db-1' })
  name: string | null;

  @TextField({ optional: true, description: "Nova's status.", example: 'ACTIVE' })
  status: string | null;

  @TextField({ optional: true, description: 'Whose it is.', example: 'p1' })
  project_id: string | null;

  @TextField({
    optional: true,
    description: 'Where Nova says that it is; another host while it is resized or migrated.',
    example: 'compute-01',
  })
  host_name: string | null;

  @BooleanField({
    description: 'True when the ledger holds nothing for it here, so that what it takes counts by itself.',
    example: true,
  })
  foreign: boolean;

  @UuidField({
    optional: true,
    description: 'The reservation that holds for it; null when it is foreign.',
    example: null,
  })
  reservation_id: string | null;

  @ObjectField(() => HeldByServerDto, { description: 'What it takes of this host.' })
  holds: HeldByServerDto;

  @InstantField({ description: 'Since when it takes something here.', example: '2026-11-21T08:00:05.000Z' })
  since: string;

  @InstantField({ description: 'When it was first seen.', example: '2026-11-21T08:00:05.000Z' })
  first_seen_at: string;

  @InstantField({ description: 'When it was last seen.', example: '2026-11-21T08:10:05.000Z' })
  last_seen_at: string;
}

export class HostServerListDto extends PageDto {
  @ListField(() => HostServerDto, { description: 'By id.' })
  servers: HostServerDto[];
}

export function fromServerOnHost({ server, claim, isForeign, ...seen }: ServerOnHost): HostServerDto {
  const { vcpus, pcpus, memoryMib, diskGib, cells, devices, somewhere = [] } = claim;
  return {
    id: claim.reservationId,
    is_server: server !== null,
    name: server?.name ?? null,
    status: server?.status ?? null,
    project_id: server?.projectId ?? null,
    host_name: server?.host ?? null,
    foreign: isForeign,
    reservation_id: seen.reservationId,
    holds: {
      ...{ vcpus, pcpus, memory_mib: memoryMib, disk_gib: diskGib },
      cells: cells.map(fromCell),
      devices: devices.map(fromDevice),
      devices_somewhere: somewhere.map(fromSomewhere),
    },
    since: new Date(seen.sinceMs).toISOString(),
    first_seen_at: new Date(seen.firstSeenAtMs).toISOString(),
    last_seen_at: new Date(seen.lastSeenAtMs).toISOString(),
  };
}

function fromCell({ hostNode, sharedVcpus, pinnedCpus, unknownPinnedCpus = 0, memoryMib, pageSizeKib }: CellClaim) {
  return {
    numa_node: hostNode,
    shared_vcpus: sharedVcpus,
    pinned_cpus: formatCpuSet(pinnedCpus),
    unknown_pinned_cpus: unknownPinnedCpus,
    memory_mib: memoryMib,
    page_size_kib: pageSizeKib,
  };
}

function fromDevice({ kind, address, pfAddress, bandwidthMbps }: DeviceClaim): HeldDeviceDto {
  return { kind, address, pf_address: pfAddress, bandwidth_mbps: bandwidthMbps };
}

function fromSomewhere({ count, among }: DevicesSomewhere): HeldSomewhereDto {
  const of = (wanted: 'vf' | 'device') => among.filter(({ kind }) => kind === wanted).map(({ address }) => address);
  return { count, vfs_of: of('vf'), devices: of('device') };
}
