import { pythonInt } from './python-values';

/** Far above any vCPU number; ranges are cut here so that `0-999999999999` costs nothing and stays out of range. */
const CUT_OFF = 4096;

/**
 * Reads a list of guest CPUs the way Nova does (`nova/virt/hardware.py parse_cpu_spec`), which is more lenient
 * than the kernel's syntax: empty parts are skipped and the result may be empty.
 *
 * @returns CPU numbers, ascending; null when Nova would refuse the text.
 */
export function novaCpuSpec(text: string): readonly number[] | null {
  // One byte a CPU: an image may carry a hundred lists of dozens of wide ranges, all of them read for every request.
  const included = new Uint8Array(CUT_OFF);
  const excluded = new Uint8Array(CUT_OFF);
  const includedBeyond = new Set<number>();
  const excludedBeyond = new Set<number>();
  for (const rule of text.split(',').map((part) => part.trim())) {
    if (rule === '') continue;
    const exclude = rule.startsWith('^');
    const range = rangeOf(exclude ? rule.slice(1) : rule);
    if (range === null) return null;
    (exclude ? excluded : included).fill(1, range.first, range.last + 1);
    const beyond = exclude ? excludedBeyond : includedBeyond;
    if (range.last >= CUT_OFF) beyond.add(Math.max(range.first, CUT_OFF)).add(range.last);
  }
  const cpus: number[] = [];
  for (let cpu = 0; cpu < CUT_OFF; cpu++) if (included[cpu] === 1 && excluded[cpu] === 0) cpus.push(cpu);
  const outside = [...includedBeyond].filter((cpu) => !excludedBeyond.has(cpu)).sort((a, b) => a - b);
  return [...cpus, ...outside];
}

function rangeOf(text: string): { readonly first: number; readonly last: number } | null {
  const dash = text.indexOf('-');
  if (dash < 0) {
    const cpu = pythonInt(text);
    return cpu === null ? null : { first: cpu, last: cpu };
  }
  const first = pythonInt(text.slice(0, dash));
  const last = pythonInt(text.slice(dash + 1));
  return first === null || last === null || first > last ? null : { first, last };
}
