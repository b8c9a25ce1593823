import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer, type Server } from 'node:net';

/** Another collector sends from this folder. */
export class SpoolInUse extends Error {}

/**
 * Keeps other collectors away from a folder for as long as this process lives: by a name among the kernel's abstract sockets
 * (unix(7)), which goes with the process however it ends. It is seen by processes of the same network namespace.
 *
 * @throws SpoolInUse
 */
export async function lockSpool(folder: string): Promise<Server> {
  const digest = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 32);
  const server = createServer((connection) => connection.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = new SpoolInUse(`Another collector uses ${folder}.`);
      reject(error.code === 'EADDRINUSE' ? inUse : error);
    });
    server.listen(`\0iopath-collector-${digest}`, resolve);
  });
  server.unref();
  return server;
}
