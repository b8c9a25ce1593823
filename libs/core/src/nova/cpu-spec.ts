import { pythonInt } from './python-values';

/** Far above any vCPU number; ranges are cut here so that `0-999999999999` costs nothing and stays out of range. */
const CUT_OFF = 65_536;

/**
 * Reads a list of guest CPUs the way Nova does (`nova/virt/hardware.py parse_cpu_spec`), which is more lenient
 * than the kernel's syntax: empty parts are skipped and the result may be empty.
 *
 * @returns CPU numbers, ascending; null when Nova would refuse the text.
 */
export function novaCpuSpec(text: string): readonly number[] | null {
  const included = new Set<number>();
  const excluded = new Set<number>();
  for (const rule of text.split(',').map((part) => part.trim())) {
    if (rule === '') continue;
    const exclude = rule.startsWith('^');
    const range = rangeOf(exclude ? rule.slice(1) : rule);
    if (range === null) return null;
    const target = exclude ? excluded : included;
    for (let cpu = range.first; cpu <= Math.min(range.last, CUT_OFF); cpu++) target.add(cpu);
    if (range.first > CUT_OFF) target.add(range.first);
  }
  return [...included].filter((cpu) => !excluded.has(cpu)).sort((a, b) => a - b);
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
