import type { HostFacets } from './facets';
import type { HostState } from './host-state';

/** Texts of hosts that have left are thrown away when they outnumber those of the fleet. */
const SLACK = 1_000;

/**
 * Lets hosts with equal facets have one object for them. A plan then tells hosts apart by looking at a pointer each,
 * where comparing texts would read megabytes; and a fleet of ten thousand hosts holds the texts of its kinds only.
 */
export class SharedFacets {
  private byText = new Map<string, HostFacets>();
  private shared = new Set<HostFacets>();

  /** The host with the object that all hosts of its facets have. */
  of(host: HostState): HostState {
    const { facets } = host;
    if (this.shared.has(facets)) return host;
    const text = [facets.io, facets.devices, facets.cells, facets.vms].join('\n');
    const known = this.byText.get(text);
    if (known !== undefined) return { ...host, facets: known };
    this.byText.set(text, facets);
    this.shared.add(facets);
    return host;
  }

  /** Forgets what no host has any more, when there is much of it. */
  prune(hosts: readonly HostState[]): void {
    if (this.shared.size <= 2 * hosts.length + SLACK) return;
    const inUse = new Set(hosts.map(({ facets }) => facets));
    this.shared = inUse;
    this.byText = new Map([...this.byText].filter(([, facets]) => inUse.has(facets)));
  }
}
