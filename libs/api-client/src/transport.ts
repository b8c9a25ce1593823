import { Agent, request as exchange } from 'undici';
import { Unreachable } from './refusal';

/** Which certificates are trusted, and shown; PEM texts. */
export interface ClientTls {
  readonly isVerified: boolean;
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
}

/** One HTTP exchange as it went; what is secret is not in it. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBytes: number;
  readonly status: number;
  readonly requestId: string | null;
  readonly durationMs: number;
}

export interface TransportOptions {
  readonly tls: ClientTls;
  readonly onExchange?: (exchange: Exchange) => void;
}

/** What takes a request and gives its answer, whatever its status. */
export type Send = (request: Request) => Promise<Response>;

const CONNECT_MS = 10_000;
/** An import of a large host, or `Prefer: wait=30`, may take its time. */
const ANSWER_MS = 120_000;
const SECRET_HEADERS: readonly string[] = ['x-auth-token', 'authorization'];

/** Sends over HTTP, and follows no redirection: a token is not carried to where an answer points. */
export function openTransport({ tls, onExchange = () => undefined }: TransportOptions): {
  readonly send: Send;
  close(): Promise<void>;
} {
  const agent = new Agent({
    headersTimeout: ANSWER_MS,
    bodyTimeout: ANSWER_MS,
    connect: {
      timeout: CONNECT_MS,
      rejectUnauthorized: tls.isVerified,
      ...(tls.ca === null ? {} : { ca: tls.ca }),
      ...(tls.cert === null ? {} : { cert: tls.cert }),
      ...(tls.key === null ? {} : { key: tls.key }),
    },
  });
  const send: Send = async (request) => {
    const startedAtMs = performance.now();
    const body = new Uint8Array(await request.arrayBuffer());
    const answer = await exchangeOn(agent, request, body);
    onExchange({
      method: request.method,
      url: request.url,
      requestHeaders: masked(Object.fromEntries(request.headers)),
      requestBytes: body.byteLength,
      status: answer.status,
      requestId: answer.headers.get('x-openstack-request-id'),
      durationMs: performance.now() - startedAtMs,
    });
    return answer;
  };
  return { send, close: () => agent.destroy() };
}

/** Statuses whose answers have no body (the Fetch standard's null body statuses). */
const WITHOUT_BODY: readonly number[] = [204, 205, 304];

async function exchangeOn(agent: Agent, request: Request, body: Uint8Array): Promise<Response> {
  try {
    const answer = await exchange(request.url, {
      method: request.method as 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
      headers: Object.fromEntries(request.headers),
      ...(body.byteLength === 0 ? {} : { body }),
      dispatcher: agent,
    });
    const bytes = await answer.body.bytes();
    const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
    const status = answer.statusCode;
    return new Response(WITHOUT_BODY.includes(status) ? null : new Uint8Array(bytes), { status, headers });
  } catch (error) {
    throw new Unreachable(trouble(new URL(request.url), error));
  }
}

function masked(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers);
  return Object.fromEntries(entries.map(([name, value]) => [name, SECRET_HEADERS.includes(name) ? '***' : value]));
}

/** The library's own texts are not taken: what they quote of a request is not told anywhere. */
function trouble(url: URL, error: unknown): string {
  const code = codeOf(error);
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return `${url.host} did not answer in time.`;
  if (/CERT|SELF_SIGNED|UNABLE_TO_|^ERR_TLS_/.test(code)) {
    return `${url.host} shows a certificate that is not trusted (${code}). OS_CACERT names the certificate that signs it.`;
  }
  return `${url.host} cannot be reached (${code}).`;
}

/** The nearest code in the chain: a connection tried over several addresses wraps one error an address. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  const { code, errors, cause, name } = error as Readonly<Record<string, unknown>>;
  if (typeof code === 'string') return code;
  if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0]);
  return cause === undefined ? String(name) : codeOf(cause);
}
