import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { FakeKeystone } from './fake-keystone';
import { versionDocument } from './version-documents';

export const FAKE_SERVICES = ['identity', 'compute', 'placement', 'network', 'image'] as const;
export type FakeServiceType = (typeof FAKE_SERVICES)[number];

/** A request as a service received it. */
export interface FakeRequest {
  readonly service: FakeServiceType;
  readonly method: string;
  /** Below the service's root: `/v2.1/servers/detail`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** What to answer; `reset` breaks the connection, `silence` never answers. A text is sent as it is, all else as JSON. */
export type FakeAnswer =
  | {
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | 'reset'
  | 'silence';

export type FakeHandler = (request: FakeRequest) => FakeAnswer;

interface Rule {
  readonly service: FakeServiceType;
  readonly method: string;
  readonly path: string | RegExp;
  readonly handler: FakeHandler;
  times: number;
}

/**
 * An OpenStack in this process: one HTTP server whose first part of the path is the service. Keystone issues, validates
 * and revokes tokens; the others tell their versions, check the token, and answer what a spec has told them to.
 */
export class FakeOpenStack {
  readonly requests: FakeRequest[] = [];
  readonly keystone: FakeKeystone;
  private readonly rules: Rule[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    /** `http://127.0.0.1:<port>`; services are below it. */
    readonly url: string,
  ) {
    this.keystone = new FakeKeystone(url);
  }

  static async start(): Promise<FakeOpenStack> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const cloud = new FakeOpenStack(server, `http://127.0.0.1:${port}`);
    server.on('request', (request, response) => void cloud.serve(request, response));
    server.on('connection', (socket) => {
      cloud.sockets.add(socket);
      socket.once('close', () => cloud.sockets.delete(socket));
    });
    return cloud;
  }

  /** `OS_AUTH_URL`. */
  get authUrl(): string {
    return `${this.url}/identity`;
  }

  /** Answers so from now on; of several that match, the one that was told last. */
  on(service: FakeServiceType, method: string, path: string | RegExp, handler: FakeHandler | FakeAnswer): void {
    this.rule(service, method, path, handler, Number.POSITIVE_INFINITY);
  }

  /** Answers so for the next requests, `times` of them. */
  next(
    service: FakeServiceType,
    method: string,
    path: string | RegExp,
    handler: FakeHandler | FakeAnswer,
    times: number = 1,
  ): void {
    this.rule(service, method, path, handler, times);
  }

  /** Requests of one kind, the oldest first. */
  received(service: FakeServiceType, method?: string, path?: string | RegExp): readonly FakeRequest[] {
    return this.requests.filter(
      (request) =>
        request.service === service &&
        (method === undefined || request.method === method) &&
        (path === undefined || matches(path, request.path)),
    );
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private rule(
    service: FakeServiceType,
    method: string,
    path: string | RegExp,
    handler: FakeHandler | FakeAnswer,
    times: number,
  ): void {
    this.rules.unshift({
      service,
      method,
      path,
      handler: typeof handler === 'function' ? handler : () => handler,
      times,
    });
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await this.read(incoming);
    if (request === null) {
      response.writeHead(404).end();
      return;
    }
    this.requests.push(request);
    const answer = this.answer(request);
    if (answer === 'reset') incoming.socket.destroy();
    if (answer === 'reset' || answer === 'silence') return;
    const isText = typeof answer.body === 'string';
    const type = isText ? 'text/html' : 'application/json';
    response.writeHead(answer.status, { 'content-type': type, ...answer.headers });
    if (answer.body === undefined) response.end();
    else response.end(isText ? answer.body : JSON.stringify(answer.body));
  }

  private async read(incoming: IncomingMessage): Promise<FakeRequest | null> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const url = new URL(incoming.url ?? '/', this.url);
    const [, name, ...rest] = url.pathname.split('/');
    const service = FAKE_SERVICES.find((each) => each === name);
    if (service === undefined) return null;
    const text = Buffer.concat(chunks).toString('utf8');
    return {
      service,
      method: incoming.method ?? 'GET',
      path: `/${rest.join('/')}`,
      query: url.searchParams,
      headers: incoming.headers,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    };
  }

  private answer(request: FakeRequest): FakeAnswer {
    const rule = this.rules.find(
      (each) =>
        each.times > 0 &&
        each.service === request.service &&
        each.method === request.method &&
        matches(each.path, request.path),
    );
    if (rule !== undefined) {
      rule.times -= 1;
      const needsToken = rule.times === Number.POSITIVE_INFINITY && request.service !== 'identity';
      return needsToken && !this.keystone.isValid(tokenOf(request)) ? UNAUTHORIZED : rule.handler(request);
    }
    if (request.service === 'identity') return this.keystone.answer(request);
    const versions = request.method === 'GET' ? versionDocument(request.service, request.path, this.url) : null;
    return versions ?? { status: 404, body: { itemNotFound: { code: 404, message: 'not found' } } };
  }
}

/** What keystonemiddleware says for a service (keystonemiddleware/auth_token `_reject_request`). */
const UNAUTHORIZED: FakeAnswer = {
  status: 401,
  body: '<html><head><title>401 Unauthorized</title></head><body>The request you have made requires authentication.</body></html>',
  headers: { 'www-authenticate': 'Keystone uri="http://127.0.0.1"' },
};

function tokenOf({ headers }: FakeRequest): string {
  const token = headers['x-auth-token'];
  return typeof token === 'string' ? token : '';
}

function matches(pattern: string | RegExp, path: string): boolean {
  return typeof pattern === 'string' ? pattern === path : pattern.test(path);
}
