import { CloudError } from '@iopath/usecases';
import type { Call, Caller } from '../call/caller';
import type { Answer, Method } from '../call/transport';
import type { CloudAccess } from '../cloud-access';
import { findEndpoint } from '../session/catalog';
import { discover, type Endpoint, type SpokenApi } from '../session/discovery';
import type { Session } from '../session/session';
import type { Token } from '../session/token';
import { WireRecord } from '../wire/wire-record';

export type Query = Readonly<Record<string, string | number | undefined>>;

export interface ServiceRequest {
  readonly method: Method;
  /** Below the version: `/servers/detail`. Ids in it are encoded by {@link segment}. */
  readonly path: string;
  readonly query?: Query;
  readonly body?: unknown;
  readonly accepted?: readonly number[];
  readonly repeatsConflicts?: boolean;
}

/** What every service's client is made of. */
export interface ClientKit {
  readonly access: CloudAccess;
  readonly caller: Caller;
  readonly session: Session;
  readonly clock: () => number;
}

/** A service may be upgraded while this one runs: then it knows more microversions. */
const ASKED_AGAIN_AFTER_MS = 3_600_000;

interface Located extends Endpoint {
  /** What the catalog says of it, by which it was found. */
  readonly address: string;
  readonly foundAtMs: number;
}

/** Speaks to one service of the catalog: with a token, at its address, in the microversion that both know. */
export class ServiceClient {
  private located: Promise<Located> | null = null;
  private locatedFor: string | null = null;

  constructor(
    private readonly api: SpokenApi,
    private readonly kit: ClientKit,
  ) {}

  /** @throws CloudError for a refusal, an error or no answer */
  async send(request: ServiceRequest): Promise<Answer> {
    const { session } = this.kit;
    const token = await session.token();
    try {
      return await this.sendWith(token, request);
    } catch (error) {
      if (!(error instanceof CloudError) || error.status !== 401) throw error;
      // Revoked, or ended early: once with another one.
      return this.sendWith(await session.renewed(token), request);
    }
  }

  /** The answer as an object. */
  async read(path: string, query?: Query): Promise<WireRecord> {
    const answer = await this.send({ method: 'GET', path, ...(query && { query }) });
    return this.document(answer, path);
  }

  /** The same; null when there is no such thing. */
  async find(path: string): Promise<WireRecord | null> {
    const answer = await this.send({ method: 'GET', path, accepted: [404] });
    return answer.status === 404 ? null : this.document(answer, path);
  }

  document(answer: Answer, path: string): WireRecord {
    return WireRecord.of(answer.json, this.api.service, path);
  }

  private async sendWith(token: Token, request: ServiceRequest): Promise<Answer> {
    const answer = await this.kit.caller.call(this.callOf(await this.locate(token), token, request));
    if (answer.status !== 406) return answer;
    // The microversion went away with a downgrade: found anew, and asked once more.
    this.located = null;
    const again = this.callOf(await this.locate(token), token, request);
    return this.kit.caller.call({ ...again, accepted: request.accepted ?? [] });
  }

  private callOf({ url: base, microversion }: Endpoint, token: Token, request: ServiceRequest): Call {
    const { service } = this.api;
    const { method, path, query = {}, body, accepted = [], repeatsConflicts = false } = request;
    const url = new URL(`${base}${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const version = microversion === null ? {} : { 'openstack-api-version': `${service} ${microversion}` };
    const headers = { 'x-auth-token': token.value, ...version };
    return { service, method, url, headers, body, accepted: [...accepted, 406], repeatsConflicts };
  }

  private async locate(token: Token): Promise<Located> {
    const { access, clock } = this.kit;
    const { service } = this.api;
    const address = access.endpointOverrides[service] ?? findEndpoint(token.catalog, service, access);
    if (this.locatedFor !== address) this.located = null;
    this.locatedFor = address;
    this.located ??= this.discover(address, token);
    try {
      const located = await this.located;
      if (clock() - located.foundAtMs > ASKED_AGAIN_AFTER_MS) this.located = null;
      return located;
    } catch (error) {
      this.located = null;
      throw error;
    }
  }

  private async discover(address: string, token: Token): Promise<Located> {
    const endpoint = await discover(address, this.api, this.kit.caller, token);
    return { ...endpoint, address, foundAtMs: this.kit.clock() };
  }
}

/** An id as one part of a path. */
export function segment(id: string): string {
  return encodeURIComponent(id);
}
