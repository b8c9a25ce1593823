import { formatCpuSet } from '../inventory/cpu-set';
import { EXTRA_SPEC_RULES } from '../nova/extra-spec-table.data';
import { novaCpuSpec } from '../nova/cpu-spec';
import { readPageSize } from '../nova/memory-page-size';
import { lenientBoolean, pythonInt, strictBoolean } from '../nova/python-values';
import type { Flavor } from '../request/vm-request';

/** A key without a namespace may be compared as text, by the AggregateInstanceExtraSpecsFilter, so it is none of these. */
const BOOLEAN_KEYS: ReadonlySet<string> = new Set(
  EXTRA_SPEC_RULES.flatMap(({ name, value }) =>
    typeof name === 'string' && name.includes(':') && value.kind === 'boolean' ? [name] : [],
  ),
);

/** Keys that Nova reads with Python's `int()`. `hw:numa_nodes` is not one: it takes `2` and refuses `02`. */
const INTEGER_KEY = /^hw:(cpu_(max_)?(sockets|cores|threads)|numa_mem\.\d+)$/;
const CPU_LIST_KEY = /^hw:(numa_cpus\.\d+|cpu_dedicated_mask|cpu_realtime_mask)$/;

/**
 * One spelling for extra specs that mean the same to Nova **whatever the image says**: words for true and false, page
 * sizes in KiB, lists of guest CPUs, alias lists without blanks. Left out is only what Nova never reads:
 * `hw:cpu_realtime=false`, and a realtime mask without realtime. What Nova would refuse stays as it is.
 *
 * `hw:cpu_policy=shared` is not left out: it keeps an image from asking for pinned CPUs, which an absent policy does
 * not (handbook 1.5). Where the image is known, see {@link flavorMeaning}.
 *
 * @returns Extra specs in order of their names.
 */
export function canonicalExtraSpecs({ vcpus, extraSpecs }: Flavor): Readonly<Record<string, string>> {
  const realtime = lenientBoolean(extraSpecs['hw:cpu_realtime'] ?? '');
  const unread = realtime ? [] : ['hw:cpu_realtime', 'hw:cpu_realtime_mask'];
  return Object.fromEntries(
    Object.entries(extraSpecs)
      .filter(([key]) => !unread.includes(key))
      .map(([key, value]) => [key, canonicalValue(key, value, vcpus)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function canonicalValue(key: string, value: string, vcpus: number): string {
  if (BOOLEAN_KEYS.has(key)) return `${strictBoolean(value) ?? value}`;
  if (INTEGER_KEY.test(key)) return `${pythonInt(value) ?? value}`;
  if (CPU_LIST_KEY.test(key)) return cpuList(key, value, vcpus);
  if (key === 'hw:mem_page_size') return pageSize(value);
  return key === 'pci_passthrough:alias' ? value.replaceAll(/\s*([:,])\s*/g, '$1').trim() : value;
}

/** Whole KiB; a size with a fraction is left alone, for Nova compares it before it rounds. */
function pageSize(text: string): string {
  const size = readPageSize(text);
  return typeof size === 'number' && Number.isInteger(size) && size > 0 ? `${size}` : text;
}

/** The same CPUs as ranges; a mask that starts with `^` is taken off all vCPUs, as Nova does. */
function cpuList(key: string, text: string, vcpus: number): string {
  const whole = text.trim().startsWith('^') && !key.startsWith('hw:numa_cpus') ? `0-${vcpus - 1},${text}` : text;
  const cpus = novaCpuSpec(whole);
  const acceptable = cpus !== null && cpus.length > 0 && cpus.every((cpu) => cpu < vcpus);
  return acceptable ? formatCpuSet(cpus) : text;
}
