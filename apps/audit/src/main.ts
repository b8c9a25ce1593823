import { randomUUID } from 'node:crypto';
import { ConfigError, readConfig } from '@iopath/config';
import { openPersistence } from '@iopath/persistence';
import { AuditLedger } from '@iopath/usecases';
import { auditText, exitCodeOf } from './audit-text';
import { readCommandLine, USAGE } from './command-line';

const COULD_NOT_RUN = 2;
const CONNECT_WITHIN_MS = 5_000;

async function main(): Promise<number> {
  const { repair, json, help } = readCommandLine(process.argv.slice(2));
  if (help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const { databaseUrl } = readConfig(process.env);
  if (databaseUrl === null) {
    const advice = 'The embedded PostgreSQL belongs to its advisor: POST /v1/audits there';
    throw new ConfigError([`DATABASE_URL must be set. ${advice}`]);
  }
  const options = { applicationName: 'iopath-advisor audit', poolSize: 2, connectWithinMs: CONNECT_WITHIN_MS };
  const persistence = await openPersistence(databaseUrl, options);
  try {
    await persistence.health.ping();
    const { audits } = persistence;
    const ledger = new AuditLedger({ audits, observer: { audited: () => undefined }, clock: Date.now });
    const audit = await ledger.execute(randomUUID(), 'command', repair);
    process.stdout.write(json ? `${JSON.stringify(audit, null, 2)}\n` : auditText(audit));
    return exitCodeOf(audit);
  } finally {
    await persistence.close();
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(
      `The ledger could not be audited. ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = COULD_NOT_RUN;
  },
);
