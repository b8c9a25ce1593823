import type { DiskKind } from '@iopath/core';
import { CpuListField, CpuListOrNoneField, HOST_NAME, InstantField } from '../wire/domain-fields';
import {
  BooleanField,
  EnumField,
  IntField,
  IntListField,
  ListField,
  NumberField,
  ObjectField,
  TextField,
  TextListField,
} from '../wire/fields';
import { AssumedFactDto, ToldFactDto, UnseenFactDto } from './fact-notes.dto';
import { NumaNodeDto } from './numa-node.dto';
import { PciDeviceDto, PfDto } from './pci.dto';

const MAX_GENERATION = 2 ** 31 - 1;
const UNKNOWN = 'Not known when left out, and unknown is never taken for yes.';

export class HostVersionsDto {
  @TextField({ optional: true, description: 'Kernel.', example: '6.8.0' })
  kernel?: string;

  @TextField({ optional: true, description: 'QEMU.', example: '8.2.2' })
  qemu?: string;

  @TextField({ optional: true, description: 'libvirt.', example: '10.0.0' })
  libvirt?: string;

  @TextField({ optional: true, description: 'Open vSwitch.', example: '3.3.0' })
  openvswitch?: string;
}

export class CpuDto {
  @TextField({ optional: true, maxLength: 64, description: 'Architecture.', example: 'x86_64' })
  arch?: string;

  @TextField({ optional: true, description: 'Model name.', example: 'Intel(R) Xeon(R) Gold 6338' })
  model?: string;

  @BooleanField({ optional: true, description: `APICv or AVIC is on. ${UNKNOWN}`, example: true })
  apicv?: boolean;

  @BooleanField({ optional: true, description: `VT-d posted interrupts are on. ${UNKNOWN}`, example: true })
  posted_interrupts?: boolean;

  @CpuListOrNoneField({
    optional: true,
    description: `CPUs that the kernel schedules nothing on by itself; empty: none. ${UNKNOWN}`,
    example: '2-15,34-47',
  })
  isolated_cpus?: string;

  @BooleanField({ optional: true, description: `SMT is on. ${UNKNOWN}`, example: true })
  smt_active?: boolean;
}

export class IommuDto {
  @BooleanField({ optional: true, description: `An IOMMU is on. ${UNKNOWN}`, example: true })
  enabled?: boolean;

  @BooleanField({
    optional: true,
    description: `It runs in pass-through mode (\`iommu=pt\`). ${UNKNOWN}`,
    example: true,
  })
  passthrough?: boolean;
}

export class VhostDto {
  @BooleanField({ optional: true, description: `vhost-net can be used. ${UNKNOWN}`, example: true })
  net?: boolean;

  @BooleanField({ optional: true, description: `vhost-user (OVS-DPDK) can be used. ${UNKNOWN}`, example: false })
  user?: boolean;

  @BooleanField({ optional: true, description: `vhost-vdpa can be used. ${UNKNOWN}`, example: false })
  vdpa?: boolean;
}

export class AllocationRatiosDto {
  @NumberField({ above: 0, max: 1000, default: 4, description: "Nova's `cpu_allocation_ratio`.", example: 16 })
  cpu?: number;

  @NumberField({ above: 0, max: 1000, default: 1, description: "Nova's `ram_allocation_ratio`.", example: 1 })
  ram?: number;

  @NumberField({ above: 0, max: 1000, default: 1, description: "Nova's `disk_allocation_ratio`.", example: 1 })
  disk?: number;
}

export class ReservedDto {
  @IntField({ max: 8192, default: 0, description: "Nova's `reserved_host_cpus`.", example: 0 })
  cpus?: number;

  @IntField({ max: 2 ** 40, default: 512, description: "Nova's `reserved_host_memory_mb`, MiB.", example: 4096 })
  memory_mib?: number;

  @IntField({ max: 2 ** 40, default: 0, description: "Nova's `reserved_host_disk_mb`, in GiB.", example: 0 })
  disk_gib?: number;
}

export class LocalDiskDto {
  @IntField({ max: 2 ** 40, description: 'Disk for instances, GiB.', example: 1788 })
  total_gib: number;

  @EnumField(['nvme', 'ssd', 'hdd'] satisfies DiskKind[], { description: 'What it is.', example: 'nvme' })
  kind: DiskKind;
}

export class BridgeDto {
  @TextField({ maxLength: 127, description: 'Name of the bridge.', example: 'br-physnet1' })
  name: string;

  @TextField({ optional: true, description: 'Physical network behind it.', example: 'physnet1' })
  physical_network?: string;

  @EnumField(['system', 'netdev'], {
    description: 'OVS datapath: `system` is the kernel, `netdev` is DPDK.',
    example: 'system',
  })
  datapath: 'system' | 'netdev';

  @IntField({ max: 10_000_000, optional: true, description: 'Speed of its uplink, Mbit/s.', example: 25_000 })
  uplink_mbps?: number;

  @BooleanField({ optional: true, description: `OVS offloads flows to the NIC. ${UNKNOWN}`, example: false })
  hw_offload?: boolean;
}

export class NetworkNumaAffinityDto {
  @TextField({ optional: true, description: 'Physical network; left out: tunnelled networks.', example: 'physnet1' })
  physical_network?: string;

