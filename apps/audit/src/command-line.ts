import { parseArgs } from 'node:util';

export const USAGE = `npm run audit:ledger -- [--repair] [--json]

Derives the ledger anew from its rows and tells what differs. DATABASE_URL names the database.

  --repair  put right what the rows leave no doubt about; without it, nothing of the ledger is changed
  --json    write the audit as one JSON document
  --help    this text

Ends with 0 when everything is as it must be or was repaired, 1 when discrepancies are left, 2 when it could not run.
`;

export interface CommandLine {
  readonly repair: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** @throws TypeError whose message names the option that is not known. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const option = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({ args: [...args], options: { repair: option, json: option, help: option } });
  return values;
}
