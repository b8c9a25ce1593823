import type { CloudServer, PciAliases } from '@iopath/core';
import type { CloudServerStore, SeenServer } from '../../ports/cloud-server-store.port';
import type { HostStore } from '../../ports/host-store.port';
import { someAtOnce } from '../some-at-once';
import { type StageReport, type SyncContext, SyncStage } from '../sync-stage';
import { AllocationMemory, type HostTree, readHostTrees } from './host-trees';
import { learnHost } from './learn-host';
import { Outages } from './outages';

/** Servers written down at a time, and asked after one by one when a list no longer has them. */
const SERVERS_A_PAGE = 200;
/** Hosts looked at at a time: the cloud's services have others to answer too. */
const HOSTS_AT_ONCE = 4;

/**
 * Learns which servers Nova runs and what they hold: first the list of all of them, page by page, then host by host what
 * Nova, Neutron and Placement say of the servers there. No more is kept in memory than a page of servers, a few hosts, and
 * Placement's ids and allocations.
 *
 * A server that is not in the list is asked for by its id before it is taken for gone: a list that broke off, or lacked
 * the servers of a cell that is down, costs nobody his claim.
 */
export class ServersStage extends SyncStage {
  readonly name = 'servers';
  readonly needs = ['hosts'] as const;
  private readonly memory = new AllocationMemory();
  private trees: ReadonlyMap<string, HostTree> = new Map();

  constructor(
    private readonly servers: CloudServerStore,
    private readonly hosts: HostStore,
    /** Nova's `[pci]alias`; null when nobody told. */
    private readonly aliases: PciAliases | null,
  ) {
    super();
  }

  async run(context: SyncContext): Promise<StageReport> {
    const listed = await this.takeDownList(context);
    const gone = await this.forgetGone(context);
    const outages = new Outages();
    // While Placement is away its providers are those that were read last: they hardly ever change.
    this.trees = (await outages.ask('placement', () => readHostTrees(context.reader))) ?? this.trees;
    const { trees } = this;
    const hostNames = [...new Set([...(await this.servers.hostNames()), ...trees.keys()])].sort();

    const ports = {
      reader: context.reader,
      servers: this.servers,
      hosts: this.hosts,
      aliases: this.aliases,
      outages,
      memory: this.memory,
      seeLate: (id: string) => this.seeLate(id, context),
      nowMs: context.clock(),
    };
    let [done, changed, topologies] = [0, 0, 0];
    await someAtOnce(hostNames, HOSTS_AT_ONCE, context.signal, async (hostName) => {
      const learned = await learnHost(hostName, trees.get(hostName) ?? null, ports);
      changed += learned.claimsChanged;
      topologies += learned.topologiesRead;
      context.progress(++done, hostNames.length, `servers of ${hostName}`);
    });
    // What could be learned is stored; that somebody did not answer must be seen all the same.
    if (outages.first !== null) throw outages.first;
    const figures = {
      servers: listed,
      gone,
      hosts: hostNames.length,
      topologies_read: topologies,
      claims_changed: changed,
    };
    return { figures, warnings: [] };
  }

  private async takeDownList({ reader, syncId, clock, signal, progress }: SyncContext): Promise<number> {
    let page: CloudServer[] = [];
    let listed = 0;
    const store = async (): Promise<void> => {
      // One id twice, from a list that moved under the marker, would be two writes of one row in one statement.
      const byId = new Map(page.map((server) => [server.id, server]));
      await this.servers.see(syncId, [...byId.values()], clock());
      listed += byId.size;
      page = [];
      progress(0, null, `${listed} servers listed`);
    };
    for await (const server of reader.servers()) {
      page.push(server);
      if (page.length < SERVERS_A_PAGE) continue;
      signal.throwIfAborted();
      await store();
    }
    if (page.length > 0) await store();
    return listed;
  }

  private async forgetGone(context: SyncContext): Promise<number> {
    let gone = 0;
    for (let after: string | null = null; ;) {
      const unseen: readonly string[] = await this.servers.unseen(context.syncId, SERVERS_A_PAGE, after);
      const missing: string[] = [];
      for (const id of unseen) {
        context.signal.throwIfAborted();
        if ((await this.seeLate(id, context)) === null) missing.push(id);
      }
      if (missing.length > 0) await this.servers.forget(missing);
      gone += missing.length;
      if (unseen.length < SERVERS_A_PAGE) return gone;
      after = unseen.at(-1) ?? after;
    }
  }

  /** A server that the list had not; null when Nova knows none of this id. */
  private async seeLate(id: string, { reader, syncId, clock }: SyncContext): Promise<SeenServer | null> {
    const server = await reader.server(id);
    if (server === null || server.status === 'DELETED') return null;
    await this.servers.see(syncId, [server], clock());
    return this.servers.get(id);
  }
}
