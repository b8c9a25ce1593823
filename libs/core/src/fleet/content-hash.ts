/** A 64-bit hash as two unsigned 32-bit halves, because JavaScript has no fast 64-bit integer. */
export interface Hash64 {
  readonly high: number;
  readonly low: number;
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** The second lane starts and steps differently, so that the halves do not repeat each other. */
const OTHER_OFFSET = 0x9747b28c;
const OTHER_PRIME = 0x5bd1e995;
const HEX_DIGITS = 8;

/**
 * Hashes a text's UTF-16 units: two lanes of FNV-1a with different multipliers, each finished with MurmurHash3's
 * mixer. It tells contents apart and is the same on every machine; it does not withstand somebody who looks for collisions.
 */
export function hash64(text: string): Hash64 {
  let first = FNV_OFFSET;
  let second = OTHER_OFFSET ^ text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    first = Math.imul(first ^ unit, FNV_PRIME);
    second = Math.imul(second ^ unit, OTHER_PRIME);
    second ^= second >>> 15;
  }
  return { high: mix(first ^ (second >>> 7)), low: mix(second ^ Math.imul(first, OTHER_PRIME)) };
}

/**
 * Adds two hashes half by half, modulo 2^32: the sum of many hashes does not depend on their order, and
 * {@link subtractHash} takes one out again. Unlike XOR, two equal members do not cancel out.
 */
export function addHash(a: Hash64, b: Hash64): Hash64 {
  return { high: (a.high + b.high) >>> 0, low: (a.low + b.low) >>> 0 };
}

/** Undoes {@link addHash}. */
export function subtractHash(a: Hash64, b: Hash64): Hash64 {
  return { high: (a.high - b.high) >>> 0, low: (a.low - b.low) >>> 0 };
}

/** 16 hex digits. */
export function formatHash(hash: Hash64): string {
  return hexDigits(hash.high) + hexDigits(hash.low);
}

/** MurmurHash3's 32-bit finaliser: every input bit reaches every output bit. */
function mix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function hexDigits(half: number): string {
  return half.toString(16).padStart(HEX_DIGITS, '0');
}
