import { type BitReader, Bzip2Error } from './bit-reader';

const MAX_LENGTH = 20;

/** A canonical Huffman code: codes of one length follow each other in the order of their symbols. */
export class HuffmanCode {
  /** By length: the largest code, -1 for none; what to take off a code to get its place in `symbols`. */
  private readonly largest = new Int32Array(MAX_LENGTH + 2).fill(-1);
  private readonly offset = new Int32Array(MAX_LENGTH + 2);
  private readonly symbols: Uint16Array;

  /** @param lengths of each symbol's code, 1 to 20 bits. */
  constructor(lengths: Uint8Array) {
    this.symbols = new Uint16Array(lengths.length);
    let code = 0;
    let place = 0;
    for (let length = 1; length <= MAX_LENGTH; length++) {
      const first = code;
      this.offset[length] = first - place;
      for (let symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] !== length) continue;
        this.symbols[place++] = symbol;
        code++;
      }
      if (code > first) this.largest[length] = code - 1;
      code <<= 1;
    }
  }

  /** @throws Bzip2Error when the bits are no code, or break off. */
  read(reader: BitReader): number {
    let code = 0;
    for (let length = 1; length <= MAX_LENGTH; length++) {
      code = (code << 1) | reader.bits(1);
      if (code > (this.largest[length] as number)) continue;
      const symbol = this.symbols[code - (this.offset[length] as number)];
      if (symbol !== undefined) return symbol;
    }
    throw new Bzip2Error('it has bits that are no code');
  }
}

/** Lengths are told as differences: `0` stays, `10` is one more, `11` one less. */
export function readCodeLengths(reader: BitReader, symbols: number): Uint8Array {
  const lengths = new Uint8Array(symbols);
  let length = reader.bits(5);
  for (let symbol = 0; symbol < symbols; symbol++) {
    while (reader.bit()) length += reader.bit() ? -1 : 1;
    if (length < 1 || length > MAX_LENGTH) throw new Bzip2Error('it has codes of an impossible length');
    lengths[symbol] = length;
  }
  return lengths;
}
