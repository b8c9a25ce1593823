import { DatabaseHealth } from '@iopath/usecases';
import type { Database, Statement } from './database';

/** The newest migration that this program needs. A database that has later ones too is fine: upgrades roll. */
export const REQUIRED_MIGRATION = '20261121143000_unknown_memory';

const FIND_MIGRATION: Statement = {
  text: `
    SELECT 1 FROM _prisma_migrations
    WHERE migration_name = $1 AND finished_at IS NOT NULL AND rolled_back_at IS NULL`,
};

/** Answers whether the database can be used. */
export class PostgresHealth extends DatabaseHealth {
  constructor(private readonly database: Database) {
    super();
  }

  async ping(): Promise<void> {
    const [applied] = await this.database.query(FIND_MIGRATION, [REQUIRED_MIGRATION]);
    if (applied === undefined) throw new Error(`The database lacks migration ${REQUIRED_MIGRATION}.`);
  }
}
