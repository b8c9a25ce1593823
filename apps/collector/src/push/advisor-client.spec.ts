import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AdvisorClient, NoAnswer } from './advisor-client';
import type { TokenSource } from './token-source';

type Answering = (request: IncomingMessage, response: ServerResponse) => void;

const ending = () => new AbortController().signal;
const TLS = { isVerified: true, ca: null, cert: null, key: null };
const SECRET = 'gAAAAABsecret';

/** Gives out these tokens, one after the other. */
function tokens(...values: readonly string[]): TokenSource {
  const left = [...values];
  return {
    token: () => Promise.resolve(left[0] ?? null),
    renewed: () => {
      left.shift();
      return Promise.resolve(left[0] ?? null);
    },
    close: () => Promise.resolve(),
  };
}

async function asking<Result>(
  answering: Answering,
  ask: (client: AdvisorClient) => Promise<Result>,
  source = tokens(),
) {
  const server = createServer(answering).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new AdvisorClient({
    url: `http://127.0.0.1:${port}/base/`,
    tokens: source,
    tls: TLS,
    ending: ending(),
  });
  try {
    return await ask(client);
  } finally {
    await client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('speaking to an advisor', () => {
  it('sends the token, and finds the API below a path', async () => {
    const heard: unknown[] = [];
    const answer = await asking(
      ({ url, headers }, response) => {
        heard.push(url, headers['x-auth-token']);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"generation":3}');
      },
      (client) => client.get('/v1/hosts/a'),
      tokens(SECRET),
    );

    expect(heard).toEqual(['/base/v1/hosts/a', SECRET]);
    expect(answer).toEqual({ status: 200, json: { generation: 3 }, retryAfterMs: null });
  });

  it('takes another token when one is refused', async () => {
    const answer = await asking(
      ({ headers }, response) => response.writeHead(headers['x-auth-token'] === 'new' ? 200 : 401).end(),
      (client) => client.put('/v1/hosts/a/inventory', {}),
      tokens('old', 'new'),
    );

    expect(answer.status).toBe(200);
  });

  it('hears how long it is to wait', async () => {
    const answer = await asking(
      (_request, response) => response.writeHead(503, { 'retry-after': '7' }).end(),
      (client) => client.get('/'),
    );

    expect(answer).toEqual({ status: 503, json: undefined, retryAfterMs: 7000 });
  });

  it('says what went wrong without a word of what it sent', async () => {
    const asked = asking(
      (request) => request.socket.destroy(),
      (client) => client.put('/v1/hosts/a/inventory', { rack: 'r1' }),
      tokens(SECRET),
    );

    await expect(asked).rejects.toThrow(NoAnswer);
    await expect(asked).rejects.toThrow(/^http:\/\/127\.0\.0\.1:\d+ gave no answer \(\w+\)$/);
  });

  it('takes Keystone being away for the advisor being away', async () => {
    const away: TokenSource = { ...tokens(), token: () => Promise.reject(new Error('identity cannot be reached')) };

    await expect(
      asking(
        (_, response) => response.end(),
        (client) => client.get('/'),
        away,
      ),
    ).rejects.toThrow('no token: identity cannot be reached');
  });
});
