import { type CpuSet, CpuSetSyntaxError, MAX_CPU, parseCpuSet } from '@iopath/core';
import type { HostTree } from '../../tree/host-tree';
import { attributeOf } from '../attributes';

const BITS_PER_DIGIT = 4;
/** Digits that the highest CPU needs, and as many commas, with room to spare for leading zeros. */
const MAX_MASK_LENGTH = MAX_CPU;

/** A list of the kernel, such as `0-3,8`; empty is none (a node without CPUs). Null when it is no list. */
export function cpusOfList(text: string): CpuSet | null {
  const list = text.trim();
  if (list === '') return [];
  try {
    // The exclusions of Nova are no syntax of the kernel's.
    return list.includes('^') ? null : parseCpuSet(list);
  } catch (error) {
    if (error instanceof CpuSetSyntaxError) return null;
    throw error;
  }
}

/**
 * A mask of the kernel: hexadecimal words of 32 bits, the highest first, with commas between, as in `00000000,0003f03f`
 * (lib/vsprintf.c `%*pb`). Null when it is no mask.
 */
export function cpusOfMask(text: string): CpuSet | null {
  const mask = text.trim();
  if (mask === '' || mask.length > MAX_MASK_LENGTH || !/^[0-9a-f,]+$/i.test(mask)) return null;
  // The highest word may be short; those after it are 8 digits.
  const [first = '', ...rest] = mask.split(',');
  const digits = first + rest.map((word) => word.padStart(8, '0')).join('');
  const cpus: number[] = [];
  for (let at = 0; at < digits.length; at++) {
    const bits = Number.parseInt(digits[digits.length - 1 - at] as string, 16);
    for (let bit = 0; bit < BITS_PER_DIGIT; bit++) {
      if ((bits & (1 << bit)) !== 0) cpus.push(at * BITS_PER_DIGIT + bit);
    }
  }
  return cpus.some((cpu) => cpu > MAX_CPU) ? null : cpus;
}

/** CPUs of the first of these files that is there and makes sense; names that end in `list` are lists, others masks. */
export function cpusOfFirst(tree: HostTree, paths: readonly string[]): CpuSet | null {
  for (const path of paths) {
    const text = attributeOf(tree, path);
    if (text === null) continue;
    const cpus = path.endsWith('list') || path.endsWith('online') ? cpusOfList(text) : cpusOfMask(text);
    if (cpus !== null) return cpus;
  }
  return null;
}
