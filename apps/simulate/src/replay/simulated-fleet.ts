import { compileHost, FleetIndex, type Fleet, type HostClaim, type HostState } from '@iopath/core';
import { strandedVfsOf } from './stranded-vfs';

/** Hosts under the claims of a replay, changed one host at a time; keeps the totals that are measured. */
export class SimulatedFleet {
  private readonly index: FleetIndex;
  private readonly strandedByHost = new Map<string, number>();
  /** Free VFs of no use where they are, on all hosts. */
  strandedVfs = 0;
  /** Hosts with at least one VM. */
  hostsInUse = 0;

  constructor(hosts: readonly HostState[]) {
    this.index = new FleetIndex(hosts);
    for (const host of hosts) this.account(null, host);
  }

  get fleet(): Fleet {
    return this.index.fleet();
  }

  /** @throws RangeError for a host that is not there. */
  host(hostName: string): HostState {
    const host = this.index.get(hostName);
    if (host === null) throw new RangeError(`${hostName} is not in the fleet`);
    return host;
  }

  claim(hostName: string, claim: HostClaim): void {
    const host = this.host(hostName);
    this.replace(host, [...host.claims, claim]);
  }

  release(hostName: string, reservationId: string): void {
    this.replace(this.host(hostName), this.withoutClaim(hostName, reservationId).claims);
  }

  /** The host as it would be without one claim. */
  withoutClaim(hostName: string, reservationId: string): HostState {
    const host = this.host(hostName);
    return compileHost({ ...host, claims: host.claims.filter((claim) => claim.reservationId !== reservationId) });
  }

  private replace(host: HostState, claims: readonly HostClaim[]): void {
    const compiled = compileHost({ ...host, version: host.version + 1, claims });
    this.index.set(compiled);
    this.account(host, compiled);
  }

  private account(before: HostState | null, after: HostState): void {
    const stranded = strandedVfsOf(after);
    this.strandedVfs += stranded - (this.strandedByHost.get(after.hostName) ?? 0);
    this.strandedByHost.set(after.hostName, stranded);
    const isUsed = (host: HostState | null): number => (host !== null && host.claims.length > 0 ? 1 : 0);
    this.hostsInUse += isUsed(after) - isUsed(before);
  }
}
