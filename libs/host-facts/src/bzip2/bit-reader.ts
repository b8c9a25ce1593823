/** Thrown when data is no bzip2, is broken or breaks off; the message says what is wrong. */
export class Bzip2Error extends Error {}

/** Reads bits of bytes, the most significant one first. */
export class BitReader {
  private at = 0;
  private held = 0;
  private heldBits = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /**
   * @param count up to 24.
   * @throws Bzip2Error when there are not so many any more.
   */
  bits(count: number): number {
    while (this.heldBits < count) {
      if (this.at >= this.bytes.length) throw new Bzip2Error('it breaks off');
      this.held = ((this.held << 8) | (this.bytes[this.at++] as number)) >>> 0;
      this.heldBits += 8;
    }
    this.heldBits -= count;
    const value = (this.held >>> this.heldBits) & ((1 << count) - 1);
    this.held &= (1 << this.heldBits) - 1;
    return value;
  }

  bit(): boolean {
    return this.bits(1) === 1;
  }

  /** 32 bits as a number without sign. */
  word(): number {
    const high = this.bits(16);
    return high * 0x10000 + this.bits(16);
  }

  /** Goes on to where the next byte begins; whole bytes that were read ahead are still to come. */
  skipToByte(): void {
    this.heldBits -= this.heldBits % 8;
    this.held &= (1 << this.heldBits) - 1;
  }

  /** The bytes that come next, without going on to them. At the beginning of a byte only. */
  next(count: number): Uint8Array {
    const start = this.at - this.heldBits / 8;
    return this.bytes.subarray(start, start + count);
  }
}
