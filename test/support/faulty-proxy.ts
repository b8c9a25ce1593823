import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * `passes`: everything goes through; `unavailable`: 503 to everything; `refuses documents`: 422 to writes; `loses requests`:
 * writes go nowhere and are not answered; `loses answers`: writes go through and are not answered.
 */
export type ProxyMode = 'passes' | 'unavailable' | 'refuses documents' | 'loses requests' | 'loses answers';

interface Write {
  readonly body: Readonly<Record<string, unknown>>;
  /** Null: it was not sent on. */
  readonly status: number | null;
}

/** Stands before an advisor, and breaks as a spec says. It remembers every write. */
export class FaultyProxy {
  mode: ProxyMode = 'passes';
  readonly writes: Write[] = [];
  /** Tokens that requests came with. */
  readonly tokens = new Set<string>();
  private server: Server | null = null;
  private port = 0;

  constructor(private readonly target: string) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** On the same port as before, if it was away. */
  async open(): Promise<void> {
    const server = createServer((request, response) => void this.serve(request, response));
    server.listen(this.port, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Connections are refused from now on. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = null;
    server?.closeAllConnections();
    if (server !== null) await new Promise((resolve) => server.close(resolve));
  }

  /** What the advisor took, in order. */
  get accepted(): readonly Write['body'][] {
    return this.writes.filter(({ status }) => status !== null && status < 300).map(({ body }) => body);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const token = request.headers['x-auth-token'];
    if (typeof token === 'string') this.tokens.add(token);
    if (this.mode === 'unavailable') return void response.writeHead(503).end();
    if (request.method === 'PUT' && this.mode === 'refuses documents') return void response.writeHead(422).end();
    if (request.method === 'PUT' && this.mode === 'loses requests') return this.remember(text, null);
    const answer = await fetch(this.target + (request.url ?? ''), {
      method: request.method ?? 'GET',
      ...(text === '' ? {} : { body: text, headers: { 'content-type': 'application/json' } }),
    });
    const answered = await answer.text();
    if (request.method === 'PUT') this.remember(text, answer.status);
    if (request.method === 'PUT' && this.mode === 'loses answers') return;
    response
      .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' })
      .end(answered);
  }

  private remember(text: string, status: number | null): void {
    this.writes.push({ body: JSON.parse(text) as Write['body'], status });
  }
}
