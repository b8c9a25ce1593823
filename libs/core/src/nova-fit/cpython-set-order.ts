const SMALLEST_TABLE = 8;
const LINEAR_PROBES = 9;
const PERTURB_SHIFT = 5;

/**
 * The order in which CPython goes through a set of small integers, given the order in which they were added.
 *
 * Nova walks sets of sibling CPUs when it assigns pins, so which thread of a core gets the lower vCPU is decided by
 * the layout of CPython's hash table: {5, 17} is walked as 17, 5. To name the same pins, the layout is followed
 * here (`Objects/setobject.c` in CPython 3.7 and later; an integer is its own hash).
 *
 * @param members Distinct integers from 0 up, in the order in which they were added.
 */
export function cpythonSetOrder(members: readonly number[]): readonly number[] {
  let table = emptyTable(SMALLEST_TABLE);
  let used = 0;
  for (const member of members) {
    insert(table, member);
    used++;
    if (used * 5 >= (table.length - 1) * 3) table = grown(table, used);
  }
  return occupied(table);
}

/**
 * The order after a set has been merged into an empty one, which is given room for twice its members at once.
 *
 * @param members In the order in which the set is walked.
 */
export function cpythonMergedOrder(members: readonly number[]): readonly number[] {
  if (members.length * 5 < (SMALLEST_TABLE - 1) * 3) return members;
  const table = emptyTable(sizeAbove(members.length * 2));
  for (const member of members) insert(table, member);
  return occupied(table);
}

type Table = (number | null)[];

function emptyTable(size: number): Table {
  return new Array<number | null>(size).fill(null);
}

function occupied(table: Table): number[] {
  return table.filter((slot) => slot !== null);
}

function grown(table: Table, used: number): Table {
  const larger = emptyTable(sizeAbove(used * 4));
  for (const member of occupied(table)) insert(larger, member);
  return larger;
}

function sizeAbove(members: number): number {
  let size = SMALLEST_TABLE;
  while (size <= members) size *= 2;
  return size;
}

function insert(table: Table, member: number): void {
  const mask = table.length - 1;
  let perturb = member;
  for (let i = member & mask; ; i = (i * 5 + 1 + perturb) & mask) {
    const last = i + LINEAR_PROBES <= mask ? i + LINEAR_PROBES : i;
    for (let slot = i; slot <= last; slot++) {
      if (table[slot] === null) {
        table[slot] = member;
        return;
      }
    }
    perturb >>= PERTURB_SHIFT;
  }
}
