import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UsageError } from '../usage-error';
import { openTokenSource, readAccess } from './token-source';

describe('where the token comes from', () => {
  it('is OS_TOKEN where it is set', async () => {
    expect(await openTokenSource(null, readAccess({ OS_TOKEN: ' abc\n' })).token()).toBe('abc');
  });

  it('is nowhere without credentials', async () => {
    expect(await openTokenSource(null, readAccess({})).token()).toBeNull();
  });

  it('is a file that others renew', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'token-'));
    const file = path.join(folder, 'token');
    writeFileSync(file, 'first\n');
    const source = openTokenSource(file, readAccess({ OS_TOKEN: 'not this one' }));

    expect(await source.token()).toBe('first');
    expect(await source.renewed('first')).toBeNull();
    writeFileSync(file, 'second\n');
    expect(await source.renewed('first')).toBe('second');

    rmSync(folder, { recursive: true });
    await expect(source.token()).rejects.toThrow('holds no token');
  });

  it('is Keystone for an application credential', async () => {
    const heard: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        if (request.method !== 'POST') {
          const { port } = server.address() as AddressInfo;
          const version = {
            id: 'v3.14',
            status: 'stable',
            links: [{ rel: 'self', href: `http://127.0.0.1:${port}/v3/` }],
          };
          response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ version }));
          return;
        }
        heard.push(body);
        const token = {
          issued_at: '2026-11-21T08:00:00.000000Z',
          expires_at: '2026-11-21T09:00:00.000000Z',
          catalog: [],
        };
        const headers = { 'content-type': 'application/json', 'x-subject-token': `token-${heard.length}` };
        response.writeHead(201, headers).end(JSON.stringify({ token }));
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const access = readAccess({
      OS_AUTH_URL: `http://127.0.0.1:${port}/v3`,
      OS_APPLICATION_CREDENTIAL_ID: 'ac1',
      OS_APPLICATION_CREDENTIAL_SECRET: 'secret',
    });
    const source = openTokenSource(null, access);

    expect(await source.token()).toBe('token-1');
    expect(await source.renewed('token-1')).toBe('token-2');
    expect(JSON.parse(heard[0] ?? '')).toEqual({
      auth: {
        identity: {
          methods: ['application_credential'],
          application_credential: { id: 'ac1', secret: 'secret' },
        },
      },
    });

    await source.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is refused where the credentials are not whole, without a word of the secret', () => {
    const env = { OS_APPLICATION_CREDENTIAL_SECRET: 'hush', OS_AUTH_URL: 'http://keystone' };

    expect(() => readAccess(env)).toThrow(UsageError);
    expect(() => readAccess(env)).not.toThrow(/hush/);
  });
});
