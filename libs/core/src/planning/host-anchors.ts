import type { Rejection } from '../feasibility/rejection';
import type { HostState } from '../fleet/host-state';
import type { GuestTopology } from '../nova-fit/guest-topology';
import { anchorsOf, noAnchor, type Anchor } from './anchors';
import { hasAliasDevices } from './assignment';
import type { NicOption } from './host-options';
import type { RequestContext } from './request-context';

/** The anchors of one host for one request, worked out when first asked for. */
export class HostAnchors {
  private readonly known = new Map<string, readonly Anchor[]>();

  constructor(
    private readonly host: HostState,
    private readonly context: RequestContext,
  ) {}

  /**
   * Anchors for a combination of NIC paths: with the topology that its PCI policies need, in Nova's order.
   *
   * @param disksTakeDevices whether a disk takes a PCI device, which Nova's order depends on.
   */
  of(nics: readonly NicOption[], disksTakeDevices: boolean): readonly Anchor[] {
    const wantsPci = disksTakeDevices || this.wantsPci(nics);
    const topology = this.topologyFor(nics, disksTakeDevices);
    const key = `${topology === this.context.topologies.own ? 'own' : 'policy'}|${wantsPci}`;
    let anchors = this.known.get(key);
    if (anchors === undefined) {
      anchors = anchorsOf(topology, this.host, wantsPci, this.context.policy.release);
      this.known.set(key, anchors);
    }
    return anchors;
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
    const anchors = this.of([], false);
    // Which page size Nova settles on depends on its order of nodes, so a guest may fit in one order only.
    if (own !== null && anchors.length === 0 && this.of([], true).length === 0) {
      return noAnchor(own, host, context.policy.release);
    }
    if (aliases.length === 0 || anchors.some((anchor) => hasAliasDevices({ anchor, host, context }))) return null;
    const names = aliases.map(({ alias, count }) => `${alias}:${count}`).join(', ');
    return {
      code: 'pci.numa_affinity',
      required: `${context.flavorPciPolicy ?? 'legacy'}: ${names} near the guest`,
      available: 'such devices elsewhere only',
    };
  }

  /** Why a combination of NIC paths has no anchor. */
  refusalOf(nics: readonly NicOption[]): Rejection | null {
    const topology = this.topologyFor(nics, false);
    return topology === null ? null : noAnchor(topology, this.host, this.context.policy.release);
  }

  private topologyFor(nics: readonly NicOption[], disksTakeDevices: boolean): GuestTopology | null {
    const { own, forPciPolicy } = this.context.topologies;
    if (own !== null || forPciPolicy === null) return own;
    const flavorCounts = this.context.flavorPciPolicy !== null && (disksTakeDevices || this.context.aliases.length > 0);
    const portCounts = nics.some(
      ({ path }, index) => path.takes !== 'nothing' && this.context.nics[index]?.statedPolicy !== null,
    );
    return flavorCounts || portCounts ? forPciPolicy : null;
  }
}
