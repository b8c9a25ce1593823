import { contradiction } from '../../feasibility/nic-rules/flavor-agrees.rule';
import { notShared } from '../../feasibility/nic-rules/shared-memory.rule';
import type { Rejection } from '../../feasibility/rejection';
import type { HostState } from '../../fleet/host-state';
import { guestNetworks, type GuestNetworks } from '../../nova-fit/network-affinity';
import { hasAliasDevices } from './alias-devices';
import { Anchors, noAnchor } from './anchors';
import { guestNeeds, type GuestNeeds, type GuestVariant } from './guest-variants';
import type { NicOption } from '../search/host-options';
import type { RequestContext } from '../request-context';

/** The anchors of one host for one request, worked out when first asked for. */
export class HostAnchors {
  private readonly known = new Map<number, Anchors>();
  /** Nova looks at the networks of all ports, whatever carries them. */
  private readonly networks: GuestNetworks;

  constructor(
    private readonly host: HostState,
    private readonly context: RequestContext,
  ) {
    this.networks = guestNetworks(context.nics.map(({ nic }) => nic.physicalNetwork));
  }

  /**
   * Anchors for a combination of NIC paths: with the topology that its PCI policies need, in Nova's order.
   *
   * @param disksTakeDevices whether a disk takes a PCI device, which Nova's order depends on.
   */
  of(nics: readonly NicOption[], disksTakeDevices: boolean): Anchors {
    const wantsPci = disksTakeDevices || this.wantsPci(nics);
    const needs = guestNeeds(nics, disksTakeDevices, this.context);
    const key = keyOf(needs) + (wantsPci ? 8 : 0);
    let anchors = this.known.get(key);
    if (anchors === undefined) {
      anchors = this.anchorsFor(needs, wantsPci);
      this.known.set(key, anchors);
    }
    return anchors;
  }

  private anchorsFor(needs: GuestNeeds, wantsPci: boolean): Anchors {
    const variant = this.context.topologies.for(needs, this.isFileBacked);
    const guest = {
      topology: variant.topology,
      networks: this.networks,
      wantsPci,
      sharesMemory: needs.sharedMemory && !this.isFileBacked,
      isRefused: this.refusalOfVariant(variant) !== null,
    };
    return new Anchors(guest, this.host, this.context.policy.release);
  }

  private get isFileBacked(): boolean {
    return this.host.inventory.fileBackedMemory;
  }

  /**
   * Why a guest can be nowhere on the host, its NUMA fit apart. Memory backed by files has no page size: Nova refuses to
   * spawn a guest that states one, were it the smallest (`nova/virt/libvirt/driver.py _get_guest_memory_backing_config`).
   */
  private refusalOfVariant(variant: GuestVariant): Rejection | null {
    const statesPages = variant.topology?.cells.some(({ pageSize }) => pageSize !== null) === true;
    return this.isFileBacked && statesPages ? FILE_BACKED : contradiction(variant);
  }

  /** Whether NICs or the caller's flavor make Nova look for PCI devices. */
  wantsPci(nics: readonly NicOption[]): boolean {
    return this.context.aliases.length > 0 || nics.some((option) => option.path.takes !== 'nothing');
  }

  /** Why what the caller's flavor and image ask for by themselves fits nowhere on the host; null when it does. */
  refusalOfFlavor(): Rejection | null {
    const { host, context } = this;
    const { aliases } = context;
    const { own } = context.topologies;
    const refusal = this.refusalOfVariant({ addedSpecs: {}, topology: own, refusal: null });
    if (refusal !== null) return refusal;
    const anchors = this.of([], false);
    // Which page size Nova settles on depends on its order of nodes, so a guest may fit in one order only.
    if (own !== null && anchors.isEmpty() && this.of([], true).isEmpty()) {
      return noAnchor(own, { networks: this.networks, wantsPci: this.wantsPci([]) }, host, context.policy.release);
    }
    if (aliases.length === 0 || anchors.some((anchor) => hasAliasDevices({ anchor, host, context }))) return null;
    const names = aliases.map(({ alias, count }) => `${alias}:${count}`).join(', ');
    return {
      code: 'pci.numa_affinity',
      required: `${context.flavorPciPolicy ?? 'legacy'}: ${names} near the guest`,
      available: 'such devices elsewhere only',
    };
  }

  /** Whether a combination of NIC paths needs another guest than flavor and image make, or more of its memory. */
  needsOtherGuest(nics: readonly NicOption[]): boolean {
    const needs = guestNeeds(nics, false, this.context);
    if (needs.sharedMemory && !this.isFileBacked) return true;
    return Object.keys(this.context.topologies.for(needs, this.isFileBacked).addedSpecs).length > 0;
  }

  /** Why a combination of NIC paths has no anchor. */
  refusalOf(nics: readonly NicOption[]): Rejection | null {
    const needs = guestNeeds(nics, false, this.context);
    const variant = this.context.topologies.for(needs, this.isFileBacked);
    const refusal = this.refusalOfVariant(variant);
    if (refusal !== null || variant.topology === null) return refusal;
    const { host, context, networks } = this;
    const asked = { networks, wantsPci: this.wantsPci(nics) };
    if (needs.sharedMemory && !this.isFileBacked) {
      const anywhere = new Anchors({ ...asked, topology: variant.topology }, host, context.policy.release);
      if (!anywhere.isEmpty()) return notShared('the smallest pages, which Nova would pick');
    }
    return noAnchor(variant.topology, asked, host, context.policy.release);
  }
}

const FILE_BACKED: Rejection = {
  code: 'memory.file_backed',
  required: 'hw:mem_page_size',
  available: '[libvirt]file_backed_memory, which goes with no page size',
};

function keyOf({ sharedMemory, lockedMemory, pciPolicy }: GuestNeeds): number {
  return (sharedMemory ? 1 : 0) + (lockedMemory ? 2 : 0) + (pciPolicy ? 4 : 0);
}
