import type { VerifiedToken } from '../ports/token-verifier.port';

/** Who asks, as far as policy and history want to know. */
export interface Caller {
  readonly userId: string;
  /** Null for a caller whose token is scoped to the whole system. */
  readonly projectId: string | null;
  /** The domain that the token names, as Keystone does; null when it names none. */
  readonly domainId: string | null;
  readonly isSystemScoped: boolean;
  /** Names in lower case, with those that they imply. */
  readonly roles: ReadonlySet<string>;
}

/**
 * Keystone's default roles: each has what the next one has; `service` stands alone (keystone/cmd/bootstrap.py). Keystone
 * puts implied roles into the token itself; a cloud whose roles were made by hand may lack the implications.
 */
const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  admin: ['manager', 'member', 'reader'],
  manager: ['member', 'reader'],
  member: ['reader'],
};

/** The default roles, the most powerful one first. */
export const DEFAULT_ROLES = ['admin', 'manager', 'member', 'reader', 'service'] as const;

/** The caller of a token that Keystone vouches for. */
export function callerOf({ userId, projectId, domainId, isSystemScoped, roles }: VerifiedToken): Caller {
  return { userId, projectId, domainId, isSystemScoped, roles: withImplied(roles) };
}

function withImplied(roles: readonly string[]): ReadonlySet<string> {
  const own = roles.map((role) => role.toLowerCase());
  return new Set(own.flatMap((role) => [role, ...(IMPLIED[role] ?? [])]));
}
