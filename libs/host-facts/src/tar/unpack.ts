import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Bzip2Error } from '../bzip2/bit-reader';
import { bunzip2 } from '../bzip2/bunzip2';
import { UnreadableImport } from '../import/import-reader';
import { ARCHIVE_BOUNDS, type ArchiveBounds, Bound } from './archive-bounds';

const CHUNK_BYTES = 64 * 1024;
/** Some 10 ms of unpacking bzip2. */
const PIECES_AT_ONCE = 8;

/** Packings whose archives are sent as well, and that Node has nothing to unpack with, by their first bytes. */
const OTHER_PACKINGS: readonly (readonly [name: string, magic: string])[] = [
  ['xz', 'fd377a585a00'],
  ['zstd', '28b52ffd'],
  ['zip', '504b0304'],
  ['7-zip', '377abcaf271c'],
];

/**
 * The bytes as they were before gzip or bzip2, told by their first bytes; anything else as it is. Stops as soon as they are
 * too many.
 *
 * @throws UnreadableImport `import.too_large`, `import.malformed` when they break off or were changed, or
 *   `import.not_this_format` when they are packed in another way.
 */
export async function* unpacked(
  bytes: Uint8Array,
  bounds: ArchiveBounds = ARCHIVE_BOUNDS,
): AsyncGenerator<Buffer, void> {
  if (bytes.length > bounds.compressedBytes) {
    const message = `The archive has ${bytes.length} bytes, more than ${bounds.compressedBytes}.`;
    throw new UnreadableImport('import.too_large', message);
  }
  const head = Buffer.from(bytes.subarray(0, 6)).toString('hex');
  const [other] = OTHER_PACKINGS.find(([, magic]) => head.startsWith(magic)) ?? [];
  if (other !== undefined) {
    const message = `The archive is packed by ${other}, which is not read here: send it plain, or packed by gzip or bzip2.`;
    throw new UnreadableImport('import.not_this_format', message);
  }
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const isBzip2 = bytes[0] === 0x42 && bytes[1] === 0x5a && bytes[2] === 0x68;
  const most = isBzip2 ? bounds.unpackedBytesOfBzip2 : bounds.unpackedBytes;
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

async function* bunzipped(bytes: Uint8Array, bound: Bound): AsyncGenerator<Buffer, void> {
  try {
    let pieces = 0;
    for (const piece of bunzip2(bytes)) {
      bound.add(piece.length);
      yield piece;
      // Others want to be served, too.
      if (++pieces % PIECES_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  } catch (error) {
    throw error instanceof Bzip2Error ? malformed(error, 'bzip2') : error;
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
