import { PCI_DEVICE_TYPES, type EswitchMode, type LinkState, type PciDeviceType, type VfState } from '@iopath/core';
import { PciAddressField, PciIdField } from '../wire/domain-fields';
import { BooleanField, EnumField, IntField, ListField, TextField } from '../wire/fields';

const NUMA_NODE = { min: -1, max: 1023, optional: true } as const;
const GROUP = { min: 0, max: 65_535, optional: true, description: 'IOMMU group; unknown when left out.' } as const;

export class VfDto {
  @IntField({ max: 65_535, description: "The VF's number on its PF, from 0.", example: 0 })
  index: number;

  @PciAddressField({ description: 'PCI address of the VF.', example: '0000:3b:00.2' })
  address: string;

  @PciIdField({ description: 'PCI vendor id.', example: '15b3' })
  vendor_id: string;

  @PciIdField({ description: 'PCI device id.', example: '101e' })
  product_id: string;

  @TextField({ optional: true, maxLength: 64, description: 'Driver it is bound to.', example: 'vfio-pci' })
  driver?: string;

  @IntField({ ...GROUP, example: 40 })
  iommu_group?: number;

  @IntField({ max: 65_535, optional: true, description: 'Queue pairs the VF has.', example: 11 })
  queues?: number;

  @IntField({ max: 65_535, optional: true, description: 'Queue pairs the VF can have.', example: 16 })
  queues_max?: number;

  @IntField({ max: 65_535, optional: true, description: 'Interrupt vectors (`sriov_vf_msix_count`).', example: 12 })
  msix_vectors?: number;

  @TextField({
    optional: true,
    maxLength: 127,
    description: 'Its interface, while the host drives it.',
    example: 'ens1f0v0',
  })
  ifname?: string;

  @TextField({
    optional: true,
    maxLength: 64,
    description: 'vDPA device on it (`vdpa dev show`); Nova then offers the VF for `vnic_type=vdpa` only.',
    example: 'vdpa0',
  })
  vdpa_device?: string;

  @EnumField(['available', 'in_use_externally', 'unhealthy', 'quarantined'] satisfies VfState[], {
    description: 'Only an `available` VF is ever given away.',
    example: 'available',
  })
  state: VfState;
}

export class PfDto {
  @PciAddressField({ description: 'PCI address of the PF.', example: '0000:3b:00.0' })
  address: string;

  @TextField({ optional: true, maxLength: 127, description: 'Interface name on the host.', example: 'ens1f0' })
  ifname?: string;

  @PciIdField({ description: 'PCI vendor id.', example: '15b3' })
  vendor_id: string;

  @PciIdField({ description: 'PCI device id.', example: '101d' })
  product_id: string;

  @TextField({ optional: true, maxLength: 64, description: 'Driver it is bound to.', example: 'mlx5_core' })
  driver?: string;

  @IntField({ ...NUMA_NODE, description: 'NUMA node it sits on; -1 or left out: not known.', example: 0 })
  numa_node?: number;

  @TextField({
    optional: true,
    description: "Neutron's physical network that it is cabled to; none when left out.",
    example: 'physnet1',
  })
  physical_network?: string;

  @IntField({ max: 10_000_000, optional: true, description: 'Speed of its link, Mbit/s.', example: 25_000 })
  link_speed_mbps?: number;

  @EnumField(['up', 'down', 'unknown'] satisfies LinkState[], {
    default: 'unknown',
    description: 'State of its link.',
    example: 'up',
  })
  link_state?: LinkState;

  @IntField({ min: 68, max: 65_535, optional: true, description: 'MTU, bytes.', example: 9000 })
  mtu?: number;

  @IntField({ max: 65_535, optional: true, description: 'Combined queues that are on (`ethtool -l`).', example: 63 })
  combined_queues?: number;

  @IntField({ max: 65_535, optional: true, description: 'Combined queues it can have (`ethtool -l`).', example: 63 })
  combined_queues_max?: number;

