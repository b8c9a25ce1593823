import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { URLS } from '../../openstack-lab/places';

/** Stands before the lab's Keystone and keeps the tokens that it gives out, so that a test can revoke them. */
export class RecordingKeystone {
  readonly issued: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<RecordingKeystone> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const keystone = new RecordingKeystone(server);
    server.on('request', (request: IncomingMessage, response) => {
      keystone.relay(request).then(
        ({ status, token, text }) => {
          response.writeHead(status, {
            'content-type': 'application/json',
            ...(token && { 'x-subject-token': token }),
          });
          response.end(text);
        },
        () => response.writeHead(502).end(),
      );
    });
    return keystone;
  }

  /** `OS_AUTH_URL`. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v3`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async relay(request: IncomingMessage): Promise<{ status: number; token: string | null; text: string }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = 'GET', url = '/', headers } = request;
    const carried = ['content-type', 'x-auth-token', 'x-subject-token'].flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value] as const] : [];
    });
    const answer = await fetch(new URL(url, URLS.keystone), {
      method,
      headers: Object.fromEntries(carried),
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    });
    const token = answer.headers.get('x-subject-token');
    if (method === 'POST' && token !== null) this.issued.push(token);
    return { status: answer.status, token, text: await answer.text() };
  }
}
