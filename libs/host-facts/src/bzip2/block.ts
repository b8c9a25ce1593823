import { type BitReader, Bzip2Error } from './bit-reader';
import { HuffmanCode, readCodeLengths } from './huffman-code';

const GROUP_SYMBOLS = 50;
const RUN_A = 0;
const RUN_B = 1;
/** A run is at most a block long, so its length has no more binary digits than this. */
const MAX_RUN_DIGITS = 20;

/** A block before the last step of unpacking: links through its bytes, and where to begin. */
export interface SortedBlock {
  readonly links: Uint32Array;
  readonly length: number;
  readonly origin: number;
}

/**
 * Reads a block: Huffman codes, then the move-to-front list, then what undoes the Burrows-Wheeler transform.
 *
 * @param links room for as many bytes as a block of the stream can have.
 * @throws Bzip2Error when it is broken.
 */
export function readBlock(reader: BitReader, links: Uint32Array): SortedBlock {
  if (reader.bit()) throw new Bzip2Error('it is of a version before 0.9.5');
  const origin = reader.bits(24);
  const bytes = readBytesUsed(reader);
  const { selectors, tables } = readTables(reader);
  const codes = tables.map(() => new HuffmanCode(readCodeLengths(reader, bytes.length + 2)));
  const length = readSymbols(new SymbolReader(reader, codes, selectors), bytes, links);
  if (origin >= length) throw new Bzip2Error('it begins outside of itself');
  link(links, length);
  return { links, length, origin };
}

/** 16 bits tell which sixteenths of all bytes are used, and 16 more each which of them. */
function readBytesUsed(reader: BitReader): Uint8Array {
  const sixteenths = reader.bits(16);
  const used: number[] = [];
  for (let high = 0; high < 16; high++) {
    if ((sixteenths & (0x8000 >> high)) === 0) continue;
    const low = reader.bits(16);
    for (let bit = 0; bit < 16; bit++) if ((low & (0x8000 >> bit)) !== 0) used.push(high * 16 + bit);
  }
  if (used.length === 0) throw new Bzip2Error('it uses no bytes');
  return Uint8Array.from(used);
}

/** Which of the codes each group of 50 symbols is in, as places in a move-to-front list of the codes. */
function readTables(reader: BitReader): { readonly selectors: Uint8Array; readonly tables: readonly number[] } {
  const count = reader.bits(3);
  if (count < 2 || count > 6) throw new Bzip2Error(`it has ${count} codes`);
  const selectors = new Uint8Array(reader.bits(15));
  const tables = Array.from({ length: count }, (_, table) => table);
  const recent = [...tables];
  for (let at = 0; at < selectors.length; at++) {
    let place = 0;
    while (reader.bit()) place++;
    if (place >= count) throw new Bzip2Error('it selects a code that it does not have');
    const [table = 0] = recent.splice(place, 1);
    recent.unshift(table);
    selectors[at] = table;
  }
  return { selectors, tables };
}

class SymbolReader {
  private group = -1;
  private left = 0;
  private code: HuffmanCode | undefined;

  constructor(
    private readonly reader: BitReader,
    private readonly codes: readonly HuffmanCode[],
    private readonly selectors: Uint8Array,
  ) {}

  read(): number {
    if (this.left === 0) {
      this.left = GROUP_SYMBOLS;
      this.code = this.codes[this.selectors[++this.group] ?? -1];
    }
    if (this.code === undefined) throw new Bzip2Error('it has more symbols than it says');
    this.left--;
    return this.code.read(this.reader);
  }
}

/**
 * Symbols as bytes of the block: 0 and 1 are digits of how often the first of the list is repeated, the last one ends the
 * block, the others are places in the list of the bytes that were last used.
 *
 * @returns how many bytes there are.
 */
function readSymbols(symbols: SymbolReader, bytes: Uint8Array, into: Uint32Array): number {
  const recent = Uint8Array.from(bytes);
  const end = bytes.length + 1;
  let length = 0;
  let run = 0;
  let digits = 0;
  for (;;) {
    const symbol = symbols.read();
    if (symbol === RUN_A || symbol === RUN_B) {
      if (digits > MAX_RUN_DIGITS) throw new Bzip2Error('it has a run longer than a block');
      run += (symbol + 1) << digits++;
      continue;
    }
    if (length + run + (symbol === end ? 0 : 1) > into.length) throw new Bzip2Error('a block is longer than it may be');
    into.fill(recent[0] as number, length, length + run);
    length += run;
    run = digits = 0;
    if (symbol === end) return length;
    const byte = recent[symbol - 1] as number;
    recent.copyWithin(1, 0, symbol - 1);
    recent[0] = byte;
    into[length++] = byte;
  }
}

/** The rank of each byte among all leads to the byte that comes after it: kept above the 8 bits of the byte itself. */
function link(links: Uint32Array, length: number): void {
  const next = new Uint32Array(256);
  for (let at = 0; at < length; at++) (next[links[at] as number] as number)++;
  let sum = 0;
  for (let byte = 0; byte < 256; byte++) {
    const count = next[byte] as number;
    next[byte] = sum;
    sum += count;
  }
  for (let at = 0; at < length; at++) {
    const byte = (links[at] as number) & 0xff;
    const rank = next[byte] as number;
    next[byte] = rank + 1;
    links[rank] = ((links[rank] as number) | (at << 8)) >>> 0;
  }
}
