/** Who changes the ledger, and why: what the history says of each change that a transaction makes. */
export interface Cause {
  /** `api` for a caller of the API, else the part of the service that acts by itself. */
  readonly actor: 'api' | 'worker' | 'expiry' | 'inventory' | 'audit' | 'reconcile' | 'replan';
  readonly reason: string;
  /** Id of the API request behind it; null when nobody asked. */
  readonly requestId: string | null;
  /** Who asked, as Keystone vouches for him; left out where nobody asked, or nobody is asked who he is. */
  readonly caller?: CauseCaller;
}

export interface CauseCaller {
  readonly userId: string;
  /** Null for a caller who acts for the whole system. */
  readonly projectId: string | null;
}
