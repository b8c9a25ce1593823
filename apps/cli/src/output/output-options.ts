import type { InferredOptionTypes, Options } from 'yargs';

export const FORMATS = ['table', 'json', 'yaml', 'value'] as const;
export type Format = (typeof FORMATS)[number];

const GROUP = 'Output:';

/** Of every command that shows something; as the `openstack` command has them, but for `-o`, since `-f` is a file here. */
export const SHOW_OPTIONS = {
  output: { alias: 'o', choices: FORMATS, default: 'table' as Format, group: GROUP, describe: 'How it is written' },
  column: {
    alias: 'c',
    type: 'string',
    array: true,
    nargs: 1,
    group: GROUP,
    describe: 'A column to show; repeat it for more, in the order you want them',
  },
  noindent: { type: 'boolean', default: false, group: GROUP, describe: 'JSON in one line' },
  'max-width': { type: 'number', group: GROUP, describe: 'Columns of the terminal that a table may take; 0: no limit' },
  'fit-width': { type: 'boolean', default: false, group: GROUP, describe: 'A table no wider than the terminal' },
} as const satisfies Readonly<Record<string, Options>>;

/** Of commands that list. */
export const LIST_OPTIONS = {
  ...SHOW_OPTIONS,
  long: { type: 'boolean', default: false, group: GROUP, describe: 'More columns' },
  'sort-column': {
    type: 'string',
    array: true,
    nargs: 1,
    group: GROUP,
    describe: 'A column to sort by; repeat it for more, the first counting most',
  },
  'sort-descending': { type: 'boolean', default: false, group: GROUP, describe: 'The largest first' },
  'print-empty': { type: 'boolean', default: false, group: GROUP, describe: 'The head of a table without rows, too' },
} as const satisfies Readonly<Record<string, Options>>;

export type ShowArguments = InferredOptionTypes<typeof SHOW_OPTIONS>;
/** What a command that shows one thing leaves out is as if it were not given. */
export type OutputArguments = ShowArguments & Partial<InferredOptionTypes<typeof LIST_OPTIONS>>;
