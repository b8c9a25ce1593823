import { canonicalInventory, compileHost, type HostFacts, type HostState, type VirtualFunction } from '@iopath/core';
import { anInventory } from './a-host-record';

/** What is stored of an active host with nothing on it. */
export function hostFacts(hostName = 'compute-1', changes: Partial<HostFacts> = {}): HostFacts {
  const inventory = changes.inventory ?? anInventory();
  return {
    hostName,
    state: 'active',
    generation: 1,
    version: 1,
    inventory,
    inventoryHash: canonicalInventory(inventory),
    claims: [],
    quarantined: [],
    ...changes,
  };
}

/** The same as the planner sees it. */
export function aHostState(hostName = 'compute-1', changes: Partial<HostFacts> = {}): HostState {
  return compileHost(hostFacts(hostName, changes));
}

/** A free VF of a ConnectX-6 Dx at 0000:3b:00.2, in an IOMMU group of its own. */
export function aVf(changes: Partial<VirtualFunction> = {}): VirtualFunction {
  return {
    index: 0,
    address: '0000:3b:00.2',
    vendorId: '15b3',
    productId: '101e',
    driver: 'vfio-pci',
    iommuGroup: 40,
    queues: 11,
    vdpaDevice: null,
    state: 'available',
    ...changes,
  };
}
