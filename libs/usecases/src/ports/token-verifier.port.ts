/** Who calls, as Keystone vouches for it. */
export interface VerifiedToken {
  readonly userId: string;
  readonly userName: string;
  /** Null for a token that is not scoped to a project. */
  readonly projectId: string | null;
  readonly projectName: string | null;
  readonly domainId: string | null;
  /** Whether it is scoped to the whole system (`system: {all: true}`). */
  readonly isSystemScoped: boolean;
  /** Names, in lower case. */
  readonly roles: readonly string[];
  readonly expiresAtMs: number;
  readonly auditIds: readonly string[];
  /** Regions of the catalog in which this service is registered for the caller; empty when the catalog names none. */
  readonly catalogRegions: readonly string[];
}

/** Asks Keystone what a caller's token is worth. */
export abstract class TokenVerifier {
  /**
   * Null: Keystone does not know the token (wrong, expired, revoked).
   *
   * @throws CloudError when Keystone cannot be asked, or refuses the service's own credentials
   */
  abstract verify(token: string): Promise<VerifiedToken | null>;
}
