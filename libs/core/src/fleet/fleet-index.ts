import { addHash, formatHash, hash64, subtractHash, type Hash64 } from './content-hash';
import type { Fleet, FleetCloud } from './fleet';
import type { HostState } from './host-state';
import { SharedFacets } from './shared-facets';
import { NO_DEMAND, type VfDemand } from './vf-demand';

/**
 * A fleet that takes single changes cheaply. A fleet once given out never changes: the first change after it
 * copies the list of hosts (not the hosts), so a plan that is being made keeps its view.
 */
export class FleetIndex {
  private hosts: HostState[];
  private sum: Hash64 = { high: 0, low: 0 };
  private given: Fleet | null = null;
  private readonly vfSupply = new Map<string, number>();
  private readonly facets = new SharedFacets();
  private vfDemand: VfDemand = NO_DEMAND;
  private cloud: FleetCloud | null = null;

  constructor(hosts: readonly HostState[] = []) {
    const latest = new Map(hosts.map((host) => [host.hostName, host]));
    this.hosts = [...latest.values()]
      .sort((a, b) => (a.hostName < b.hostName ? -1 : 1))
      .map((host) => this.facets.of(host));
    for (const host of this.hosts) this.add(host);
  }

  get size(): number {
    return this.hosts.length;
  }

  get(hostName: string): HostState | null {
    const host = this.hosts[this.position(hostName)];
    return host?.hostName === hostName ? host : null;
  }

  /** Puts a host in, in place of the one with its name if there is one. */
  set(host: HostState): void {
    this.detach();
    const position = this.position(host.hostName);
    const former = this.hosts[position];
    const replaces = former?.hostName === host.hostName;
    if (replaces) this.subtract(former);
    this.hosts.splice(position, replaces ? 1 : 0, this.facets.of(host));
    this.facets.prune(this.hosts);
    this.add(host);
  }

  /** Takes a host out; an unknown name changes nothing. */
  remove(hostName: string): void {
    const position = this.position(hostName);
    const former = this.hosts[position];
    if (former?.hostName !== hostName) return;
    this.detach();
    this.hosts.splice(position, 1);
    this.subtract(former);
  }

  /** Says how many VFs were reserved of late. Equal demand changes nothing. */
  setVfDemand(demand: VfDemand): void {
    if (demandText(demand) === demandText(this.vfDemand)) return;
    this.detach();
    this.vfDemand = demand;
  }

  /** Says what synchronisations told of the cloud; null: nothing. The hosts stay as they are. */
  setCloud(cloud: FleetCloud | null): void {
    if (JSON.stringify(cloud) === JSON.stringify(this.cloud)) return;
    this.detach();
    this.cloud = cloud;
  }

  /** The fleet as it is now. Two indexes with the same hosts give the same digest, however they came to them. */
  fleet(): Fleet {
    this.given ??= {
      hosts: this.hosts,
      vfSupply: new Map(this.vfSupply),
      vfDemand: this.vfDemand,
      ...(this.cloud && { cloud: this.cloud }),
      digest: formatHash(
        hash64(`${this.hosts.length}:${formatHash(this.sum)}${demandText(this.vfDemand)}${cloudText(this.cloud)}`),
      ),
    };
    return this.given;
  }

  private add(host: HostState): void {
    this.sum = addHash(this.sum, hash64(host.digest));
    for (const [network, free] of host.vfSupply) this.supply(network, free);
  }

  private subtract(host: HostState): void {
    this.sum = subtractHash(this.sum, hash64(host.digest));
    for (const [network, free] of host.vfSupply) this.supply(network, -free);
  }

  private supply(network: string, change: number): void {
    const free = (this.vfSupply.get(network) ?? 0) + change;
    if (free === 0) this.vfSupply.delete(network);
    else this.vfSupply.set(network, free);
  }

  private detach(): void {
    if (this.given === null) return;
    this.hosts = [...this.hosts];
    this.given = null;
  }

  /** Where the host is, or where it would have to be. */
  private position(hostName: string): number {
    let low = 0;
    let high = this.hosts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.hosts[middle] as HostState).hostName < hostName) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Nothing where nothing is known, so that digests from before stay what they were. */
function cloudText(cloud: FleetCloud | null): string {
  const extensions = cloud?.neutronExtensions ?? null;
  return extensions === null ? '' : `;extensions=${extensions.join(',')}`;
}

function demandText(demand: VfDemand): string {
  return [...demand]
    .map(([network, vfs]) => `;${JSON.stringify(network)}=${vfs}`)
    .sort()
    .join('');
}
