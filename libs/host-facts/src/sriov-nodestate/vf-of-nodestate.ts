import type { VfFacts } from '@iopath/core';
import {
  integerOf,
  type JsonRecord,
  member,
  pciAddressOf,
  pciIdOf,
  textOf,
  withoutUndefined,
} from '../json/json-values';
import { MAX_COUNT, MAX_NAME, MAX_SHORT } from '../json/limits';

export interface VfOfNodeState {
  readonly facts: VfFacts;
  /** Whether anybody uses the VF: what the listing shows, or null when it does not show it. */
  readonly inferredFrom: string | null;
}

/** Drivers that hand a device to user space: the kernel has no interface for it then, wherever it is. */
const USER_SPACE_DRIVER = /^(?:vfio|uio|igb_uio|pci-stub|pci_stub)|[_-]vfio[_-]pci$/;

/**
 * An entry of `Vfs` (sriov-network-operator, `api/v1 VirtualFunction`). The operator lists names of interfaces in the
 * namespace of the host: a VF that a network driver holds and that has no name there is in the namespace of a pod. What is
 * bound to VFIO has no name either way, and its state is not told.
 *
 * @returns null when the entry names no PCI address
 */
export function vfOfNodeState(entry: JsonRecord): VfOfNodeState | null {
  const address = pciAddressOf(member(entry, 'pciAddress'));
  if (address === undefined) return null;
  const driver = textOf(member(entry, 'driver'), MAX_SHORT);
  const ifname = textOf(member(entry, 'name'), MAX_NAME);
  const vdpaType = textOf(member(entry, 'vdpaType'), MAX_SHORT);
  const { state, inferredFrom } = stateOf({ driver, ifname, vdpaType });
  const facts = withoutUndefined({
    address,
    index: integerOf(member(entry, 'vfID'), 0, MAX_COUNT),
    vendorId: pciIdOf(member(entry, 'vendor')),
    productId: pciIdOf(member(entry, 'deviceID')),
    driver,
    ifname,
    // The operator's own name for the device that it creates.
    vdpaDevice: vdpaType === undefined ? undefined : `vdpa:${address}`,
    state,
  });
  return { facts, inferredFrom };
}

interface Holder {
  readonly driver: string | undefined;
  readonly ifname: string | undefined;
  readonly vdpaType: string | undefined;
}

function stateOf({ driver, ifname, vdpaType }: Holder): Pick<VfOfNodeState, 'inferredFrom'> & Pick<VfFacts, 'state'> {
  if (vdpaType === 'virtio') {
    return {
      state: 'in_use_externally',
      inferredFrom: 'its vDPA device is one of virtio, which the host itself drives',
    };
  }
  if (ifname !== undefined) return { state: 'available', inferredFrom: null };
  if (driver === undefined || vdpaType !== undefined || USER_SPACE_DRIVER.test(driver)) return { inferredFrom: null };
  return {
    state: 'in_use_externally',
    inferredFrom: `${driver} drives it and the host has no interface of it: it is in another network namespace`,
  };
}
