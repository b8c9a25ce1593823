import { type CloudPort, findDrift, isWithoutPlace, planReconciliation } from '@iopath/core';
import type { Cause } from '../ports/cause.port';
import { CloudError, type CloudReader } from '../ports/cloud-reader.port';
import type { DriftStore } from '../ports/drift-store.port';
import type { Followed, MissingServer, ReconcileStore, ServersInShort } from '../ports/reconcile-store.port';
import type { SyncStageName, SyncStore } from '../ports/sync-store.port';
import { type StageReport, type SyncContext, SyncStage } from '../sync/sync-stage';
import { lookAtPlacement } from './look-at-placement';

export interface ReconcilePorts {
  readonly reconciliation: ReconcileStore;
  readonly drift: DriftStore;
  readonly syncs: Pick<SyncStore, 'get'>;
  /** Age from which an inventory is stale, milliseconds. */
  readonly inventoryMaxAgeMs: number;
}

/**
 * The last part of a synchronisation: holds follow what their servers really have, what was deleted is released, and
 * what is still not in order afterwards is told as drift. Never touches what Nova has in Placement.
 */
export class ReconcileServers extends SyncStage {
  readonly name = 'reconcile';
  readonly needs: readonly SyncStageName[] = ['servers'];

  constructor(private readonly ports: ReconcilePorts) {
    super();
  }

  async run(context: SyncContext): Promise<StageReport> {
    const { reconciliation, drift } = this.ports;
    const isComplete = !context.storedFactsOf.includes('servers');
    const figures = { hosts: 0, confirmed: 0, moved: 0, corrected: 0, ended: 0, released: 0, findings: 0 };
    const warnings: string[] = [];

    const hostNames = await reconciliation.hostNames();
    // What is stored may be as old as Nova is silent: it is told as drift, and nothing is done about it.
    if (isComplete) {
      for (const hostName of hostNames) {
        if (context.signal.aborted) break;
        const followed = await reconciliation.follow(hostName, planReconciliation);
        count(figures, followed);
        warnings.push(...followed.refused.map((reason) => `${hostName}: ${reason}`));
      }
      figures.released = await this.releaseMissing(context);
    }

    const [servers, listedAtMs] = [await reconciliation.servers(), await this.listedAtMs(context)];
    const ports = await orWarn(warnings, () => stalePorts(context.reader, servers));
    await orWarn(warnings, () => lookAtPlacement(context, reconciliation));
    for (const hostName of hostNames) {
      if (context.signal.aborted) break;
      const { strangers, providers, servers: seen, ...views } = await reconciliation.views(hostName);
      const cloud = {
        servers: seen,
        isServerListComplete: isComplete,
        listedAtMs,
        serverIds: servers.hostOf,
        hasMigrations: servers.hasMigrations,
        ports: ports === null ? null : (ports.get(hostName) ?? []),
        strangers,
        providers,
      };
      const nowMs = context.clock();
      const { inventoryMaxAgeMs } = this.ports;
      const findings = findDrift({ ...views, hostName, nowMs, inventoryMaxAgeMs, cloud });
      await drift.keep(hostName, findings, nowMs);
      figures.findings += findings.length;
      context.progress(++figures.hosts, hostNames.length);
    }
    await drift.keepOnly(hostNames);
    return { figures, warnings };
  }

  /**
   * Releases what an earlier list missed too and what Nova, asked for the very server, does not know either: a list leaves
   * out what is in a cell whose database is down (`nova/compute/multi_cell_list.py`).
   */
  private async releaseMissing({ syncId, clock, reader, signal }: SyncContext): Promise<number> {
    const { reconciliation } = this.ports;
    const missing = await reconciliation.noteMissing(syncId, await reconciliation.withoutServer(), clock());
    let released = 0;
    for (const each of missing) {
      if (signal.aborted) break;
      if (await isThere(reader, each)) continue;
      const cause: Cause = { actor: 'reconcile', reason: `server ${each.serverId} is gone`, requestId: null };
      if (await reconciliation.release(each, cause)) released++;
    }
    return released;
  }

  /** When the list of servers was begun. */
  private async listedAtMs({ syncId, clock }: SyncContext): Promise<number> {
    const sync = await this.ports.syncs.get(syncId);
    return sync?.stages.find(({ name }) => name === 'servers')?.startedAtMs ?? clock();
  }
}

/** Whether Nova has the server, with anything of a host. */
export async function isThere(reader: Pick<CloudReader, 'server'>, { serverId }: MissingServer): Promise<boolean> {
  const server = await reader.server(serverId);
  return server !== null && !isWithoutPlace(server);
}

/** Ports of servers that are gone, or bound where their server is not, by host. All ports pass, few stay. */
async function stalePorts(
  reader: Pick<CloudReader, 'ports'>,
  { hostOf }: ServersInShort,
): Promise<ReadonlyMap<string, readonly CloudPort[]>> {
  const stale = new Map<string, CloudPort[]>();
  for await (const port of reader.ports()) {
    const { deviceId, deviceOwner, hostId } = port;
    if (hostId === null || hostId === '' || !deviceOwner.startsWith('compute:') || hostOf.get(deviceId) === hostId)
      continue;
    stale.set(hostId, [...(stale.get(hostId) ?? []), port]);
  }
  return stale;
}

/** What one service does not tell keeps nobody from comparing the rest. */
async function orWarn<T>(warnings: string[], ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    warnings.push(error.message);
    return null;
  }
}

function count(figures: Record<'confirmed' | 'moved' | 'corrected' | 'ended', number>, followed: Followed): void {
  for (const what of ['confirmed', 'moved', 'corrected', 'ended'] as const) figures[what] += followed[what];
}
