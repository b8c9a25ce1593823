/** The command line or the environment asks for something that cannot be done; the message says what. */
export class UsageError extends Error {}
