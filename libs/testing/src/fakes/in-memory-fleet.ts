import type { CalibratedModel, FleetCloud, HostClaim, RecentVfNics, VfDemand } from '@iopath/core';
import { type FleetChanges, FleetReader, type HostRecord } from '@iopath/usecases';

/** Hosts and claims in memory, with the change sequence that the port promises. */
export class InMemoryFleet extends FleetReader {
  /** How often the fleet was asked for its changes. */
  reads = 0;
  /** Set to hold a read up, or to let something happen just before it. */
  beforeRead: () => Promise<void> = () => Promise.resolve();

  /** What was reserved of late. */
  vfDemand: VfDemand = new Map();

  /** VF NICs that were asked for of late. */
  vfNics: readonly RecentVfNics[] = [];

  /** What synchronisations told of the cloud. */
  cloudNow: FleetCloud | null = null;

  /** The active model; null: the one as shipped. */
  modelNow: CalibratedModel | null = null;

  /** Other versions of the model. */
  shadows: readonly CalibratedModel[] = [];

  private readonly hosts = new Map<string, HostRecord>();
  private readonly lastChange = new Map<string, number>();
  private sequence = 0;

  put(...records: readonly HostRecord[]): void {
    for (const record of records) {
      this.hosts.set(record.hostName, record);
      this.lastChange.set(record.hostName, ++this.sequence);
    }
  }

  remove(hostName: string): void {
    this.hosts.delete(hostName);
    this.lastChange.set(hostName, ++this.sequence);
  }

  host(hostName: string): HostRecord | undefined {
    return this.hosts.get(hostName);
  }

  /** Changes the live claims of a host, and so its version. */
  changeClaims(hostName: string, change: (claims: readonly HostClaim[]) => readonly HostClaim[]): void {
    const host = this.hosts.get(hostName);
    if (host !== undefined) this.put({ ...host, version: host.version + 1, claims: change(host.claims) });
  }

  override model(version: string): Promise<CalibratedModel | null> {
    const known = [...this.shadows, ...(this.modelNow === null ? [] : [this.modelNow])];
    return Promise.resolve(known.find((model) => model.version === version) ?? null);
  }

  override cloud(): Promise<FleetCloud | null> {
    return Promise.resolve(this.cloudNow);
  }

  override async changesSince(watermark: string | null): Promise<FleetChanges> {
    this.reads++;
    await this.beforeRead();
    const since = Number(watermark ?? 0);
    const names = [...this.lastChange].filter(([, sequence]) => sequence > since).map(([name]) => name);
    return {
      changed: names.flatMap((name) => this.hosts.get(name) ?? []),
      removed: watermark === null ? [] : names.filter((name) => !this.hosts.has(name)),
      watermark: String(this.sequence),
      activeModel: this.modelNow?.version ?? null,
    };
  }

  override read(hostNames: readonly string[]): Promise<readonly HostRecord[]> {
    return Promise.resolve(hostNames.flatMap((name) => this.hosts.get(name) ?? []));
  }

  override recentVfDemand(): Promise<VfDemand> {
    return Promise.resolve(this.vfDemand);
  }

  override recentVfNics(): Promise<readonly RecentVfNics[]> {
    return Promise.resolve(this.vfNics);
  }

  override hostsOfGroup(groupId: string): Promise<readonly string[]> {
    return Promise.resolve(this.carriersOf(groupId));
  }

  /** Hosts that carry a live VM of this server group. */
  carriersOf(groupId: string): readonly string[] {
    const inGroup = ({ claims }: HostRecord) => claims.some((claim) => claim.groupId === groupId);
    return [...this.hosts.values()].filter(inGroup).map(({ hostName }) => hostName);
  }

  override unknownPhysicalNetworks(names: readonly string[]): Promise<readonly string[]> {
    const known = new Set(
      [...this.hosts.values()].flatMap(({ inventory }) =>
        [...inventory.pfs, ...inventory.bridges].map(({ physicalNetwork }) => physicalNetwork?.toLowerCase()),
      ),
    );
    return Promise.resolve(names.filter((name) => !known.has(name.toLowerCase())));
  }
}
