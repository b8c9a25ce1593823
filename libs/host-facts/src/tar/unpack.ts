import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import unbzip2 from 'unbzip2-stream';
import { UnreadableImport } from '../import/import-reader';
import { ARCHIVE_BOUNDS, Bound } from './archive-bounds';

const CHUNK_BYTES = 64 * 1024;

/**
 * The bytes as they were before gzip or bzip2, told by their first bytes; anything else as it is. Stops as soon as they are
 * too many, without having unpacked more than a block further.
 *
 * @throws UnreadableImport `import.too_large`, or `import.malformed` when they break off or were changed.
 */
export async function* unpacked(bytes: Uint8Array): AsyncGenerator<Buffer, void> {
  if (bytes.length > ARCHIVE_BOUNDS.compressedBytes) {
    const message = `The archive has ${bytes.length} bytes, more than ${ARCHIVE_BOUNDS.compressedBytes}.`;
    throw new UnreadableImport('import.too_large', message);
  }
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const isBzip2 = bytes[0] === 0x42 && bytes[1] === 0x5a && bytes[2] === 0x68;
  const most = isBzip2 ? ARCHIVE_BOUNDS.unpackedBytesOfBzip2 : ARCHIVE_BOUNDS.unpackedBytes;
  const bound = new Bound(most, 'bytes when it is unpacked');
  if (!isGzip && !isBzip2) yield* counted(chunksOf(bytes), bound);
  else if (isGzip) yield* gunzipped(bytes, bound);
  else yield* bunzipped(bytes, bound);
}

async function* gunzipped(bytes: Uint8Array, bound: Bound): AsyncGenerator<Buffer, void> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  const source = Readable.from(chunksOf(bytes));
  source.on('error', (error) => gunzip.destroy(error));
  try {
    yield* counted(source.pipe(gunzip) as AsyncIterable<Buffer>, bound);
  } catch (error) {
    throw malformed(error, 'gzip');
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

/**
 * The library unpacks all that it was given at once, so that it is given little, and the bound is kept from within: what is
 * thrown while it hands a block on ends it.
 */
async function* bunzipped(bytes: Uint8Array, bound: Bound): AsyncGenerator<Buffer, void> {
  const bunzip = unbzip2();
  let blocks: Buffer[] = [];
  let failure: unknown = null;
  bunzip.on('data', (block: Buffer) => {
    try {
      bound.add(block.length);
    } catch (error) {
      failure ??= error;
      throw error;
    }
    blocks.push(block);
  });
  bunzip.on('error', (error: unknown) => (failure ??= error));
  for (const chunk of [...chunksOf(bytes), null]) {
    if (chunk === null) bunzip.end();
    else bunzip.write(chunk);
    if (failure !== null) throw malformed(failure, 'bzip2');
    const ready = blocks;
    blocks = [];
    yield* ready;
    // Others want to be served, too.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function* counted(chunks: Iterable<Buffer> | AsyncIterable<Buffer>, bound: Bound): AsyncGenerator<Buffer, void> {
  for await (const chunk of chunks) {
    bound.add(chunk.length);
    yield chunk;
  }
}

function* chunksOf(bytes: Uint8Array): Generator<Buffer, void> {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < all.length; at += CHUNK_BYTES) yield all.subarray(at, at + CHUNK_BYTES);
}

function malformed(error: unknown, packing: string): UnreadableImport {
  if (error instanceof UnreadableImport) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new UnreadableImport('import.malformed', `The ${packing} data is broken or breaks off: ${reason}`);
}
