import type { ComputeService, HostAggregate, Hypervisor, NovaHostFacts } from '@iopath/core';

/** Nodes of Ironic are no hosts that VMs share, and one service has many of them. */
const BARE_METAL = 'ironic';

/** What Nova says of the host of one service. */
export function novaHostFacts(
  { host, status, state, disabledReason, zone }: ComputeService,
  hypervisor: Hypervisor | undefined,
  aggregates: readonly HostAggregate[],
): NovaHostFacts {
  return {
    host,
    hypervisorHostname: hypervisor?.hostname ?? null,
    hypervisorId: hypervisor?.id ?? null,
    hypervisorType: hypervisor?.type ?? null,
    hypervisorVersion: hypervisor?.version ?? null,
    service: { status, state, disabledReason },
    availabilityZone: zone,
    aggregates: [...new Set(aggregates.filter(({ hosts }) => hosts.includes(host)).map(({ name }) => name))].sort(),
  };
}

/** Nova's host name -> its hypervisor. */
export async function hypervisorsByHost(
  hypervisors: AsyncIterable<Hypervisor>,
): Promise<ReadonlyMap<string, Hypervisor>> {
  const byHost = new Map<string, Hypervisor>();
  for await (const hypervisor of hypervisors) {
    if (hypervisor.type?.toLowerCase() !== BARE_METAL) byHost.set(hypervisor.host, hypervisor);
  }
  return byHost;
}

/**
 * The name that a host of Nova has here: Nova's own or its hypervisor's, which may be a domain name, whichever the host was
 * put under; Nova's own for one that nobody put. Names are compared without case, as DNS does.
 */
export class HostNames {
  private readonly known: ReadonlyMap<string, string>;

  constructor(hostNames: Iterable<string>) {
    this.known = new Map([...hostNames].map((name) => [name.toLowerCase(), name]));
  }

  of(novaHost: string, hypervisorHostname: string | null): string {
    const named = [novaHost, hypervisorHostname].flatMap((name) => this.known.get(name?.toLowerCase() ?? '') ?? []);
    return named[0] ?? novaHost;
  }

  find(name: string): string | null {
    return this.known.get(name.toLowerCase()) ?? null;
  }
}
