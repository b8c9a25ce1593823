/** How `iopath` ends; a contract with scripts: added to, never renumbered. */
export const EXIT = {
  done: 0,
  /** The service, or a step of several, refused. */
  refused: 1,
  /** The command line, or a file that it names, makes no sense. */
  usage: 2,
  /** The service or Keystone could not be reached, or did not let us in. */
  unreachable: 3,
  /** A recommendation ended without a host. */
  rejected: 4,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What was typed, or what a file or variable says, makes no sense; the message says what does. */
export class UsageError extends Error {}

/** Nobody lets us in: Keystone is away or refuses, or the catalog does not name the service. */
export class AccessError extends Error {}
