import { CloudError } from '@iopath/usecases';
import type { Caller } from '../call/caller';
import type { CloudAccess } from '../cloud-access';
import { authRequest, secretOf } from './auth-request';
import { discover, type Endpoint, type SpokenApi } from './discovery';
import { readToken, type Token } from './token';

export const IDENTITY: SpokenApi = { service: 'identity', versionId: /^v3(\.\d+)?$/, microversions: null };

/** How long before its end a token is renewed: a minute, or a tenth of a life that is shorter than ten. */
const RENEWED_BEFORE_MS = 60_000;
const RENEWED_BEFORE_PART = 0.1;

/** Keystone may lock a user out after a few wrong passwords: a refusal is believed for a while. */
const REFUSAL_HOLDS_MS = 5_000;

interface Held {
  readonly token: Token;
  readonly renewAtMs: number;
}

/** Logs in once, keeps the token, and renews it before it ends or when a service will have it no more. */
export class Session {
  private held: Held | null = null;
  private login: Promise<Token> | null = null;
  private endpoint: Promise<Endpoint> | null = null;
  private refusal: { readonly error: CloudError; readonly untilMs: number } | null = null;

  constructor(
    private readonly access: CloudAccess,
    private readonly caller: Caller,
    private readonly clock: () => number,
  ) {}

  /** @throws CloudError when Keystone cannot be reached, or refuses the credentials */
  async token(): Promise<Token> {
    const { held } = this;
    if (held === null) return this.logIn();
    if (this.clock() < held.renewAtMs) return held.token;
    try {
      return await this.logIn();
    } catch (error) {
      // Keystone is away: the token is good to its end.
      const isGood = this.clock() < held.token.expiresAtMs;
      if (isGood && error instanceof CloudError && error.isTransient) return held.token;
      throw error;
    }
  }

  /** Another token than this one, which a service has refused; the one that somebody else has fetched meanwhile will do. */
  async renewed(refused: Token): Promise<Token> {
    if (this.held?.token.value === refused.value) this.held = null;
    return this.token();
  }

  /** Keystone's version 3, without a slash at its end. */
  async identityUrl(): Promise<string> {
    const address = this.access.endpointOverrides.identity ?? this.access.authUrl;
    this.endpoint ??= discover(address, IDENTITY, this.caller, null);
    try {
      return (await this.endpoint).url;
    } catch (error) {
      this.endpoint = null;
      throw error;
    }
  }

  /** However many want a token at once, one login goes out. */
  private logIn(): Promise<Token> {
    this.login ??= this.requestToken().finally(() => {
      this.login = null;
    });
    return this.login;
  }

  private async requestToken(): Promise<Token> {
    if (this.refusal !== null && this.clock() < this.refusal.untilMs) throw this.refusal.error;
    const { credentials } = this.access;
    const url = new URL(`${await this.identityUrl()}/auth/tokens`);
    const askedAtMs = this.clock();
    try {
      const answer = await this.caller.call({
        service: 'identity',
        method: 'POST',
        url,
        body: authRequest(credentials),
        isIdempotent: true,
        secrets: [secretOf(credentials)],
      });
      const token = readToken(answer, askedAtMs);
      this.held = { token, renewAtMs: renewAtMs(token, askedAtMs) };
      return token;
    } catch (error) {
      if (!(error instanceof CloudError) || error.status !== 401) throw error;
      const refused = refusedLogin(error);
      this.refusal = { error: refused, untilMs: this.clock() + REFUSAL_HOLDS_MS };
      throw refused;
    }
  }
}

function renewAtMs({ expiresAtMs }: Token, askedAtMs: number): number {
  return expiresAtMs - Math.min(RENEWED_BEFORE_MS, (expiresAtMs - askedAtMs) * RENEWED_BEFORE_PART);
}

function refusedLogin({ message, status, requestId }: CloudError): CloudError {
  const text = `Keystone refuses the credentials: ${message}`;
  return new CloudError('identity', text, status, 'cloud.credentials_refused', requestId, false);
}
