import type { VfState } from '@iopath/core';

/** Drivers that hand a device to user space: the kernel has no interface for it then, in whatever namespace. */
const USER_SPACE_DRIVER = /^(?:vfio|uio|igb_uio|pci-stub|pci_stub)|[_-]vfio[_-]pci$/;

export interface VfUse {
  /** Null: a listing of interfaces does not show it. */
  readonly state: VfState | null;
  /** In words, where the state is not seen but follows. */
  readonly inferredFrom: string | null;
}

/**
 * Whether anybody uses a VF, by who drives it and its interface in the namespace of the host: a VF that a network driver holds
 * and that has no interface there has it in another namespace, of a pod or a container. What is bound to VFIO has none
 * either way.
 */
export function vfUseOf({ driver, ifname }: { readonly driver?: string; readonly ifname?: string }): VfUse {
  if (ifname !== undefined) return { state: 'available', inferredFrom: null };
  if (driver === undefined || USER_SPACE_DRIVER.test(driver)) return { state: null, inferredFrom: null };
  return {
    state: 'in_use_externally',
    inferredFrom: `${driver} drives it and the host has no interface of it: it is in another network namespace`,
  };
}
