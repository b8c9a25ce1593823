import { CloudError } from '../ports/cloud-reader.port';
import type { HostSourceStore } from '../ports/host-sources.port';
import type { SyncStageName } from '../ports/sync-store.port';
import { HostNames, hypervisorsByHost, novaHostFacts } from './nova-host-facts';
import { providerTrees, readTree, revisionOf } from './placement-tree';
import { someAtOnce } from './some-at-once';
import { type StageReport, type SyncContext, SyncStage } from './sync-stage';

/** Trees read at a time: Placement answers some 80 requests a second, and others want answers too. */
const TREES_AT_ONCE = 4;
const HOSTS_AT_ONCE = 4;
/** Names told in a warning. */
const MOST_NAMED = 10;

interface Counts {
  seen: number;
  changed: number;
  inventoriesChanged: number;
}

/**
 * Hosts: Nova's services, hypervisors, aggregates and zones, then Placement's trees. Where one of the two does not answer,
 * the other is asked all the same, and the stage fails at its end. Only what has changed is written.
 */
export class HostsStage extends SyncStage {
  readonly name = 'hosts' as const;
  readonly needs: readonly SyncStageName[] = [];

  constructor(private readonly hosts: HostSourceStore) {
    super();
  }

  async run(context: SyncContext): Promise<StageReport> {
    const [nova, novaFailure] = await orFailure(() => this.askNova(context));
    const [placement, placementFailure] = await orFailure(() => this.askPlacement(context));
    const failure = novaFailure ?? placementFailure;
    if (failure !== null) throw failure;
    const warnings = nova?.gone.length === 0 ? [] : [`Nova knows these hosts no more: ${nova?.gone.join(', ')}`];
    return {
      figures: {
        hosts: nova?.counts.seen ?? 0,
        hosts_gone: nova?.goneCount ?? 0,
        services_changed: nova?.counts.changed ?? 0,
        trees: placement?.counts.seen ?? 0,
        trees_read: placement?.read ?? 0,
        trees_changed: placement?.counts.changed ?? 0,
        inventories_changed: (nova?.counts.inventoriesChanged ?? 0) + (placement?.counts.inventoriesChanged ?? 0),
      },
      warnings,
    };
  }

  private async askNova({ reader, clock, signal, progress }: SyncContext) {
    const askedAtMs = clock();
    progress(0, null, 'asking Nova for services, hypervisors and aggregates');
    const services = await reader.computeServices();
    const aggregates = await reader.hostAggregates();
    const hypervisors = await hypervisorsByHost(reader.hypervisors());
    const names = new HostNames(await this.hosts.hostNames());
    const marks = await this.hosts.marks('nova');
    const counts: Counts = { seen: 0, changed: 0, inventoriesChanged: 0 };
    const seen = new Set<string>();
    await someAtOnce(services, HOSTS_AT_ONCE, signal, async (service) => {
      const hypervisor = hypervisors.get(service.host);
      const hostName = names.of(service.host, hypervisor?.hostname ?? null);
      seen.add(hostName);
      const facts = novaHostFacts(service, hypervisor, aggregates);
      count(counts, await this.hosts.keep(hostName, 'nova', facts, marks.get(hostName)));
      progress(counts.seen, services.length, 'hosts of Nova');
    });
    const gone = [...marks.keys()].filter((hostName) => !seen.has(hostName)).sort();
    for (const hostName of gone) await this.markAbsent(hostName, counts);
    await this.hosts.observed('nova', askedAtMs);
    return { counts, goneCount: gone.length, gone: gone.slice(0, MOST_NAMED) };
  }

  /** Not deleted: it may carry what is held, and drift tells of it. */
  private async markAbsent(hostName: string, counts: Counts): Promise<void> {
    const nova = (await this.hosts.of(hostName))?.nova ?? null;
    if (nova === null || nova.service.state === 'absent') return;
    const facts = { ...nova, service: { ...nova.service, state: 'absent' as const } };
    const { inventoryChanged } = await this.hosts.keep(hostName, 'nova', facts, undefined);
    counts.changed++;
    if (inventoryChanged) counts.inventoriesChanged++;
  }

  private async askPlacement({ reader, clock, signal, progress }: SyncContext) {
    const askedAtMs = clock();
    const trees = await providerTrees(reader.resourceProviders(), signal);
    const known = await this.hosts.novaHosts();
    const marks = await this.hosts.marks('placement');
    const counts: Counts = { seen: 0, changed: 0, inventoriesChanged: 0 };
    let read = 0;
    await someAtOnce(known, TREES_AT_ONCE, signal, async ({ hostName, hypervisorId }) => {
      const tree = hypervisorId === null ? undefined : trees.get(hypervisorId);
      const mark = marks.get(hostName);
      if (hypervisorId === null || tree === undefined) {
        if (mark !== undefined) await this.hosts.forget(hostName, 'placement');
        return;
      }
      const revision = revisionOf(tree);
      if (mark?.revision === revision) counts.seen++;
      else {
        read++;
        const facts = await readTree(hypervisorId, tree, reader);
        count(counts, await this.hosts.keep(hostName, 'placement', facts, mark, revision));
      }
      progress(counts.seen, known.length, 'trees of Placement');
    });
    await this.hosts.observed('placement', askedAtMs);
    return { counts, read };
  }
}

function count(counts: Counts, { changed, inventoryChanged }: { changed: boolean; inventoryChanged: boolean }): void {
  counts.seen++;
  if (changed) counts.changed++;
  if (inventoryChanged) counts.inventoriesChanged++;
}

async function orFailure<T>(ask: () => Promise<T>): Promise<readonly [T, null] | readonly [null, CloudError]> {
  try {
    return [await ask(), null];
  } catch (error) {
    if (error instanceof CloudError) return [null, error];
    throw error;
  }
}
