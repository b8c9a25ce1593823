import { buildFleet } from '../../fleet/build-fleet';
import { compileHost, type HostFacts } from '../../fleet/compile-host';
import { formatHash, hash64 } from '../../fleet/content-hash';
import type { Fleet } from '../../fleet/fleet';
import type { HostClaim } from '../../fleet/host-claims';
import { canonicalInventory } from '../../inventory/canonical-inventory';
import type { Inventory, PhysicalFunction } from '../../inventory/inventory';
import type { PlanningPolicy } from '../../planning/planning-policy';
import type { Profile } from '../../scoring/profile';
import type { ChangedFleet, UprootedClaim } from './changed-fleet';

/** A fleet while changes are made to it, one after the other. The fleet that it was made of stays as it is. */
export class ChangingFleet {
  private readonly hosts: Map<string, HostFacts>;
  private readonly profiles = new Map<string, Profile>();
  private readonly uprooted = new Map<string, UprootedClaim>();
  private readonly hashes = new Map<Inventory, string>();

  constructor(
    private readonly before: Fleet,
    public policy: PlanningPolicy,
  ) {
    this.hosts = new Map(before.hosts.map((host) => [host.hostName, host]));
    for (const { inventory, inventoryHash } of before.hosts) this.hashes.set(inventory, inventoryHash);
  }

  host(hostName: string): HostFacts | undefined {
    return this.hosts.get(hostName);
  }

  /** Puts a host in with nobody on it, active. */
  add(hostName: string, inventory: Inventory): void {
    const inventoryHash = this.hashOf(hostName, inventory);
    const empty = { state: 'active', generation: 1, version: 1, claims: [], quarantined: [] } as const;
    this.hosts.set(hostName, { hostName, inventory, inventoryHash, ...empty });
  }

  /** Takes a host out, and with it all that is on it. */
  remove(host: HostFacts): void {
    for (const claim of host.claims) this.uproot(host.hostName, claim, []);
    this.hosts.delete(host.hostName);
  }

  /**
   * Gives a host another inventory. What is held there stays held until its VMs have gone.
   *
   * @param gone a PF that is taken away with its VFs, or whose VFs are made anew: who holds of it has to go; null for none.
   */
  setInventory(host: HostFacts, inventory: Inventory, gone: PhysicalFunction | null): void {
    const inventoryHash = this.hashOf(host.hostName, inventory);
    this.hosts.set(host.hostName, { ...host, inventory, inventoryHash });
    if (gone === null) return;
    for (const claim of host.claims) {
      const devices = heldOf(gone, claim);
      if (devices.length > 0) this.uproot(host.hostName, claim, devices);
    }
  }

  /** The profile weighs so from here on, for VMs that were judged by it too. */
  setProfile(profile: Profile, policy: PlanningPolicy): void {
    this.profiles.set(profile.name, profile);
    this.policy = policy;
  }

  changed(): Omit<ChangedFleet, 'faults'> {
    const compiled = new Map<HostFacts, Fleet['hosts'][number]>(this.before.hosts.map((host) => [host, host]));
    const hosts = [...this.hosts.values()].map((facts) => compiled.get(facts) ?? compileHost(facts));
    return {
      fleet: buildFleet(hosts, this.before.vfDemand, this.before.cloud),
      policy: this.policy,
      profiles: Object.fromEntries(this.profiles),
      uprooted: [...this.uprooted.values()],
    };
  }

  /** Of a claim that was uprooted before, more of its devices are gone, or its whole host. */
  private uproot(
    hostName: string,
    { reservationId, isForeign, projectId }: HostClaim,
    devices: readonly string[],
  ): void {
    const key = `${hostName} ${reservationId}`;
    const known = devices.length === 0 ? [] : (this.uprooted.get(key)?.devices ?? []);
    this.uprooted.set(key, {
      reservationId,
      isForeign: isForeign === true,
      projectId,
      hostName,
      devices: [...new Set([...known, ...devices])],
    });
  }

  /** The same content has the same hash, as far as this fleet knows it: changes that undo each other leave its digest. */
  private hashOf(hostName: string, inventory: Inventory): string {
    let hash = this.hashes.get(inventory);
    if (hash === undefined) {
      const text = canonicalInventory(inventory);
      const former = this.before.hosts.find((host) => host.hostName === hostName);
      const isAsBefore = former !== undefined && canonicalInventory(former.inventory) === text;
      hash = isAsBefore ? former.inventoryHash : formatHash(hash64(text));
      this.hashes.set(inventory, hash);
    }
    return hash;
  }
}

/** Addresses of what a claim holds of a PF; the PF's own for a VF of it that nobody knows, or that may be of another. */
function heldOf(pf: PhysicalFunction, { devices, somewhere = [] }: HostClaim): readonly string[] {
  const known = devices.filter(({ address, pfAddress }) => address === pf.address || pfAddress === pf.address);
  const spots = somewhere.flatMap(({ among }) => among).filter(({ address }) => address === pf.address);
  return [...known, ...spots].map(({ address }) => address);
}
