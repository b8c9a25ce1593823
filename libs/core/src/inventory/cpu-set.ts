/** CPU numbers, ascending, without repeats. */
export type CpuSet = readonly number[];

/** No machine that Nova runs on has more; a larger number in a CPU list is a mistake, not a machine. */
export const MAX_CPU = 8191;

/** Thrown by {@link parseCpuSet}; the message says what is wrong in words for a caller. */
export class CpuSetSyntaxError extends Error {}

/**
 * Reads Linux' and Nova's CPU list syntax: `0-3,8,^2`.
 *
 * @throws CpuSetSyntaxError on an empty list, a reversed range, a number above {@link MAX_CPU},
 *   or anything that is not a list (Nova: `nova/virt/hardware.py parse_cpu_spec`).
 */
export function parseCpuSet(text: string): CpuSet {
  const wanted = new Set<number>();
  const excluded = new Set<number>();
  for (const rule of text.split(',').map((part) => part.trim())) {
    const match = /^(\^?)(\d{1,6})(?:-(\d{1,6}))?$/.exec(rule);
    if (match === null) throw new CpuSetSyntaxError(`"${rule}" is not a CPU number, a range or an exclusion`);
    const first = Number(match[2]);
    const last = match[3] === undefined ? first : Number(match[3]);
    if (last < first) throw new CpuSetSyntaxError(`range "${rule}" runs backwards`);
    if (last > MAX_CPU) throw new CpuSetSyntaxError(`CPU ${last} is above ${MAX_CPU}`);
    const target = match[1] === '^' ? excluded : wanted;
    for (let cpu = first; cpu <= last; cpu++) target.add(cpu);
  }
  for (const cpu of excluded) wanted.delete(cpu);
  if (wanted.size === 0) throw new CpuSetSyntaxError('the list names no CPU');
  return [...wanted].sort((a, b) => a - b);
}

/** Writes a CPU set the way Linux does: `0-3,8`. An empty set gives an empty string. */
export function formatCpuSet(cpus: CpuSet): string {
  const parts: string[] = [];
  for (let i = 0; i < cpus.length;) {
    let end = i;
    while (end + 1 < cpus.length && cpus[end + 1] === (cpus[end] as number) + 1) end++;
    parts.push(end === i ? `${cpus[i]}` : `${cpus[i]}-${cpus[end]}`);
    i = end + 1;
  }
  return parts.join(',');
}
