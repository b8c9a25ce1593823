import type { NetworkAgent, NeutronHostFacts } from '@iopath/core';
import type { HostSourceStore } from '../ports/host-sources.port';
import type { SyncStageName } from '../ports/sync-store.port';
import { HostNames } from './nova-host-facts';
import { someAtOnce } from './some-at-once';
import { type StageReport, type SyncContext, SyncStage } from './sync-stage';

const HOSTS_AT_ONCE = 4;

/**
 * Neutron's agents with their device and bridge mappings, its networks with their segments, and its extensions. Agents of
 * hosts that run no VMs are left out.
 */
export class NetworksStage extends SyncStage {
  readonly name = 'networks' as const;
  readonly needs: readonly SyncStageName[] = ['hosts'];

  constructor(private readonly hosts: HostSourceStore) {
    super();
  }

  async run({ reader, clock, signal, progress }: SyncContext): Promise<StageReport> {
    const askedAtMs = clock();
    progress(0, null, 'asking Neutron for agents and extensions');
    const extensions = [...new Set(await reader.networkExtensions())].sort();
    const agents = await reader.networkAgents();
    const byHost = await this.agentsByHost(agents);
    const marks = await this.hosts.marks('neutron');
    const counts = { done: 0, changed: 0, inventoriesChanged: 0 };
    await someAtOnce(byHost, HOSTS_AT_ONCE, signal, async ([hostName, its]) => {
      const { changed, inventoryChanged } = await this.hosts.keep(
        hostName,
        'neutron',
        factsOf(its),
        marks.get(hostName),
      );
      if (changed) counts.changed++;
      if (inventoryChanged) counts.inventoriesChanged++;
      progress(++counts.done, byHost.size, 'hosts with agents');
    });
    progress(counts.done, byHost.size, 'networks');
    const networks = await this.hosts.replaceNetworks(untilAborted(reader.networks(), signal));
    await this.hosts.observed('neutron', askedAtMs, { extensions });
    return {
      figures: {
        agents: agents.length,
        hosts_changed: counts.changed,
        inventories_changed: counts.inventoriesChanged,
        networks: networks.networks,
        networks_changed: networks.changed,
        extensions: extensions.length,
      },
      warnings: [],
    };
  }

  /** Hosts that Nova knows, and others of ours that agents are on; one that Nova knows and no agent names has none. */
  private async agentsByHost(agents: readonly NetworkAgent[]): Promise<ReadonlyMap<string, readonly NetworkAgent[]>> {
    const byHost = new Map<string, NetworkAgent[]>();
    const ours = new Map<string, string>();
    for (const { hostName, novaHost, isAbsent } of await this.hosts.novaHosts()) {
      ours.set(novaHost.toLowerCase(), hostName);
      if (!isAbsent) byHost.set(hostName, []);
    }
    for (const hostName of (await this.hosts.marks('neutron')).keys()) byHost.set(hostName, []);
    const names = new HostNames(await this.hosts.hostNames());
    for (const agent of agents) {
      const hostName = ours.get(agent.host.toLowerCase()) ?? names.find(agent.host);
      if (hostName === null) continue;
      const its = byHost.get(hostName);
      if (its === undefined) byHost.set(hostName, [agent]);
      else its.push(agent);
    }
    return byHost;
  }
}

/** Ids and heartbeats are left out: what differs at every look is no fact of the host. */
function factsOf(agents: readonly NetworkAgent[]): NeutronHostFacts {
  return {
    agents: agents
      .map(({ agentType, alive, adminStateUp, deviceMappings, bridgeMappings }) => {
        return { agentType, alive, adminStateUp, deviceMappings, bridgeMappings };
      })
      .sort((a, b) => (a.agentType < b.agentType ? -1 : 1)),
  };
}

async function* untilAborted<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  for await (const item of items) {
    signal.throwIfAborted();
    yield item;
  }
}
