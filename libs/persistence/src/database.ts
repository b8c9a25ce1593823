import { PrismaPg } from '@prisma/adapter-pg';
import { Pool, type PoolClient, type QueryConfig, type QueryResultRow } from 'pg';
import { PrismaClient } from './generated/client';

/** One SQL statement. A named one is prepared once a connection, which saves the parsing on hot paths. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
}

/** Where a statement can be sent: the pool, or one transaction. */
export interface Session {
  query<Row extends QueryResultRow>(statement: Statement, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/**
 * A common table expression; joined to, it lets the statement's commit not wait for the disk. For what may be forgotten
 * when the server crashes, and never for what somebody is told.
 */
export const UNSYNCED = `unsynced AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))`;

export interface DatabaseOptions {
  /** Most connections this process opens. */
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
  /** A transaction that sits idle for so long is ended by the server, so that a stuck process frees its locks. */
  readonly idleTransactionTimeoutMs: number;
  /** How the sessions call themselves in `pg_stat_activity`. */
  readonly applicationName: string;
  /** Told of connections that broke while nobody used them; the pool replaces them. */
  readonly onConnectionLost: (error: Error) => void;
}

/** PostgreSQL's default isolation: each statement sees what was committed when it began. */
export const READ_COMMITTED = 'BEGIN';
/** Every statement sees the moment of the first one; nothing is written. */
export const ONE_READ_VIEW = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/**
 * One pool of connections with two doors: Prisma for ordinary reads and writes, and plain statements for the hot
 * paths and for what Prisma cannot say (row locks, cursors, snapshots). Measured, a Prisma transaction costs a
 * multiple of the same statements sent by `pg`.
 */
export class Database implements Session {
  readonly prisma: PrismaClient;
  private readonly pool: Pool;
  private isClosing = false;

  constructor(databaseUrl: string, options: DatabaseOptions) {
    this.pool = new Pool({
      connectionString: databaseUrl,
      max: options.poolSize,
      statement_timeout: options.statementTimeoutMs,
      idle_in_transaction_session_timeout: options.idleTransactionTimeoutMs,
      application_name: options.applicationName,
      keepAlive: true,
    });
    // Without a listener a server that restarts would end this process.
    this.pool.on('error', (error) => {
      if (!this.isClosing) options.onConnectionLost(error);
    });
    // The pool listens to idle connections only. One that breaks while it is lent out fails its statement, and says so a
    // second time by an event; unheard, that would end this process.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
    this.prisma = new PrismaClient({ adapter: new PrismaPg(this.pool) });
  }

  query<Row extends QueryResultRow>(statement: Statement, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return send<Row>(this.pool, statement, values);
  }

  /** Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. */
  async transaction<T>(work: (session: Session) => Promise<T>, begin: string = READ_COMMITTED): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query(begin);
      const result = await work({ query: (statement, values = []) => send(client, statement, values) });
      await client.query('COMMIT');
      return result;
    } catch (error) {
      broken = await rollBack(client);
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /**
   * Lends one connection for `work`, without a transaction: for what belongs to a session, such as a lock that is to last.
   *
   * @param work is told by `lost` when the connection breaks
   */
  async lend<T>(work: (session: Session, lost: AbortSignal) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    const lost = new AbortController();
    let broken: Error | undefined;
    const onBroken = (error?: Error) => {
      broken = error ?? new Error('The connection to the database ended.');
      lost.abort(broken);
    };
    client.on('error', onBroken).on('end', onBroken);
    try {
      return await work({ query: (statement, values = []) => send(client, statement, values) }, lost.signal);
    } finally {
      client.off('error', onBroken).off('end', onBroken);
      client.release(broken);
    }
  }

  async close(): Promise<void> {
    this.isClosing = true;
    await this.prisma.$disconnect();
    await this.pool.end();
  }
}

async function send<Row extends QueryResultRow>(
  connection: Pool | PoolClient,
  { name, text }: Statement,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const config: QueryConfig = { text, values: [...values], ...(name === undefined ? {} : { name }) };
  return (await connection.query<Row>(config)).rows;
}

/** The error with which the rollback failed: such a connection must not go back to the pool. */
async function rollBack(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