  @IntListField({ min: 0, max: 1023, maxItems: 1024, description: 'NUMA nodes that it is near to.', example: [0] })
  numa_nodes: number[];
}

/** The inventory document of one host (contract, "Inventory document"). */
export class InventoryDto {
  @IntField({
    optional: true,
    max: MAX_GENERATION,
    description: 'The generation you saw; null or left out: "I believe this host does not exist".',
    example: null,
  })
  generation?: number;

  @InstantField({ optional: true, description: 'When the facts were observed.', example: '2026-11-21T08:00:00Z' })
  observed_at?: string;

  @TextField({ optional: true, maxLength: 64, description: 'Who observed them.', example: 'collector' })
  source?: string;

  @TextField({ optional: true, description: "Nova's availability zone.", example: 'nova' })
  availability_zone?: string;

  @TextListField({ optional: true, maxItems: 256, description: 'Host aggregates it is in.', example: ['sriov'] })
  aggregates?: string[];

  @TextField({ optional: true, description: 'Rack.', example: 'r1' })
  rack?: string;

  @ObjectField(() => HostVersionsDto, { optional: true, description: 'Versions of what runs VMs.' })
  versions?: HostVersionsDto;

  @ObjectField(() => CpuDto, { optional: true, description: 'CPU.' })
  cpu?: CpuDto;

  @ObjectField(() => IommuDto, { optional: true, description: 'IOMMU.' })
  iommu?: IommuDto;

  @ObjectField(() => VhostDto, { optional: true, description: 'vhost back ends.' })
  vhost?: VhostDto;

  @ObjectField(() => AllocationRatiosDto, {
    optional: true,
    description: 'Overcommit, as configured in Nova; what is left out has the default of current releases.',
  })
  allocation_ratios?: AllocationRatiosDto;

  @ObjectField(() => ReservedDto, { optional: true, description: 'What the host keeps for itself.' })
  reserved?: ReservedDto;

  @CpuListField({ optional: true, description: "Nova's `[compute]cpu_dedicated_set`.", example: '2-15,34-47' })
  cpu_dedicated_set?: string;

  @CpuListField({ optional: true, description: "Nova's `[compute]cpu_shared_set`.", example: '0-1,32-33' })
  cpu_shared_set?: string;

  @ObjectField(() => LocalDiskDto, { optional: true, description: `Local disk for instances. ${UNKNOWN}` })
  local_disk?: LocalDiskDto;

  @ListField(() => NumaNodeDto, { minItems: 1, maxItems: 1024, description: 'NUMA nodes; at least one.' })
  numa_nodes: NumaNodeDto[];

  @ListField(() => PfDto, { optional: true, maxItems: 256, description: 'NICs: PFs, and plain ones without VFs.' })
  pfs?: PfDto[];

  @ListField(() => PciDeviceDto, { optional: true, maxItems: 1024, description: 'Other PCI devices for passthrough.' })
  pci_devices?: PciDeviceDto[];

  @ListField(() => BridgeDto, { optional: true, maxItems: 256, description: 'OVS bridges with an uplink.' })
  bridges?: BridgeDto[];

  @ListField(() => NetworkNumaAffinityDto, {
    optional: true,
    maxItems: 256,
    description: "Nova's `[neutron_physnet_X]numa_nodes` and `[neutron_tunnel]numa_nodes`.",
  })
  network_numa_affinity?: NetworkNumaAffinityDto[];

  @BooleanField({
    default: false,
    description: "Nova's `[compute]packing_host_numa_cells_allocation_strategy`.",
    example: false,
  })
  packing_host_numa_cells_allocation_strategy?: boolean;

  @BooleanField({ default: false, description: "Nova's `[libvirt]file_backed_memory` is on.", example: false })
  file_backed_memory?: boolean;

  @IntField({ min: 1, max: 4096, optional: true, description: "Nova's `[libvirt]max_queues`.", example: 8 })
  max_queues?: number;

  @TextListField({
    optional: true,
    maxItems: 4096,
    description: `Traits of the compute node in Placement. ${UNKNOWN}`,
    example: ['HW_CPU_X86_AVX2'],
  })
  traits?: string[];

  @TextField({ optional: true, maxLength: 4096, description: 'Command line of the kernel.', example: 'iommu=pt' })
  kernel_command_line?: string;

  @BooleanField({ optional: true, description: `\`/dev/vfio/vfio\` opens. ${UNKNOWN}`, example: true })
  vfio?: boolean;

  @ListField(() => ToldFactDto, {
    optional: true,
    maxItems: 512,
    description: 'Who told which fact, where several sources were laid over each other.',
  })
  fact_sources?: ToldFactDto[];

  @ListField(() => UnseenFactDto, {
    optional: true,
    maxItems: 2048,
    description: 'What who looked could not see, and why.',
  })
  unseen?: UnseenFactDto[];

  @ListField(() => AssumedFactDto, {
    optional: true,
    maxItems: 2048,
    description: 'What nobody saw and was inferred.',
  })
  assumed?: AssumedFactDto[];
}

/** A line of `POST /v1/hosts:bulk`. */
export class BulkInventoryDto extends InventoryDto {
  @TextField({ description: 'Name of the host.', pattern: HOST_NAME, example: 'compute-01' })
  host_name: string;
}
