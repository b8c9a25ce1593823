import type { NicPath } from '../../io-path/nic-path';
import { guestTopologyOf, type GuestTopology } from '../../nova-fit/guest-topology';
import type { NovaRefusal } from '../../nova/nova-refusal';
import { lenientBoolean } from '../../nova/python-values';
import type { Flavor, Image } from '../../request/vm-request';
import type { RequestContext } from '../request-context';

/** What a combination of paths needs of the guest beyond what flavor and image make of it. */
export interface GuestNeeds {
  /** A NIC on OVS-DPDK: huge pages, which the switch can map. */
  readonly sharedMemory: boolean;
  /** A vDPA NIC: locked memory, which Nova takes with a page size only. */
  readonly lockedMemory: boolean;
  /** A device with a PCI NUMA policy, which has no effect without a guest node (handbook 0.2, fact 6). */
  readonly pciPolicy: boolean;
}

/** The guest with the extra specs that such needs add to the caller's flavor. */
export interface GuestVariant {
  readonly addedSpecs: Readonly<Record<string, string>>;
  /** Null for a guest without NUMA topology. */
  readonly topology: GuestTopology | null;
  /** Why Nova would not take the flavor with the added specs; null when it does. */
  readonly refusal: NovaRefusal | null;
}

/** Every guest that candidates of one request can have, each made when first asked for. */
export class GuestVariants {
  private readonly known = new Map<number, GuestVariant>();

  /** @param own what flavor and image make by themselves; null for no NUMA topology. */
  constructor(
    private readonly flavor: Flavor,
    private readonly image: Image,
    readonly own: GuestTopology | null,
  ) {}

  /** @param isFileBacked whether the host backs guest memory by files, which shares it and forbids any page size. */
  for(needs: GuestNeeds, isFileBacked: boolean): GuestVariant {
    const key =
      (needs.sharedMemory && !isFileBacked ? 1 : 0) + (needs.lockedMemory ? 2 : 0) + (needs.pciPolicy ? 4 : 0);
    let variant = this.known.get(key);
    if (variant === undefined) {
      variant = this.variant((key & 1) > 0, needs.lockedMemory, needs.pciPolicy);
      this.known.set(key, variant);
    }
    return variant;
  }

  /** Whether flavor or image say that guest memory is, or is not, locked; null when neither does. */
  get statesLocked(): boolean | null {
    const { 'hw:cpu_realtime': realtime, 'hw:locked_memory': locked } = this.flavor.extraSpecs;
    // Realtime guests are locked whatever else is said (nova/virt/libvirt/driver.py _get_guest_memory_backing_config).
    if (realtime !== undefined && lenientBoolean(realtime)) return true;
    const stated = locked ?? this.image.properties['hw_locked_memory'];
    return stated === undefined ? null : lenientBoolean(stated);
  }

  private variant(shares: boolean, locks: boolean, hasPolicy: boolean): GuestVariant {
    const addedSpecs: Record<string, string> = {};
    const mustLock = locks && this.statesLocked === null;
    if (mustLock) addedSpecs['hw:locked_memory'] = 'true';
    // Huge pages serve both; where only locking asks, the smallest pages count the memory and overcommit none of it.
    if ((shares || mustLock) && !this.flavor.extraSpecs['hw:mem_page_size']) {
      addedSpecs['hw:mem_page_size'] = shares ? 'large' : 'small';
    }
    if (hasPolicy && this.own === null && addedSpecs['hw:mem_page_size'] === undefined)
      addedSpecs['hw:numa_nodes'] = '1';
    if (Object.keys(addedSpecs).length === 0) return { addedSpecs, topology: this.own, refusal: null };
    const extraSpecs = { ...this.flavor.extraSpecs, ...addedSpecs };
    const guest = guestTopologyOf({ ...this.flavor, extraSpecs }, this.image);
    return guest.ok
      ? { addedSpecs, topology: guest.topology, refusal: null }
      : { addedSpecs, topology: null, refusal: guest.refusal };
  }
}

/**
 * What these NICs and disks need of the guest.
 *
 * @param nics one for each NIC of the request, at its index; holes are NICs that are not looked at.
 */
export function guestNeeds(
  nics: readonly { readonly path: NicPath }[],
  disksTakeDevices: boolean,
  { flavorPciPolicy, aliases, nics: asked }: RequestContext,
): GuestNeeds {
  let sharedMemory = false;
  let lockedMemory = false;
  let pciPolicy = flavorPciPolicy !== null && (disksTakeDevices || aliases.length > 0);
  nics.forEach(({ path }, index) => {
    if (path.needs.guestMemory === 'shared') sharedMemory = true;
    else if (path.needs.guestMemory === 'locked') lockedMemory = true;
    if (path.takes !== 'nothing' && asked[index]?.statedPolicy != null) pciPolicy = true;
  });
  return { sharedMemory, lockedMemory, pciPolicy };
}
