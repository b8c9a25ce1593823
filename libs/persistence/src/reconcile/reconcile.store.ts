import type { ObservedProvider, Reconciliation, ReconciliationInput } from '@iopath/core';
import {
  type Cause,
  type Followed,
  type MissingServer,
  type PlanReconciliation,
  ReconcileStore,
  type ServersInShort,
  StaleSnapshotError,
  type StoredViews,
} from '@iopath/usecases';
import { beginBecauseOf } from '../cause';
import type { Database, Session } from '../database';
import { isTooLate, staleWhenRaced } from '../database-errors';
import { endReservations, lockHosts } from '../ledger';
import { readConcerned, readViews } from './reconcile-view';
import * as sql from './reconcile.sql';
import { endedIfMoved, isEmpty, NOTHING_DONE, only, sumOf, writeReconciliation } from './write-reconciliation';

const CAUSE: Cause = { actor: 'reconcile', reason: 'servers are as Nova says', requestId: null };

type Plan = (input: ReconciliationInput) => Reconciliation;

/** The ledger as reconciliation reads and changes it. Locks are taken in the order that `ledger.ts` tells. */
export class PostgresReconcileStore extends ReconcileStore {
  constructor(private readonly database: Database) {
    super();
  }

  async hostNames(): Promise<readonly string[]> {
    return (await this.database.query<{ host_name: string }>(sql.HOST_NAMES)).map((row) => row.host_name);
  }

  async servers(): Promise<ServersInShort> {
    type Row = { readonly server_id: string; readonly host_name: string | null; readonly is_moving: boolean | null };
    const rows = await this.database.query<Row>(sql.SERVERS_IN_SHORT);
    const hostOf = new Map(rows.map((row) => [row.server_id, row.host_name]));
    return { hostOf, hasMigrations: rows.some((row) => row.is_moving === true) };
  }

  async views(hostName: string): Promise<StoredViews> {
    return readViews(this.database, hostName);
  }

  /** Looks without a lock first: in most synchronisations of most hosts there is nothing to do. */
  async follow(hostName: string, plan: PlanReconciliation): Promise<Followed> {
    const hostNames = await concernedBy(this.database, hostName);
    const outlook = plan(await readConcerned(this.database, hostNames, Date.now()), true);
    if (isEmpty(outlook)) return NOTHING_DONE;

    const whole = await this.write(hostNames, (input) => plan(input, true));
    if (typeof whole !== 'string') return whole;
    const devices = await this.write(hostNames, (input) => plan(input, false));
    if (typeof devices !== 'string') return { ...devices, refused: [whole] };
    return this.followOneByOne(hostNames, outlook, plan);
  }

  private async followOneByOne(
    hostNames: readonly string[],
    outlook: Reconciliation,
    plan: PlanReconciliation,
  ): Promise<Followed> {
    let done = NOTHING_DONE;
    for (const { reservationId } of [...outlook.ended, ...outlook.changes]) {
      let outcome: Followed | string = '';
      for (const attempt of [
        (input: ReconciliationInput) => only(plan(input, true), reservationId),
        (input: ReconciliationInput) => only(plan(input, false), reservationId),
        // Where it cannot be moved to its server's host, the server counts there as one of others.
        (input: ReconciliationInput) => endedIfMoved(plan(input, false), input, reservationId),
      ]) {
        outcome = await this.write(hostNames, attempt);
        if (typeof outcome !== 'string') break;
      }
      done = typeof outcome === 'string' ? { ...done, refused: [...done.refused, outcome] } : sumOf(done, outcome);
    }
    return done;
  }

  /** @returns what was written; or why the ledger refused, and then nothing was */
  private async write(hostNames: readonly string[], plan: Plan): Promise<Followed | string> {
    try {
      return await staleWhenRaced(() =>
        this.database.transaction(async (session) => {
          await lockHosts(session, hostNames);
          const input = await readConcerned(session, hostNames, Date.now());
          return writeReconciliation(session, input, plan(input));
        }, beginBecauseOf(CAUSE)),
      );
    } catch (error) {
      if (error instanceof StaleSnapshotError || isTooLate(error)) return error.message;
      throw error;
    }
  }

  async noteMissing(
    syncId: string,
    missing: readonly MissingServer[],
    nowMs: number,
  ): Promise<readonly MissingServer[]> {
    const values = [JSON.stringify(missing), syncId, new Date(nowMs)];
    const again = new Set((await this.database.query<{ id: string }>(sql.NOTE_MISSING, values)).map(({ id }) => id));
    return missing.filter(({ reservationId }) => again.has(reservationId));
  }

  async withoutServer(): Promise<readonly MissingServer[]> {
    return this.database.query<MissingServer>(sql.WITHOUT_SERVER);
  }

  async release({ reservationId, serverId, hostName, changedAtMs }: MissingServer, cause: Cause): Promise<boolean> {
    return this.database.transaction(async (session) => {
      await lockHosts(session, [hostName]);
      const held = await session.query(sql.STILL_THERE, [reservationId, serverId, hostName, changedAtMs]);
      if (held.length === 0) return false;
      return (await endReservations(session, [reservationId], 'released')) === 1;
    }, beginBecauseOf(cause));
  }

  async putProviders(hostName: string, providers: readonly ObservedProvider[], nowMs: number): Promise<void> {
    await this.database.query(sql.PUT_PROVIDERS, [hostName, JSON.stringify(providers), new Date(nowMs)]);
  }

  async hostsToAskPlacementOf(limit: number): Promise<readonly string[]> {
    return (await this.database.query<{ host_name: string }>(sql.LONGEST_UNASKED, [limit])).map((row) => row.host_name);
  }
}

async function concernedBy(session: Session, hostName: string): Promise<readonly string[]> {
  return (await session.query<{ host_name: string }>(sql.CONCERNED_HOSTS, [hostName])).map((row) => row.host_name);
}
