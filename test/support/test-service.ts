/** PostgreSQL or Redis, as one run of the tests uses it. */
export interface TestService {
  /** What the tests read. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where it was found, in one line. */
  readonly description: string;
  /** Removes what this run has made, and ends the server if this run has started it. */
  close(): Promise<void>;
}

/** Whether servers that run already are to be left alone. */
export const wantsPrivateServices = process.env['TEST_SERVICES'] === 'private';
