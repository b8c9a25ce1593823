import { nicModelOf, vfModelsOf } from '@iopath/core';
import { type PciClass, pciClassOf } from '../pci/pci-class';
import type { PciNodeDevice } from './node-device';

/** What a function is, and why it is thought so where libvirt does not tell its class. */
export interface DeviceClass {
  /** Null: something that nobody asks for, or not known. */
  readonly name: PciClass | null;
  /** Null: libvirt tells the class. */
  readonly assumedFrom: string | null;
}

const NIC_DRIVERS = [
  ...[
    'e1000',
    'e1000e',
    'igb',
    'igbvf',
    'igc',
    'ixgbe',
    'ixgbevf',
    'i40e',
    'i40evf',
    'iavf',
    'ice',
    'fm10k',
    'iwlwifi',
  ],
  ...['mlx4_core', 'mlx5_core', 'tg3', 'bnx2', 'bnx2x', 'bnxt_en', 'be2net', 'enic', 'cxgb4', 'cxgb4vf', 'sfc', 'nfp'],
  ...['qlcnic', 'netxen_nic', 'qede', 'ionic', 'ena', 'hns3', 'hinic', 'atlantic', 'r8169', 'virtio_net', 'vmxnet3'],
] as const;

const DRIVERS: ReadonlyMap<string, PciClass> = new Map<string, PciClass>([
  ...NIC_DRIVERS.map((driver) => [driver, 'network'] as const),
  ['nvme', 'nvme'],
  ['mpt2sas', 'hba'],
  ['mpt3sas', 'hba'],
  ['megaraid_sas', 'hba'],
  ['lpfc', 'hba'],
  ['qla2xxx', 'hba'],
  ['hpsa', 'hba'],
  ['nouveau', 'gpu'],
  ['nvidia', 'gpu'],
  ['amdgpu', 'gpu'],
  ['radeon', 'gpu'],
  ['i915', 'gpu'],
  ['ast', 'gpu'],
  ['mgag200', 'gpu'],
]);

const NETWORK_LABEL = /ethernet|network|gigabit|\b\d{1,3}gbe?\b|\bnic\b|connectx|infiniband|\b82(?:57|59)\d\b/i;
const OTHER_LABEL =
  /bridge|root port|usb|sata|audio|graphics|vga|gpu|quickassist|non-volatile|nvme|\bsas\b|raid|fibre/i;

/**
 * By its class where libvirt tells it (since 5.2), else by what hangs on it, by its driver, and by what it is called: SR-IOV
 * functions of that time are network functions.
 */
export function deviceClassOf(device: PciNodeDevice, hasInterface: boolean): DeviceClass {
  if (device.subClass !== null) return { name: pciClassOf(device.subClass), assumedFrom: null };
  if (hasInterface) return { name: 'network', assumedFrom: 'an interface hangs on it' };
  const driven = DRIVERS.get(device.driver ?? '');
  if (driven !== undefined) return { name: driven, assumedFrom: `its driver is ${device.driver}` };
  if (isKnownNic(device)) return { name: 'network', assumedFrom: 'its ids are those of a NIC' };
  if (OTHER_LABEL.test(device.label)) return { name: null, assumedFrom: 'of what it is called' };
  if (NETWORK_LABEL.test(device.label)) return { name: 'network', assumedFrom: 'of what it is called' };
  const isSriov = device.physicalFunction !== null || device.virtualFunctions !== null;
  return { name: isSriov ? 'network' : null, assumedFrom: 'it has SR-IOV' };
}

function isKnownNic({ vendorId, productId }: PciNodeDevice): boolean {
  if (vendorId === null || productId === null) return false;
  return nicModelOf(vendorId, productId) !== null || vfModelsOf(vendorId, productId).length > 0;
}
