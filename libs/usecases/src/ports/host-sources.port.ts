import type {
  CloudNetwork,
  CloudObservations,
  CloudSource,
  FactSource,
  HostSources,
  NeutronHostFacts,
  NovaHostFacts,
  PlacementHostFacts,
} from '@iopath/core';

/** What a service of the cloud says of hosts, by the service. */
export interface CloudHostFacts {
  readonly nova: NovaHostFacts;
  readonly placement: PlacementHostFacts;
  readonly neutron: NeutronHostFacts;
}

/** How a host is called here, by Nova, and as a resource provider. */
export interface NovaHostName {
  readonly hostName: string;
  /** Nova's host name, which Neutron's agents have too. */
  readonly novaHost: string;
  /** Id of its hypervisor and resource provider. */
  readonly hypervisorId: string | null;
  readonly isAbsent: boolean;
}

export interface StoredMark {
  readonly hash: string;
  readonly revision: string | null;
}

export interface StoredHostSources extends HostSources {
  /** When each source told what it says; of a service, when it last told everything. Null: it does not say. */
  readonly observedAtMs: Readonly<Partial<Record<FactSource, number | null>>>;
  /** Since when each source has said what it says. */
  readonly unchangedSinceMs: Readonly<Partial<Record<FactSource, number | null>>>;
}

/** What each source says of hosts. Every write merges the host's inventory anew, in one transaction. */
export abstract class HostSourceStore {
  /** Every host, described or not. */
  abstract hostNames(): Promise<ReadonlySet<string>>;
  /** Hosts that Nova knows, or knew. */
  abstract novaHosts(): Promise<readonly NovaHostName[]>;
  /** What is stored of a service, by host, without the documents. */
  abstract marks(source: CloudSource): Promise<ReadonlyMap<string, StoredMark>>;
  /**
   * Keeps what a service says of a host; a host that is not there yet is made. The same again writes nothing.
   *
   * @param revision of what the document was made of, to be compared without making it again
   * @param mark what is stored of it, as `marks` told
   * @returns whether it says something else now, and whether the host's inventory is another one by that
   */
  abstract keep<Source extends CloudSource>(
    hostName: string,
    source: Source,
    document: CloudHostFacts[Source],
    mark: StoredMark | undefined,
    revision?: string,
  ): Promise<{ readonly changed: boolean; readonly inventoryChanged: boolean }>;
  /** The service says nothing of this host any more. */
  abstract forget(hostName: string, source: CloudSource): Promise<void>;
  /**
   * The service was asked for everything, and answered.
   *
   * @param facts what it says of no single host
   */
  abstract observed(source: CloudSource, atMs: number, facts?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Null when there is no such host. */
  abstract of(hostName: string): Promise<StoredHostSources | null>;
  /** When each service last told everything. */
  abstract observations(): Promise<CloudObservations>;
  /** Replaces what is stored of Neutron's networks, page by page; those that do not come are gone. */
  abstract replaceNetworks(
    networks: AsyncIterable<CloudNetwork>,
  ): Promise<{ readonly networks: number; readonly changed: number }>;
}
