import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { CloudError } from '@iopath/usecases';
import { cloudErrorOf } from '../opened-cloud.fixture';
import { DEFAULT_LIMITS } from '../cloud-options';
import { SELF_SIGNED } from './self-signed.fixture';
import { Transport } from './transport';

const TRUSTED = { isVerified: true, ca: null, cert: null, key: null };

let server: Server;
let sockets: Set<Duplex>;

beforeEach(async () => {
  sockets = new Set();
  server = createServer({ ...SELF_SIGNED, ca: SELF_SIGNED.cert, requestCert: true, rejectUnauthorized: false });
  server.on('request', (request, response) => {
    const { authorized } = request.socket as TLSSocket;
    response.end(JSON.stringify({ isKnown: authorized }));
  });
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  const closed = new Promise((resolve) => server.close(resolve));
  for (const socket of sockets) socket.destroy();
  await closed;
});

async function ask(tls: Partial<typeof TRUSTED> | Record<string, unknown>): Promise<unknown> {
  const transport = new Transport({ ...TRUSTED, ...tls }, DEFAULT_LIMITS);
  const url = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const exchange = { service: 'identity', method: 'GET', url, headers: {}, body: undefined } as const;
  try {
    return (await transport.exchange(exchange, AbortSignal.timeout(5_000))).json;
  } finally {
    await transport.close();
  }
}

describe('a connection with TLS', () => {
  it('is refused to a certificate that nobody known has signed, and not tried again', async () => {
    const error = await cloudErrorOf(ask({}));

    expect(error).toBeInstanceOf(CloudError);
    expect(error).toMatchObject({ status: null, isTransient: false });
    expect(error.message).toMatch(
      /^identity at 127\.0\.0\.1:\d+ shows a certificate that is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)\. OS_CACERT/,
    );
  });

  it('is made to one that the given authority has signed, or where nothing is to be verified', async () => {
    expect(await ask({ ca: SELF_SIGNED.cert })).toEqual({ isKnown: false });
    expect(await ask({ isVerified: false })).toEqual({ isKnown: false });
  });

  it("shows this service's own certificate", async () => {
    expect(await ask({ ca: SELF_SIGNED.cert, ...SELF_SIGNED })).toEqual({ isKnown: true });
  });
});
