import { EXTRA_SPEC_RULES } from '../../nova/extra-spec-table.data';
import { isAtLeast, OPENSTACK_RELEASES, type OpenStackRelease } from '../../nova/openstack-release';

/** Numbered keys; the number is carried over. */
const NUMBERED = ['hw:numa_cpus', 'hw:numa_mem'];
/** Beyond two slips it is another word. */
const MAX_SLIPS = 2;
const SHORTEST_FOR_TWO_SLIPS = 10;

/**
 * The extra spec that a misspelt one was meant for: a letter or two off, in capitals, without its namespace, or in an
 * image property's spelling (`hw_cpu_policy`). Null when none of the release is near, and when several are equally near.
 */
export function nearestExtraSpec(key: string, release: OpenStackRelease): string | null {
  const known = `${release} ${key}`;
  const before = memo.get(known);
  if (before !== undefined) return before;
  const nearest = searchNearest(key, release);
  if (memo.size >= MEMO_SIZE) memo.clear();
  memo.set(known, nearest);
  return nearest;
}

/** A lint asks again for every fix that it tries. What is remembered depends on nothing but the key and the release. */
const memo = new Map<string, string | null>();
const MEMO_SIZE = 4096;

function searchNearest(key: string, release: OpenStackRelease): string | null {
  const [, stem = key, number = ''] = /^(.*?)(\.\d+)?$/.exec(key) ?? [];
  const wanted = bareName(stem);
  const most = wanted.length >= SHORTEST_FOR_TWO_SLIPS ? MAX_SLIPS : 1;
  let nearest: string[] = [];
  let fewest = most + 1;
  for (const name of number === '' ? NAMES[release] : NUMBERED) {
    const slips = distance(wanted, bareName(name), fewest + 1);
    if (slips < fewest) nearest = [];
    if (slips <= Math.min(fewest, most)) nearest.push(name);
    fewest = Math.min(fewest, slips);
  }
  const [only, another] = nearest;
  return only === undefined || another !== undefined ? null : `${only}${number}`;
}

const NAMES = Object.fromEntries(OPENSTACK_RELEASES.map((release) => [release, namesKnownTo(release)])) as Readonly<
  Record<OpenStackRelease, readonly string[]>
>;

/** Lower case and without `hw:` or `hw_`, which is what people forget. */
function bareName(name: string): string {
  return name.toLowerCase().replace(/^hw[:_.]/, '');
}

/** The extra specs with a namespace that a release knows by one name. */
function namesKnownTo(release: OpenStackRelease): readonly string[] {
  return EXTRA_SPEC_RULES.flatMap(({ name, since, until }) => {
    const known = (since === null || isAtLeast(release, since)) && (until === null || !isAtLeast(release, until));
    return known && typeof name === 'string' && name.includes(':') ? [name] : [];
  });
}

/** Levenshtein's distance, or `limit` when it is no smaller. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    if (Math.min(...row) >= limit) return limit;
    previous = row;
  }
  return Math.min(previous[b.length] ?? limit, limit);
}
