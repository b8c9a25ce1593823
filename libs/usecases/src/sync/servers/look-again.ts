import type { PciAliases } from '@iopath/core';
import type { CloudReader } from '../../ports/cloud-reader.port';
import type { CloudServerStore } from '../../ports/cloud-server-store.port';
import type { HostStore } from '../../ports/host-store.port';
import type { Clock } from '../../ports/surroundings.port';
import { AllocationMemory, readHostTrees } from './host-trees';
import { learnHost } from './learn-host';
import { Outages } from './outages';

export interface LookAgainPorts {
  readonly reader: CloudReader;
  readonly servers: CloudServerStore;
  readonly hosts: HostStore;
  /** Nova's `[pci]alias`; null when nobody told. */
  readonly aliases: PciAliases | null;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Learns of one server and of some hosts what a synchronisation would learn of all: for who has just changed them. */
export class LookAgain {
  constructor(private readonly ports: LookAgainPorts) {}

  /** @throws CloudError */
  async execute(serverId: string, hostNames: readonly string[]): Promise<void> {
    const { reader, servers, hosts, aliases, clock, newId } = this.ports;
    // Of no synchronisation's list, so that one that runs asks for it by its id before it says anything of it.
    const seenBy = newId();
    const see = async (id: string) => {
      const server = await reader.server(id);
      if (server === null || server.status === 'DELETED') return null;
      await servers.see(seenBy, [server], clock());
      return servers.get(id);
    };
    await see(serverId);
    const trees = await readHostTrees(reader);
    const learning = { reader, servers, hosts, aliases, outages: new Outages(), memory: new AllocationMemory() };
    for (const hostName of hostNames) {
      await learnHost(hostName, trees.get(hostName) ?? null, { ...learning, seeLate: see, nowMs: clock() });
    }
    if (learning.outages.first !== null) throw learning.outages.first;
  }
}
