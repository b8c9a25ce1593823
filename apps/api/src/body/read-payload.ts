import type { Readable } from 'node:stream';
import { ProblemError } from '../problem/problem';
import { ClientGoneError } from './body-parsers';
import { ReceivedPayload } from './received-body';
import { bodyTooLarge } from './wire-body';

/** Who sends more than so many times what is taken is not listened to any longer. */
const PATIENCE = 32;

/**
 * Everything of a body that another tool wrote.
 *
 * @throws ProblemError 400 `body.empty`, 413 `body.too_large` for more than `maxBytes`, of which no more is held
 */
export async function readPayload(body: unknown, maxBytes: number): Promise<Buffer> {
  const bytes = body instanceof ReceivedPayload ? await read(body.stream, maxBytes) : Buffer.alloc(0);
  if (bytes === null) throw bodyTooLarge(maxBytes);
  if (bytes.length === 0) throw new ProblemError(400, 'body.empty', 'A body is expected, and nothing came.');
  return bytes;
}

/** Null when there was too much. It is read to its end all the same: most callers hear no answer before they have sent. */
async function read(stream: Readable, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
      if (length > PATIENCE * maxBytes) break;
    }
  } catch {
    throw new ClientGoneError();
  }
  return length <= maxBytes ? Buffer.concat(chunks) : null;
}
