import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ReceivedJson, ReceivedLines, ReceivedOther, ReceivedPayload } from './received-body';

/** A host with a hundred PFs and all their VFs is below 1 MiB. */
export const MAX_JSON_BYTES = 4 * 1024 * 1024;

/**
 * Takes bodies in without judging them: what an operation does not want, it refuses itself, with the pointer and code
 * that belong to it. (A parser that fails would make Fastify close the connection under the client's hands.)
 */
export function addBodyParsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', async (request: FastifyRequest, stream: Readable) => {
    if (takesPayload(request)) return new ReceivedPayload(stream);
    return new ReceivedJson(await readAtMost(stream, MAX_JSON_BYTES));
  });
  fastify.addContentTypeParser('application/x-ndjson', (request, stream: Readable, done) => {
    done(null, takesPayload(request) ? new ReceivedPayload(stream) : new ReceivedLines(stream));
  });
  fastify.addContentTypeParser('*', (request, stream: Readable, done) => {
    if (takesPayload(request)) return done(null, new ReceivedPayload(stream));
    stream.resume();
    done(null, new ReceivedOther(request.headers['content-type'] ?? ''));
  });
}

/** Operations that take what other tools wrote; it is read once the caller is known to be allowed to send it. */
function takesPayload({ method, url }: FastifyRequest): boolean {
  return method === 'POST' && PAYLOAD_PATH.test(url);
}

const PAYLOAD_PATH = /^\/v1\/hosts\/[^/?]{1,255}\/inventory:import(?:\?|$)/;

/** All bytes, or null as soon as there are too many; the rest is then read and thrown away, so that the client can finish. */
export async function readAtMost(stream: Readable, limit: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    stream.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else {
        chunks.length = 0;
        resolve(null);
      }
    });
    stream.once('end', () => resolve(Buffer.concat(chunks)));
    stream.once('error', reject);
    stream.once('close', () => reject(new ClientGoneError()));
  });
}

/** The caller hung up in the middle of its body; there is nobody left to answer. */
export class ClientGoneError extends Error {
  readonly statusCode = 400;
  readonly code = 'FST_CLIENT_GONE';
}
