import {
  type CloudCall,
  type LoneRealisation,
  type RealisationRecord,
  RealisationStore,
  type RealisedGuest,
  type RealisedPort,
  type RealisedState,
} from '@iopath/usecases';
import type { Database, Session } from '../database';
import { isUuid } from '../name-based-uuid';
import * as sql from './realisation.sql';

interface RealisationRow {
  readonly member: number;
  readonly state: RealisedState;
  readonly choices: string;
  readonly host_name: string;
  readonly flavor_id: string | null;
  readonly server_id: string | null;
  readonly document: RealisationDocument;
}

/** What nobody looks for by itself. */
interface RealisationDocument {
  readonly serverName: string;
  readonly flavor: { readonly name: string; readonly created: boolean };
  readonly ports: readonly RealisedPort[];
  readonly request: CloudCall | null;
  readonly image: RealisationRecord['image'];
  readonly notes: readonly string[];
}

/** What recommendations have become in the cloud. */
export class PostgresRealisationStore extends RealisationStore {
  constructor(private readonly database: Database) {
    super();
  }

  async get(recommendationId: string): Promise<RealisationRecord | null> {
    return isUuid(recommendationId) ? read(this.database, recommendationId) : null;
  }

  /** The lock is the session's: it ends with whoever holds it, however that comes about. */
  alone<T>(recommendationId: string, work: (lone: LoneRealisation) => Promise<T>): Promise<T | null> {
    return this.database.lend(async (session, signal) => {
      await session.query(sql.NOTICE_DEATH);
      const [lock] = await session.query<{ locked: boolean }>(sql.TRY_LOCK, [recommendationId]);
      if (lock?.locked !== true) return null;
      try {
        return await work({
          signal,
          read: () => read(session, recommendationId),
          keep: (record) => keep(session, record),
        });
      } finally {
        // A lost session has let go of the lock itself.
        await session.query(sql.UNLOCK, [recommendationId]).catch(() => undefined);
      }
    });
  }
}

async function read(session: Pick<Session, 'query'>, recommendationId: string): Promise<RealisationRecord | null> {
  const rows = await session.query<RealisationRow>(sql.READ, [recommendationId]);
  const [first] = rows;
  if (first === undefined) return null;
  const { image, notes } = first.document;
  return { recommendationId, choices: first.choices, image, notes, guests: rows.map(toGuest) };
}

function toGuest(row: RealisationRow): RealisedGuest {
  const { serverName, flavor, ports, request } = row.document;
  return {
    member: row.member,
    state: row.state,
    hostName: row.host_name,
    serverName,
    flavor: { id: row.flavor_id, ...flavor },
    ports,
    request,
    serverId: row.server_id,
  };
}

/** On the session that holds the lock: who has lost it cannot write any more. */
async function keep(
  session: Session,
  { recommendationId, choices, image, notes, guests }: RealisationRecord,
): Promise<void> {
  const rows = guests.map(({ member, state, hostName, serverName, flavor, ports, request, serverId }) => {
    const { id: flavorId, name, created } = flavor;
    const document: RealisationDocument = { serverName, flavor: { name, created }, ports, request, image, notes };
    return {
      member,
      state,
      host_name: hostName,
      flavor_id: flavorId,
      port_ids: ports.flatMap(({ id }) => (id === null ? [] : [id])),
      server_id: serverId,
      document,
    };
  });
  await session.query(sql.KEEP, [recommendationId, choices, JSON.stringify(rows)]);
}
