import { BitReader, Bzip2Error } from './bit-reader';
import { readBlock, type SortedBlock } from './block';

const BYTES_PER_LEVEL = 100_000;
/** Digits of π begin a block, those of its square root end the stream. */
const BLOCK = [0x314159, 0x265359] as const;
const END = [0x177245, 0x385090] as const;
const CHUNK_BYTES = 64 * 1024;
/** Four equal bytes are followed by how many more of them there are. */
const EQUAL_BEFORE_COUNT = 4;
const CRC_POLYNOMIAL = 0x04c11db7;

/** Parallel packers write a stream a block; empty ones cost time and give nothing. */
const MAX_STREAMS = 10_000;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ CRC_POLYNOMIAL : crc << 1;
  return crc >>> 0;
});

/**
 * Unpacks bzip2, in pieces of 64 KiB: whoever takes them can stop when they are too many. Streams may follow each other, as
 * parallel packers write them; what comes after the last one is left alone, as bzip2 does. There is no specification:
 * the judge is what bzip2 1.0 packs and unpacks.
 *
 * Written for what anybody may send: no length that the data claims is believed before it was compared with its block's.
 *
 * @throws Bzip2Error when it is none, is broken or breaks off.
 */
export function* bunzip2(bytes: Uint8Array): Generator<Buffer, void> {
  const reader = new BitReader(bytes);
  const room = new BlockRoom();
  let streams = 0;
  do {
    if (++streams > MAX_STREAMS) throw new Bzip2Error(`it has more than ${MAX_STREAMS} streams`);
    yield* unpackStream(reader, room);
  } while (isMagic(reader.next(3)));
}

/** Made when a block comes, for all streams. */
class BlockRoom {
  private links = new Uint32Array(0);

  of(level: number): Uint32Array {
    const length = level * BYTES_PER_LEVEL;
    if (this.links.length < length) this.links = new Uint32Array(length);
    return this.links.subarray(0, length);
  }
}

function isMagic(bytes: Uint8Array): boolean {
  return bytes[0] === 0x42 && bytes[1] === 0x5a && bytes[2] === 0x68;
}

function* unpackStream(reader: BitReader, room: BlockRoom): Generator<Buffer, void> {
  if (!isMagic(reader.next(3))) throw new Bzip2Error('it does not begin with BZh');
  reader.bits(24);
  const level = reader.bits(8) - 0x30;
  if (level < 1 || level > 9) throw new Bzip2Error('its block size is none');
  let crcOfAll = 0;
  for (;;) {
    const magic = [reader.bits(24), reader.bits(24)] as const;
    const crc = reader.word();
    if (magic[0] === END[0] && magic[1] === END[1]) {
      if (crc !== crcOfAll) throw new Bzip2Error('its checksum is wrong');
      reader.skipToByte();
      return;
    }
    if (magic[0] !== BLOCK[0] || magic[1] !== BLOCK[1]) throw new Bzip2Error('a block does not begin as one');
    const found = yield* unpackBlock(readBlock(reader, room.of(level)));
    if (found !== crc) throw new Bzip2Error('the checksum of a block is wrong');
    crcOfAll = (((crcOfAll << 1) | (crcOfAll >>> 31)) ^ crc) >>> 0;
  }
}

/** @returns the checksum of the bytes. */
function* unpackBlock({ links, length, origin }: SortedBlock): Generator<Buffer, number> {
  let chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let filled = 0;
  let crc = 0xffffffff | 0;
  let at = (links[origin] as number) >>> 8;
  let equal = 0;
  let last = -1;
  for (let left = length; left > 0; left--) {
    const entry = links[at] as number;
    const byte = entry & 0xff;
    at = entry >>> 8;
    const isCount = equal === EQUAL_BEFORE_COUNT;
    const written = isCount ? last : byte;
    // A chunk has room for the longest repetition, so that it is asked for once a byte of the block.
    if (filled > CHUNK_BYTES - 256) {
      yield chunk.subarray(0, filled);
      chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      filled = 0;
    }
    for (let copies = isCount ? byte : 1; copies > 0; copies--) {
      crc = (crc << 8) ^ (CRC_TABLE[((crc >>> 24) ^ written) & 0xff] as number);
      chunk[filled++] = written;
    }
    equal = isCount ? 0 : byte === last ? equal + 1 : 1;
    last = isCount ? -1 : byte;
  }
  if (filled > 0) yield chunk.subarray(0, filled);
  return ~crc >>> 0;
}
