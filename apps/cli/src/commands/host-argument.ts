/** The positional of every command on one host; the completion knows hosts by its name. */
export const HOST = { host: { type: 'string', demandOption: true, describe: 'Name of the host' } } as const;

/** The positional of commands on one recommendation or allocation. */
export const ID = { id: { type: 'string', demandOption: true, describe: 'Its id' } } as const;
