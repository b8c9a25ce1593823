import type { CloudServiceType } from '@iopath/usecases';
import { Agent, request } from 'undici';
import type { CloudAccess } from '../cloud-access';
import type { CloudLimits } from '../cloud-options';
import { connectionTrouble } from './connection-trouble';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface Exchange {
  readonly service: CloudServiceType;
  readonly method: Method;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON; undefined: none. */
  readonly body: unknown;
}

export interface Answer {
  readonly status: number;
  /** The first value of each, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
}

/** Open connections to one service at a time; Nova and Neutron run as few workers. */
const CONNECTIONS = 8;

/** One exchange over HTTP, whatever its status. */
export class Transport {
  private readonly reused: Agent;
  private readonly fresh: Agent;

  constructor(tls: CloudAccess['tls'], limits: CloudLimits) {
    const options = {
      connections: CONNECTIONS,
      headersTimeout: limits.headersMs,
      bodyTimeout: limits.bodyMs,
      maxResponseSize: limits.answerBytes,
      connect: {
        timeout: limits.connectMs,
        rejectUnauthorized: tls.isVerified,
        ...(tls.ca === null ? {} : { ca: tls.ca }),
        ...(tls.cert === null ? {} : { cert: tls.cert }),
        ...(tls.key === null ? {} : { key: tls.key }),
      },
    };
    this.reused = new Agent(options);
    // Some servers close a connection without saying so before. What must not be sent twice gets one of its own, since
    // a connection that breaks under it would not tell whether it was served.
    this.fresh = new Agent({ ...options, pipelining: 0 });
  }

  /** @throws ConnectionTrouble when there is no whole answer */
  async exchange({ service, method, url, headers, body }: Exchange, signal: AbortSignal): Promise<Answer> {
    const content = body === undefined ? undefined : JSON.stringify(body);
    try {
      const answer = await request(url, {
        method,
        dispatcher: method === 'POST' ? this.fresh : this.reused,
        headers: { accept: 'application/json', ...(content && { 'content-type': 'application/json' }), ...headers },
        signal,
        ...(content === undefined ? {} : { body: content }),
      });
      const text = await answer.body.text();
      return { status: answer.statusCode, headers: firstValues(answer.headers), text, json: parsed(text) };
    } catch (error) {
      throw connectionTrouble(service, url, error);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.reused.destroy(), this.fresh.destroy()]);
  }
}

function firstValues(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const first = Object.entries(headers).map(
    ([name, value]) => [name, Array.isArray(value) ? value[0] : value] as const,
  );
  return Object.fromEntries(first.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
