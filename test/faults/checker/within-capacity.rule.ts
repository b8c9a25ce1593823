import type { Capacity, Evidence, ReservationRow, Rule, Violation } from '../history/evidence';
import { groupBy } from './group-by';
import { replayLedger } from './ledger-replay';

const RULE = 'within-capacity';
const SMALLEST_PAGE_KIB = 4;

/**
 * After every transaction, what is held on a host is within what the host has: vCPUs, memory, disk, huge pages, the bandwidth
 * of each PF; and no CPU is pinned twice. Told once a host and amount.
 */
export const withinCapacity: Rule = (evidence) => {
  const found = new Map<string, Violation>();
  const note = (hostName: string, what: string, taken: number, capacity: number, number: number) => {
    const subject = `host ${hostName}`;
    if (taken <= capacity || found.has(`${subject} ${what}`)) return;
    const detail = `${what}: ${taken} of ${capacity} are held after change ${number} of the ledger`;
    found.set(`${subject} ${what}`, { rule: RULE, subject, detail });
  };
  watchCompute(evidence, note);
  watchBandwidth(evidence, note);
  return [...found.values()];
};

type Note = (hostName: string, what: string, taken: number, capacity: number, number: number) => void;

function watchCompute({ rows, capacities }: Evidence, note: Note): void {
  const reservations = new Map(rows.reservations.map((row) => [row.id, row]));
  // The cells of one that was moved are those of its last host.
  const hosts = groupBy(rows.ledger, ({ reservationId }) => reservationId);
  const stayed = new Set(
    [...hosts].filter(([, changes]) => new Set(changes.map(({ hostName }) => hostName)).size === 1).map(([id]) => id),
  );
  replayLedger(rows.ledger, 'reservation', (held, changed) => {
    for (const { hostName, number } of changed) {
      const capacity = capacities[hostName];
      if (capacity === undefined) continue;
      const here = [...held.values()]
        .filter((hold) => hold.hostName === hostName)
        .flatMap(({ subjectId }) => reservations.get(subjectId) ?? []);
      for (const [what, taken, most] of sums(here, capacity)) note(hostName, what, taken, most, number);
      const placed = here.filter(({ id }) => stayed.has(id));
      for (const [what, taken, most] of cellSums(placed, capacity)) note(hostName, what, taken, most, number);
    }
  });
}

type Sum = readonly [what: string, taken: number, capacity: number];

function sums(here: readonly ReservationRow[], capacity: Capacity): readonly Sum[] {
  return (['vcpus', 'pcpus', 'memoryMib', 'diskGib'] as const).map((what) => [
    what,
    here.reduce((sum, row) => sum + row[what], 0),
    capacity[what],
  ]);
}

function cellSums(here: readonly ReservationRow[], capacity: Capacity): readonly Sum[] {
  const cells = here.flatMap((row) => row.cells);
  const pinned = cells.flatMap(({ pinnedCpus }) => pinnedCpus);
  const huge = groupBy(
    cells.filter(({ pageSizeKib }) => pageSizeKib > SMALLEST_PAGE_KIB),
    ({ hostNode, pageSizeKib }) => `${hostNode}/${pageSizeKib}`,
  );
  return [
    ['owners of one pinned CPU', pinned.length, new Set(pinned).size],
    ...[...huge].map(([pool, ofPool]): Sum => {
      const takenMib = ofPool.reduce((sum, { memoryMib }) => sum + memoryMib, 0);
      return [`huge pages ${pool}, MiB`, takenMib, capacity.hugePagesMib[pool] ?? 0];
    }),
  ];
}

function watchBandwidth({ rows, capacities }: Evidence, note: Note): void {
  const allocations = new Map(rows.allocations.map((row) => [row.id, row]));
  replayLedger(rows.ledger, 'allocation', (held, changed) => {
    for (const { hostName, number } of changed) {
      const here = [...held.values()]
        .filter((hold) => hold.hostName === hostName)
        .flatMap(({ subjectId }) => allocations.get(subjectId) ?? []);
      for (const [pf, ofPf] of groupBy(here, ({ pfAddress }) => pfAddress ?? '')) {
        const most = capacities[hostName]?.bandwidthMbps[pf];
        const taken = ofPf.reduce((sum, { bandwidthMbps }) => sum + bandwidthMbps, 0);
        if (most !== undefined) note(hostName, `bandwidth of PF ${pf}, Mbit/s`, taken, most, number);
      }
    }
  });
}
