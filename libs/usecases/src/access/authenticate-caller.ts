import { CloudError } from '../ports/cloud-reader.port';
import type { TokenVerifier, VerifiedToken } from '../ports/token-verifier.port';
import { Refusal } from '../refusal';
import { type Caller, callerOf } from './caller';
import { RecentlyUsed } from './recently-used';

export interface AuthenticationSettings {
  readonly tokens: TokenVerifier;
  /** How long an answer of Keystone is believed; 0 = Keystone is asked each time. */
  readonly cacheMs: number;
  /** The region that this service stands in; null when nobody told. */
  readonly region: string | null;
  readonly clock: () => number;
  /** What a token is remembered by: a keyed hash, so that no token stays in memory. */
  readonly fingerprint: (token: string) => string;
  /** Keystone refused the service's own credentials, which nobody but the operator can put right. */
  readonly onServiceRefused: (error: CloudError) => void;
}

/** A token that Keystone does not know may be known a moment later: it replicates. Long enough against a loop. */
const REJECTED_MS = 5_000;
/** Keystone is not asked again so soon after it did not answer, as long as there is something remembered to go by. */
const SILENT_MS = 2_000;
const RETRY_UNREACHABLE_S = 5;
const RETRY_REFUSED_S = 30;
const MOST_REMEMBERED = 10_000;
/** Apart from the good ones, which a flood of garbage would push out. */
const MOST_REJECTED = 1_000;
/** Fernet and JWS tokens are some hundred characters of base64url; nothing that cannot be a token is worth a question. */
const TOKEN = /^[\x21-\x7e]{1,8192}$/;

interface Remembered {
  readonly verified: VerifiedToken;
  /** When Keystone was asked, not when it answered: a revocation in between has to count. */
  readonly askedMs: number;
}

/**
 * Tells who a caller is from the token it sent. Keystone's answers are remembered for a while, never past the expiry of
 * the token. While Keystone cannot be reached, callers whom it vouched for are let in until their tokens expire.
 */
export class AuthenticateCaller {
  private readonly remembered = new RecentlyUsed<string, Remembered>(MOST_REMEMBERED);
  private readonly rejected = new RecentlyUsed<string, number>(MOST_REJECTED);
  /** Questions under way: many requests with one token are one question. */
  private readonly asking = new Map<string, Promise<VerifiedToken>>();
  private silentUntilMs = -Infinity;

  constructor(private readonly settings: AuthenticationSettings) {}

  /**
   * @throws Refusal unauthenticated `auth.token_missing`, `auth.token_invalid`, `auth.token_expired`; forbidden
   *   `auth.not_scoped`, `auth.wrong_region`; unavailable `auth.keystone_unavailable`, `auth.service_refused`
   */
  async execute(token: string | null): Promise<Caller> {
    if (token === null) throw unauthenticated('auth.token_missing', 'An X-Auth-Token is needed.');
    const verified = await this.verify(token);
    const { region } = this.settings;
    if (verified.projectId === null && !verified.isSystemScoped) {
      throw new Refusal('forbidden', 'auth.not_scoped', 'The token is scoped neither to a project nor to the system.');
    }
    if (region !== null && verified.catalogRegions.length > 0 && !verified.catalogRegions.includes(region)) {
      const message = `The catalog of the token names this service in other regions than ${region}.`;
      throw new Refusal('forbidden', 'auth.wrong_region', message);
    }
    return callerOf(verified);
  }

  private async verify(token: string): Promise<VerifiedToken> {
    if (!TOKEN.test(token)) throw invalid();
    const key = this.settings.fingerprint(token);
    const nowMs = this.settings.clock();
    const known = this.remembered.get(key);
    if (known !== undefined) {
      refuseExpired(known.verified, nowMs);
      if (nowMs < known.askedMs + this.settings.cacheMs || nowMs < this.silentUntilMs) return known.verified;
    }
    const rejectedMs = this.rejected.get(key);
    if (rejectedMs !== undefined && nowMs < rejectedMs + this.rejectedForMs) throw invalid();
    return this.asking.get(key) ?? this.ask(token, key, known);
  }

  private ask(token: string, key: string, known: Remembered | undefined): Promise<VerifiedToken> {
    const answer = this.askKeystone(token, key, known).finally(() => this.asking.delete(key));
    this.asking.set(key, answer);
    return answer;
  }

  private async askKeystone(token: string, key: string, known: Remembered | undefined): Promise<VerifiedToken> {
    const { tokens, clock, cacheMs } = this.settings;
    const askedMs = clock();
    const verified = await tokens.verify(token).catch((error: unknown) => this.instead(error, known));
    if (verified === known?.verified) return verified;
    if (verified === null) {
      this.remembered.delete(key);
      this.rejected.set(key, askedMs);
      throw invalid();
    }
    refuseExpired(verified, clock());
    if (cacheMs > 0) this.remembered.set(key, { verified, askedMs });
    return verified;
  }

  /** What to go by when Keystone gave no answer. */
  private instead(error: unknown, known: Remembered | undefined): VerifiedToken {
    if (!(error instanceof CloudError)) throw error;
    if (error.status === 401 || error.status === 403) {
      this.settings.onServiceRefused(error);
      const message = 'Keystone refuses the credentials of this service, so that it cannot check tokens.';
      throw new Refusal('unavailable', 'auth.service_refused', message, [], RETRY_REFUSED_S);
    }
    const nowMs = this.settings.clock();
    this.silentUntilMs = nowMs + SILENT_MS;
    if (known !== undefined) {
      // It can have expired while Keystone was waited for.
      refuseExpired(known.verified, nowMs);
      return known.verified;
    }
    const message = 'Keystone cannot be asked who you are.';
    throw new Refusal('unavailable', 'auth.keystone_unavailable', message, [], RETRY_UNREACHABLE_S);
  }

  private get rejectedForMs(): number {
    return Math.min(REJECTED_MS, this.settings.cacheMs);
  }
}

function refuseExpired({ expiresAtMs }: VerifiedToken, nowMs: number): void {
  if (expiresAtMs <= nowMs) throw unauthenticated('auth.token_expired', 'The token has expired.');
}

function invalid(): Refusal {
  return unauthenticated('auth.token_invalid', 'Keystone does not know the token: it is wrong, expired or revoked.');
}

function unauthenticated(code: string, message: string): Refusal {
  return new Refusal('unauthenticated', code, message);
}
