/** Numbers below 8,192 (`MAX_CPU`); what a mask says of others is of no machine. */
const MAX_WORDS = 256;
const WORD_BITS = 32;
const WORD = /^(?:0x)?([0-9a-f]{1,8})$/i;
/** All bits from here up: a set of what is still unknown. */
const INFINITE = '0xf...f';

/** A set of CPUs or nodes as hwloc writes it. */
export class BitMask {
  /** Lowest word first. */
  private constructor(
    private readonly words: readonly number[],
    private readonly isInfinite: boolean,
  ) {}

  /**
   * Reads `0x00000001,0x000000ff`: words of 32 bits in hex, highest first; an empty one is zero, and `0xf...f` in front sets all
   * bits above (hwloc, `hwloc_bitmap_sscanf`). Null for what is no mask.
   */
  static parse(text: string): BitMask | null {
    const parts = text.trim().split(',');
    const isInfinite = parts[0] === INFINITE;
    const words: number[] = [];
    for (const part of (isInfinite ? parts.slice(1) : parts).reverse().slice(0, MAX_WORDS)) {
      const digits = part === '' ? '0' : WORD.exec(part)?.[1];
      if (digits === undefined) return null;
      words.push(Number.parseInt(digits, 16));
    }
    return new BitMask(words, isInfinite);
  }

  has(bit: number): boolean {
    const word = this.words[Math.floor(bit / WORD_BITS)];
    return word === undefined ? this.isInfinite : ((word >>> (bit % WORD_BITS)) & 1) === 1;
  }

  intersects(other: BitMask): boolean {
    const length = Math.max(this.words.length, other.words.length);
    for (let i = 0; i < length; i++) if ((this.word(i) & other.word(i)) !== 0) return true;
    return this.isInfinite && other.isInfinite;
  }

  private word(index: number): number {
    return this.words[index] ?? (this.isInfinite ? 0xffffffff : 0);
  }
}
