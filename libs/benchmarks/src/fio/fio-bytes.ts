import { UnreadableResult } from '../unreadable-result';

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/**
 * Bytes of fio's `bs`: `4k`, `4096`, `4KiB`, `1m`. fio counts by 1024 for `k` and `kb` alike (`kb_base=1024`).
 *
 * @throws UnreadableResult `benchmark.mixed_sizes` for several sizes (`4k,8k`, `4k-64k`), whose result is that of neither.
 */
export function fioBytes(text: string | null): number | null {
  if (text === null) return null;
  const sizes = new Set(text.split(/[,:-]/).filter((size) => size !== ''));
  if (sizes.size > 1) throw new UnreadableResult('benchmark.mixed_sizes', `bs=${text} mixes sizes: use one.`);
  const match = /^(\d+)\s*([kmg]?)(?:i?b)?$/i.exec(text.split(/[,:-]/)[0] ?? '');
  if (match === null) return null;
  return Number(match[1]) * (UNITS[(match[2] ?? '').toLowerCase()] ?? 1);
}
