import type { CloudServiceType } from '@iopath/usecases';

/** One HTTP exchange with a service, or one that failed. */
export interface CallReport {
  readonly service: CloudServiceType;
  readonly method: string;
  /** Without query. */
  readonly path: string;
  /** null: there was no answer. */
  readonly status: number | null;
  readonly durationMs: number;
  /** Counted from 1; more than 1 is a repetition. */
  readonly attempt: number;
  /** The service's own id of the request. */
  readonly requestId: string | null;
}

export interface CloudLimits {
  /** Until a connection stands, TLS included. */
  readonly connectMs: number;
  /** From the request to the first byte of the answer. */
  readonly headersMs: number;
  /** From one piece of the answer's body to the next. */
  readonly bodyMs: number;
  /** A whole call, its repetitions and their pauses included. */
  readonly callMs: number;
  /** The same for Keystone, on which all others wait. */
  readonly identityMs: number;
  /** How often a call is tried at most. */
  readonly attempts: number;
  /** The pause before the first repetition; it doubles with each. */
  readonly pauseMs: number;
  readonly longestPauseMs: number;
  /** Items asked for in one page. */
  readonly pageSize: number;
  /** An answer that is larger is not read to its end. */
  readonly answerBytes: number;
}

export interface CloudOptions {
  /** The id that the caller's request carries through the cloud (`req-<uuid>`); null or left out: none. */
  readonly requestId?: () => string | null;
  /** Hears of every exchange. */
  readonly onCall?: (report: CallReport) => void;
  readonly limits?: Partial<CloudLimits>;
  /** Under which type this service is registered in the catalog. */
  readonly ownServiceType?: string;
  readonly clock?: () => number;
  readonly pause?: (ms: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/** The type under which this service is registered in the catalog. */
export const OWN_SERVICE_TYPE = 'io-advisor';

/**
 * Nova takes seconds for a page of servers of a large cloud; haproxy, before most of them, gives up after 30 to 60 s.
 * Nova and Neutron cut longer pages than 1000 short by default (`[api]max_limit`, `pagination_max_limit`).
 */
export const DEFAULT_LIMITS: CloudLimits = {
  connectMs: 5_000,
  headersMs: 45_000,
  bodyMs: 30_000,
  callMs: 120_000,
  identityMs: 10_000,
  attempts: 4,
  pauseMs: 200,
  longestPauseMs: 5_000,
  pageSize: 200,
  answerBytes: 64 * 1024 * 1024,
};
