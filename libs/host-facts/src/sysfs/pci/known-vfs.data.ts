import { vfModelsOf } from '@iopath/core';
import type { PciFunction } from './pci-functions';

/** VFs with ids of their own that are not of the NIC catalogue: older NICs, and accelerators. Ids as in drivers of Linux. */
const OTHER_VFS: Readonly<Record<string, readonly string[]>> = {
  // 82576 to X550 on Hyper-V; 700 series before its VFs got one id; infrastructure units; QuickAssist.
  '8086': [
    ...['152d', '152f', '152e', '1530', '1564', '15a9', '15b4', '1571', '37d9', '145c'],
    ...['0443', '37c9', '19e3', '18a1', '6f55', '4941', '4943', '4945', '4947'],
  ],
  '15b3': ['1002', 'a2d3'],
  '1137': ['02b7'],
  '14e4': [
    '163e',
    '163f',
    '1606',
    '1607',
    '1609',
    '16c1',
    '16cb',
    '16d3',
    '16e1',
    '16e5',
    '1807',
    '1809',
    '1819',
    'd800',
  ],
  '1077': ['8430', '8440'],
  '1924': ['1803', '1813', '1903', '1923'],
  '19e5': ['371f', '375e', '379e', 'a22f'],
  '177d': ['0011', '9712', 'a064'],
};

/** Drivers of VFs only: whatever the model is, what is bound to one of them is a VF. */
const VF_DRIVERS: ReadonlySet<string> = new Set([
  ...['igbvf', 'ixgbevf', 'i40evf', 'iavf', 'cxgb4vf', 'nicvf', 'thunder-nicvf', 'hinic_vf', 'nfp_netvf', 'fm10kvf'],
  ...['hclgevf', 'liquidio_vf', 'rvu_nicvf', 'octeon_ep_vf', 'qat_dh895xccvf', 'qat_c62xvf', 'qat_c3xxxvf'],
]);

/** Whether its model or its driver is one of VFs. */
export function isKnownVf({ vendorId, productId, driver }: PciFunction): boolean {
  if (vendorId === null || productId === null) return false;
  return (
    VF_DRIVERS.has(driver ?? '') ||
    OTHER_VFS[vendorId]?.includes(productId) === true ||
    vfModelsOf(vendorId, productId).length > 0
  );
}
