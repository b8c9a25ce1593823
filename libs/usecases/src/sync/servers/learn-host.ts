import {
  type CloudPort,
  type HostClaim,
  hostServerClaims,
  isMoving,
  type ObservedServer,
  type OtherConsumer,
  type PciAliases,
  type ProviderAllocation,
  type ServerHere,
  type ServerTopology,
} from '@iopath/core';
import type { CloudReader } from '../../ports/cloud-reader.port';
import type { CloudServerStore, SeenServer, ServerDetails } from '../../ports/cloud-server-store.port';
import type { HostStore } from '../../ports/host-store.port';
import type { AllocationMemory, HostTree } from './host-trees';
import type { Outages } from './outages';

const NO_PROVIDERS: HostTree['providers'] = new Map();

/** What one synchronisation works with, whichever host it is at. */
export interface LearningPorts {
  readonly reader: CloudReader;
  readonly servers: CloudServerStore;
  readonly hosts: HostStore;
  readonly aliases: PciAliases | null;
  readonly outages: Outages;
  readonly memory: AllocationMemory;
  /** Takes down a server that turned up after the list was read. */
  readonly seeLate: (id: string) => Promise<SeenServer | null>;
  readonly nowMs: number;
}

/** What was done on one host. */
export interface HostLearned {
  readonly servers: number;
  readonly topologiesRead: number;
  readonly claimsChanged: number;
}

/**
 * Learns what servers hold on one host, and stores it. What a service that does not answer would have said is taken from
 * what is stored: a server keeps its ports while Neutron is away.
 */
export async function learnHost(hostName: string, tree: HostTree | null, ports: LearningPorts): Promise<HostLearned> {
  const { reader, servers, outages, memory } = ports;
  const stored = await servers.onHost(hostName);
  const settled = stored.servers.map(({ observed }) => observed.server).filter((server) => !isMoving(server));
  const stays = (id: string): boolean => settled.some((server) => server.id === id && server.host === hostName);
  const allocations =
    tree === null ? null : await outages.ask('placement', () => memory.of(hostName, tree, reader, stays));
  const portsByServer = await outages.ask('network', () => readPorts(reader, hostName));
  const here = await withLateComers(stored.servers, allocations, ports);

  let topologiesRead = 0;
  const found: ServerDetails[] = [];
  for (const each of here.servers) {
    const { server } = each.observed;
    const { topology, topologyOfMs, isRead } = await topologyOf(each, hostName, ports);
    if (isRead) topologiesRead++;
    const observed: ObservedServer = {
      server,
      topology,
      ports: portsByServer === null ? each.observed.ports : (portsByServer.get(server.id) ?? []),
      allocations: allocations?.filter(({ consumerId }) => consumerId === server.id) ?? each.observed.allocations,
    };
    found.push({ observed, topologyOfMs });
  }

  const nobodyAnswered = allocations === null ? stored.others.map(({ claim }) => claim) : [];
  const isPlacementUnknown = tree === null && outages.has('placement');
  const claims = hostServerClaims(
    found.map(({ observed }, nth): ServerHere => ({ observed, former: formerClaim(here.servers[nth], hostName) })),
    here.others,
    {
      hostName,
      inventory: (await ports.hosts.inventory(hostName))?.inventory ?? null,
      providers: tree?.providers ?? NO_PROVIDERS,
      aliases: ports.aliases,
    },
  );
  const kept = isPlacementUnknown ? unchangedClaims(here.servers, hostName) : new Map<string, HostClaim>();
  const all = [...claims.map((claim) => kept.get(claim.reservationId) ?? claim), ...nobodyAnswered];
  // A server's own host tells what is stored of it; where it only passes through, it has a claim.
  const details = found.filter(({ observed }) => observed.server.host === hostName);
  const claimsChanged = await servers.putHost(hostName, details, all, ports.nowMs);
  return { servers: found.length, topologiesRead, claimsChanged };
}

async function readPorts(reader: CloudReader, hostName: string): Promise<ReadonlyMap<string, readonly CloudPort[]>> {
  const byServer = new Map<string, CloudPort[]>();
  for await (const port of reader.ports({ hostId: hostName })) {
    if (port.deviceId === '') continue;
    const ofServer = byServer.get(port.deviceId);
    if (ofServer === undefined) byServer.set(port.deviceId, [port]);
    else ofServer.push(port);
  }
  for (const ports of byServer.values()) ports.sort((a, b) => (a.id < b.id ? -1 : 1));
  return byServer;
}

/**
 * Consumers of Placement that are not among the servers here: servers on other hosts that are coming, servers that were
 * built since the list was read, and consumers that are no servers at all.
 */
async function withLateComers(
  known: readonly SeenServer[],
  allocations: readonly ProviderAllocation[] | null,
  { servers, seeLate }: LearningPorts,
): Promise<{ readonly servers: readonly SeenServer[]; readonly others: readonly OtherConsumer[] }> {
  const all = [...known];
  const others: OtherConsumer[] = [];
  for (const consumerId of new Set(allocations?.map((each) => each.consumerId))) {
    if (known.some(({ observed }) => observed.server.id === consumerId)) continue;
    const late = (await servers.get(consumerId)) ?? (await seeLate(consumerId));
    if (late !== null) all.push(late);
    else others.push({ consumerId, allocations: (allocations ?? []).filter((each) => each.consumerId === consumerId) });
  }
  return { servers: all, others };
}

/** Asked for once a state of the server: Nova changes `updated` with everything that moves CPUs or memory. */
async function topologyOf(
  { observed: { server, topology }, topologyOfMs }: SeenServer,
  hostName: string,
  { reader, outages }: LearningPorts,
): Promise<{ topology: ServerTopology | null; topologyOfMs: number | null; isRead: boolean }> {
  const asStored = { topology, topologyOfMs, isRead: false };
  if (server.host !== hostName || topologyOfMs === server.updatedAtMs) return asStored;
  const read = await outages.ask('compute', async () => ({ topology: await reader.serverTopology(server.id) }));
  return read === null ? asStored : { ...read, topologyOfMs: server.updatedAtMs, isRead: true };
}

/**
 * Without Placement's providers nobody can tell what is allocated where, so a server that has not changed since it was last
 * looked at takes what it took.
 */
function unchangedClaims(servers: readonly SeenServer[], hostName: string): ReadonlyMap<string, HostClaim> {
  const unchanged = servers.filter(({ observed, topologyOfMs }) => observed.server.updatedAtMs === topologyOfMs);
  return new Map(
    unchanged.flatMap((server) => {
      const claim = formerClaim(server, hostName);
      return claim === null ? [] : [[claim.reservationId, claim]];
    }),
  );
}

function formerClaim(server: SeenServer | undefined, hostName: string): HostClaim | null {
  return server?.claims.find((each) => each.hostName === hostName)?.claim ?? null;
}
