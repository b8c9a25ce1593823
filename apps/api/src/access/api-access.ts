import { createHmac, randomBytes } from 'node:crypto';
import type { Logger } from '@iopath/observability';
import {
  type Access,
  AuthenticateCaller,
  OpenAccess,
  type OperationName,
  type Policy,
  PolicyAccess,
  Refusal,
  type TokenVerifier,
} from '@iopath/usecases';
import { ProblemError } from '../problem/problem';

/** Decides who gets in, and what they may do. */
export interface ApiAccess {
  /** @throws ProblemError 401, 403; Refusal unavailable when nobody can tell who it is */
  of(operation: OperationName, token: string | null): Promise<Access>;
}

/** `AUTH_MODE=none`: everybody may do everything. */
export class EverybodysAccess implements ApiAccess {
  of(): Promise<Access> {
    return Promise.resolve(new OpenAccess());
  }
}

export interface KeystoneAccessSettings {
  readonly tokens: TokenVerifier;
  readonly policy: Policy;
  /** Keystone's URL, for callers who have no token yet. */
  readonly authUrl: string;
  readonly region: string | null;
  readonly tokenCacheS: number;
  readonly logger: Logger;
  readonly clock?: () => number;
}

/** `AUTH_MODE=keystone`: Keystone tells who it is, the policy what he may. */
export class KeystoneAccess implements ApiAccess {
  private readonly authentication: AuthenticateCaller;

  constructor(private readonly settings: KeystoneAccessSettings) {
    const { tokens, region, tokenCacheS, logger, clock = Date.now } = settings;
    // A key of this process: without it the hashes are of no use to anybody.
    const key = randomBytes(32);
    this.authentication = new AuthenticateCaller({
      tokens,
      region,
      clock,
      cacheMs: tokenCacheS * 1000,
      fingerprint: (token) => createHmac('sha256', key).update(token).digest('base64'),
      onServiceRefused: (err) =>
        logger.error(
          { err },
          "Keystone refuses this service's own credentials; nobody can be let in until it does not",
        ),
    });
  }

  async of(operation: OperationName, token: string | null): Promise<Access> {
    const { policy } = this.settings;
    const caller = await this.authentication.execute(token).catch((error: unknown) => this.challenged(error));
    if (policy.couldAllow(operation, caller)) return new PolicyAccess(policy, operation, caller);
    throw new ProblemError(403, 'auth.forbidden', `The policy does not let you do this: ${operation}.`);
  }

  /** Whoever is to come back with a token is told where to get one (keystonemiddleware's header). */
  private challenged(error: unknown): never {
    if (!(error instanceof Refusal) || error.kind !== 'unauthenticated') throw error;
    const challenge = `Keystone uri="${this.settings.authUrl}"`;
    throw new ProblemError(401, error.code, error.message, [], { 'www-authenticate': challenge });
  }
}
