import type { CloudCall } from './cloud-writer.port';

/**
 * `creating`: something is missing still; `created`: flavor and ports are there; `booted`: the server was asked for as
 * well; `failed`: the cloud refused, and what is named is what could not be taken back.
 */
export const REALISED_STATES = ['creating', 'created', 'booted', 'failed'] as const;
export type RealisedState = (typeof REALISED_STATES)[number];

/** What was made in the cloud for one VM. Written before and after each call, so that nothing is made twice. */
export interface RealisedGuest {
  readonly member: number;
  readonly state: RealisedState;
  readonly hostName: string;
  readonly serverName: string;
  readonly flavor: {
    /** Null while the cloud has none. */
    readonly id: string | null;
    readonly name: string;
    /** Whether it was made for this. */
    readonly created: boolean;
  };
  readonly ports: readonly RealisedPort[];
  /** `POST /servers` with all ids in it; null while they are not known. */
  readonly request: CloudCall | null;
  readonly serverId: string | null;
}

export interface RealisedPort {
  readonly nic: string;
  readonly name: string;
  readonly networkId: string;
  /** Null while the cloud has none. */
  readonly id: string | null;
}

/** One recommendation in the cloud. */
export interface RealisationRecord {
  readonly recommendationId: string;
  /** What was asked for, in one spelling: the same text means the same choices. */
  readonly choices: string;
  readonly image: { readonly id: string; readonly name: string };
  readonly notes: readonly string[];
  /** In the order of their members. */
  readonly guests: readonly RealisedGuest[];
}

/** The right to change one realisation, which nobody else has meanwhile. */
export interface LoneRealisation {
  /** Ends when the right is lost. */
  readonly signal: AbortSignal;
  read(): Promise<RealisationRecord | null>;
  /** Writes all of it, in place of what was there. */
  keep(record: RealisationRecord): Promise<void>;
}

export abstract class RealisationStore {
  abstract get(recommendationId: string): Promise<RealisationRecord | null>;
  /** Does `work` while nobody else realises this recommendation; null, and not done, when somebody does. */
  abstract alone<T>(recommendationId: string, work: (lone: LoneRealisation) => Promise<T>): Promise<T | null>;
}
