import { addHash, formatHash, hash64, subtractHash, type Hash64 } from './content-hash';
import type { Fleet } from './fleet';
import type { HostState } from './host-state';

/**
 * A fleet that takes single changes cheaply. A fleet once given out never changes: the first change after it
 * copies the list of hosts (not the hosts), so a plan that is being made keeps its view.
 */
export class FleetIndex {
  private hosts: HostState[];
  private sum: Hash64 = { high: 0, low: 0 };
  private given: Fleet | null = null;

  constructor(hosts: readonly HostState[] = []) {
    const latest = new Map(hosts.map((host) => [host.hostName, host]));
    this.hosts = [...latest.values()].sort((a, b) => (a.hostName < b.hostName ? -1 : 1));
    for (const host of this.hosts) this.sum = addHash(this.sum, hash64(host.digest));
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
    if (replaces) this.sum = subtractHash(this.sum, hash64(former.digest));
    this.hosts.splice(position, replaces ? 1 : 0, host);
    this.sum = addHash(this.sum, hash64(host.digest));
  }

  /** Takes a host out; an unknown name changes nothing. */
  remove(hostName: string): void {
    const position = this.position(hostName);
    const former = this.hosts[position];
    if (former?.hostName !== hostName) return;
    this.detach();
    this.hosts.splice(position, 1);
    this.sum = subtractHash(this.sum, hash64(former.digest));
  }

  /** The fleet as it is now. Two indexes with the same hosts give the same digest, however they came to them. */
  fleet(): Fleet {
    this.given ??= { hosts: this.hosts, digest: formatHash(hash64(`${this.hosts.length}:${formatHash(this.sum)}`)) };
    return this.given;
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
