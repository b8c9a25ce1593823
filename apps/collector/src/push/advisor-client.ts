import type { CallerAccess } from '@iopath/config';
import { connectionCodeOf, retryAfterMs } from '@iopath/openstack';
import { Agent, request } from 'undici';
import type { TokenSource } from './token-source';

const CONNECT_LIMIT_MS = 10_000;
const ANSWER_LIMIT_MS = 60_000;
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

export interface AdvisorAnswer {
  readonly status: number;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
  /** How long the advisor asks to be left alone; null when it does not. */
  readonly retryAfterMs: number | null;
}

/** There was no whole answer; the message says why, in words, and holds nothing of the request. */
export class NoAnswer extends Error {}

/** What is asked of an advisor. */
export interface Advisor {
  /** @throws NoAnswer */
  get(path: string): Promise<AdvisorAnswer>;
  /** @throws NoAnswer */
  put(path: string, body: object): Promise<AdvisorAnswer>;
  close(): Promise<void>;
}

export interface AdvisorAccess {
  readonly url: string;
  readonly tokens: TokenSource;
  readonly tls: CallerAccess['tls'];
  /** Aborted when this process is to end. */
  readonly ending: AbortSignal;
}

/** Speaks to an advisor over HTTP, with a token where there is one, and with a new one where it is refused. */
export class AdvisorClient implements Advisor {
  private readonly agent: Agent;

  constructor(private readonly access: AdvisorAccess) {
    const { tls } = access;
    this.agent = new Agent({
      headersTimeout: ANSWER_LIMIT_MS,
      bodyTimeout: ANSWER_LIMIT_MS,
      maxResponseSize: MAX_ANSWER_BYTES,
      connect: {
        timeout: CONNECT_LIMIT_MS,
        rejectUnauthorized: tls.isVerified,
        ...(tls.ca === null ? {} : { ca: tls.ca }),
        ...(tls.cert === null ? {} : { cert: tls.cert }),
        ...(tls.key === null ? {} : { key: tls.key }),
      },
    });
  }

  get(path: string): Promise<AdvisorAnswer> {
    return this.ask('GET', path);
  }

  put(path: string, body: object): Promise<AdvisorAnswer> {
    return this.ask('PUT', path, JSON.stringify(body));
  }

  async close(): Promise<void> {
    await this.agent.destroy();
    await this.access.tokens.close();
  }

  private async ask(method: 'GET' | 'PUT', path: string, body?: string): Promise<AdvisorAnswer> {
    const { tokens } = this.access;
    const token = await tokenOf(() => tokens.token());
    const answer = await this.exchange(method, path, token, body);
    if (answer.status !== 401 || token === null) return answer;
    const other = await tokenOf(() => tokens.renewed(token));
    return other === null ? answer : this.exchange(method, path, other, body);
  }

  private async exchange(method: 'GET' | 'PUT', path: string, token: string | null, body?: string) {
    const url = new URL(`${this.access.url.replace(/\/+$/, '')}${path}`);
    const headers = {
      accept: 'application/json',
      'user-agent': 'iopath-collector',
      ...(token === null ? {} : { 'x-auth-token': token }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const breaking = breakingOff(this.access.ending);
    try {
      const { signal } = breaking;
      const options = { method, headers, dispatcher: this.agent, signal, ...(body === undefined ? {} : { body }) };
      const answer = await request(url, options);
      const text = await answer.body.text();
      const after = answer.headers['retry-after'];
      const asked = retryAfterMs(Array.isArray(after) ? after[0] : after, Date.now());
      return { status: answer.statusCode, json: parsed(text), retryAfterMs: asked };
    } catch (error) {
      throw new NoAnswer(`${url.origin} gave no answer (${connectionCodeOf(error)})`);
    } finally {
      breaking.done();
    }
  }
}

/** Aborted at the end of the process or of patience. (`AbortSignal.any` is of Node 20.3.) */
function breakingOff(ending: AbortSignal): { readonly signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  const breakOff = () => controller.abort();
  const timer = setTimeout(breakOff, ANSWER_LIMIT_MS);
  ending.addEventListener('abort', breakOff);
  if (ending.aborted) breakOff();
  const done = () => {
    clearTimeout(timer);
    ending.removeEventListener('abort', breakOff);
  };
  return { signal: controller.signal, done };
}

/** Whoever gives out tokens being away is the same as the advisor being away. */
async function tokenOf(ask: () => Promise<string | null>): Promise<string | null> {
  try {
    return await ask();
  } catch (error) {
    throw new NoAnswer(`no token: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
