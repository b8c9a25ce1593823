import { parseArgs } from 'node:util';

export const USAGE = `npm run model:validate -- [--measurements FILE] [--json] [--leave-group-out] [--fit]

Predicts each row of a table of measurements from the row's own conditions, and tells how far off the model is.
docs/model.md has the columns. Without a table, the project's own example is read, which shows the form and judges nothing.

  --measurements FILE  the table, CSV with a line of headings
  --json               write one JSON document
  --leave-group-out    and predict each test bed with parameters fitted without it
  --fit                and show what the table makes of the parameters
  --help               this text

Ends with 0 when the table could be read, 2 when it could not.
`;

export interface CommandLine {
  readonly measurements: string | null;
  readonly json: boolean;
  readonly leaveGroupOut: boolean;
  readonly fit: boolean;
  readonly help: boolean;
}

/** @throws TypeError whose message names the option that is not known. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { measurements: { type: 'string' }, json: flag, 'leave-group-out': flag, fit: flag, help: flag },
  });
  return {
    measurements: values.measurements ?? null,
    json: values.json,
    leaveGroupOut: values['leave-group-out'],
    fit: values.fit,
    help: values.help,
  };
}