  @EnumField(['legacy', 'switchdev'] satisfies EswitchMode[], {
    optional: true,
    description: 'Mode of the embedded switch (`devlink dev eswitch show`).',
    example: 'legacy',
  })
  eswitch_mode?: EswitchMode;

  @BooleanField({ optional: true, description: 'It takes flows over (`ethtool -k`, hw-tc-offload).', example: false })
  hw_tc_offload?: boolean;

  @TextField({ optional: true, description: 'Firmware (`ethtool -i`).', example: '22.36.1010' })
  firmware_version?: string;

  @IntField({ max: 65_535, optional: true, description: 'VFs it can have (`sriov_totalvfs`).', example: 8 })
  total_vfs?: number;

  @IntField({
    max: 1_000_000,
    optional: true,
    description: 'Interrupt vectors that its VFs share (`sriov_vf_total_msix`).',
    example: 1024,
  })
  vf_total_msix?: number;

  @IntField({ ...GROUP, example: 12 })
  iommu_group?: number;

  @TextField({ optional: true, maxLength: 64, description: 'PCI root it hangs on.', example: '0000:3a' })
  pcie_root?: string;

  @IntField({
    min: 1,
    max: 10_000_000,
    optional: true,
    description: 'Packets that its ports may be promised together, kpps; no budget when left out.',
    example: 20_000,
  })
  packet_rate_kpps?: number;

  @BooleanField({
    default: false,
    description:
      "Nova's `one_time_use` (2025.2): after it was used as a whole, nobody gets it until an operator clears it.",
    example: false,
  })
  one_time_use?: boolean;

  @ListField(() => VfDto, { optional: true, maxItems: 1024, description: 'VFs that exist now; none when left out.' })
  vfs?: VfDto[];
}

export class PciDeviceDto {
  @PciAddressField({ description: 'PCI address.', example: '0000:5e:00.0' })
  address: string;

  @PciIdField({ description: 'PCI vendor id.', example: '144d' })
  vendor_id: string;

  @PciIdField({ description: 'PCI device id.', example: 'a808' })
  product_id: string;

  @TextField({ maxLength: 64, description: 'What it is: `nvme`, `hba`, `gpu` …', example: 'nvme' })
  class: string;

  @TextField({ optional: true, maxLength: 64, description: 'Driver it is bound to.', example: 'vfio-pci' })
  driver?: string;

  @EnumField(PCI_DEVICE_TYPES satisfies readonly PciDeviceType[], {
    default: 'type-PCI',
    description: 'As Nova sees it: a device with SR-IOV capability is `type-PF`, its functions are `type-VF`.',
    example: 'type-PCI',
  })
  device_type?: PciDeviceType;

  @PciAddressField({
    optional: true,
    description: 'The PF that it is a VF of; a `type-VF` without one is never given away.',
    example: '0000:5e:00.0',
  })
  pf_address?: string;

  @IntField({ ...NUMA_NODE, description: 'NUMA node it sits on; -1 or left out: not known.', example: 1 })
  numa_node?: number;

  @IntField({ ...GROUP, example: 50 })
  iommu_group?: number;

  @TextField({
    optional: true,
    description:
      "Nova's `[pci]alias` that covers it; without one no flavor can ask for it. Not looked at where the service is told " +
      "Nova's own definitions (`PCI_ALIASES`).",
    example: 'nvme-pm9a3',
  })
  alias?: string;

  @BooleanField({
    default: false,
    description: 'The host itself needs it (its only disk controller, its root disk): never given away.',
    example: false,
  })
  host_in_use?: boolean;

  @BooleanField({
    default: false,
    description:
      "Nova's `one_time_use` (2025.2), not of a `type-VF`: after it was used, nobody gets it until an operator clears it.",
    example: false,
  })
  one_time_use?: boolean;
}
