import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';

/** Both ends of one connection through the proxy. */
interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/**
 * A TCP proxy between the service and one of its stores, which can be told to misbehave as a network does: cut what is
 * open, refuse what comes, keep silent, or be slow.
 */
export class TcpProxy {
  private readonly pairs = new Set<Pair>();
  private listener: Server | null = null;
  private isStalled = false;
  private delayMs = 0;
  private listenPort = 0;

  /** @param targetPort tells where on this machine the store listens now; a restarted one may have moved */
  constructor(private readonly targetPort: () => number) {}

  get port(): number {
    return this.listenPort;
  }

  /** Takes connections; after `refuse`, on the same port as before. */
  async open(): Promise<void> {
    if (this.listener !== null) return;
    const listener = createServer({ allowHalfOpen: false }, (client) => this.connect(client));
    this.listener = listener;
    listener.listen(this.listenPort, '127.0.0.1');
    await once(listener, 'listening');
    this.listenPort = (listener.address() as AddressInfo).port;
  }

  /** Ends every open connection without a good-bye. Returns how many there were. */
  cut(): number {
    const count = this.pairs.size;
    for (const { client, server } of this.pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
    this.pairs.clear();
    return count;
  }

  /** Nobody listens any more, and what was open is cut. */
  async refuse(): Promise<void> {
    const { listener } = this;
    this.listener = null;
    if (listener === null) return;
    const closed = once(listener, 'close');
    listener.close();
    this.cut();
    await closed;
  }

  /** From now on nothing passes, and nobody is told; new connections are taken and hear nothing. */
  stall(): void {
    this.isStalled = true;
    for (const pair of this.pairs) pause(pair);
  }

  /** What was held back passes now. */
  unstall(): void {
    this.isStalled = false;
    for (const { client, server } of this.pairs) {
      client.resume();
      server.resume();
    }
  }

  /** Each piece of data passes that much later; 0 for at once. */
  delay(delayMs: number): void {
    this.delayMs = delayMs;
  }

  private connect(client: Socket): void {
    const server = createConnection(this.targetPort(), '127.0.0.1');
    const pair = { client, server };
    this.pairs.add(pair);
    this.forward(client, server, pair);
    this.forward(server, client, pair);
    if (this.isStalled) pause(pair);
  }

  private forward(from: Socket, to: Socket, pair: Pair): void {
    from.setNoDelay(true);
    from.on('data', (chunk: Buffer) => {
      if (this.delayMs === 0) send(to, chunk);
      else setTimeout(() => send(to, chunk), this.delayMs);
    });
    const end = () => {
      this.pairs.delete(pair);
      // An end, too, is not to overtake what is on its way.
      setTimeout(() => to.destroy(), this.delayMs);
    };
    from.once('close', end);
    from.on('error', () => from.destroy());
  }
}

function pause({ client, server }: Pair): void {
  client.pause();
  server.pause();
}

function send(to: Socket, chunk: Buffer): void {
  if (to.writable) to.write(chunk);
}
