import { CloudError, TokenVerifier, type VerifiedToken } from '@iopath/usecases';

const HOUR_MS = 3_600_000;

/** What a spec says of a token; the rest is made up. */
export interface Person {
  readonly roles: readonly string[];
  readonly projectId?: string | null;
  readonly isSystemScoped?: boolean;
  readonly expiresInMs?: number;
  readonly regions?: readonly string[];
}

/** Keystone as far as tokens go, in this process. */
export class FakeKeystone extends TokenVerifier {
  private readonly tokens = new Map<string, VerifiedToken>();
  private issued = 0;
  /** How often it was asked. */
  asked = 0;
  /** Left out: it answers. */
  trouble: 'away' | 'refuses the service' | null = null;

  /** Gives out a token under a name that log lines can be searched for. */
  issue(person: Person, name = 'person'): string {
    const token = `gAAAAABm-secret-${name}-${(this.issued += 1)}`;
    const { roles, projectId = 'p1', isSystemScoped = false, expiresInMs = HOUR_MS, regions = [] } = person;
    this.tokens.set(token, {
      userId: `user-${name}`,
      userName: name,
      projectId,
      projectName: projectId,
      domainId: null,
      isSystemScoped,
      roles,
      expiresAtMs: Date.now() + expiresInMs,
      auditIds: [],
      catalogRegions: regions,
    });
    return token;
  }

  revoke(token: string): void {
    this.tokens.delete(token);
  }

  override verify(token: string): Promise<VerifiedToken | null> {
    this.asked += 1;
    if (this.trouble === 'away') {
      return Promise.reject(new CloudError('identity', 'connect ECONNREFUSED', null, null, null, true));
    }
    if (this.trouble === 'refuses the service') {
      return Promise.reject(new CloudError('identity', 'not authorised', 401, null, null, false));
    }
    return Promise.resolve(this.tokens.get(token) ?? null);
  }
}
