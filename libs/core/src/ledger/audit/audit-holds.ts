import { groupBy } from '../../group-by';
import { discrepancy, type Discrepancy } from './discrepancy';
import { holds, type HostLedger, type LedgerAllocation, type LedgerReservation } from './host-ledger';

/** How long the workers may take to expire what is over, before something must be wrong with them, milliseconds. */
const GRACE_MS = 300_000;

/**
 * Whether the holds on a host agree with each other and with the inventory.
 *
 * @param nowMs the moment of which the rows are, milliseconds since the epoch.
 */
export function auditHolds(ledger: HostLedger, nowMs: number): readonly Discrepancy[] {
  const allocations = ledger.allocations.filter((each) => each.hostName === ledger.hostName && holds(each));
  const reservations = ledger.reservations.filter((each) => each.hostName === ledger.hostName && holds(each));
  return [
    ...heldTwice(ledger.hostName, allocations),
    ...pfsWithVfs(ledger.hostName, allocations),
    ...pinnedTwice(ledger.hostName, reservations),
    ...notInInventory(ledger, allocations),
    ...allocations.flatMap((each) => againstReservation(each, ledger.reservations)),
    ...reservations.flatMap((each) => againstDevices(each, ledger.allocations)),
    ...reservations.flatMap((each) => overdue(each, nowMs)),
  ];
}

function heldTwice(hostName: string, allocations: readonly LedgerAllocation[]): readonly Discrepancy[] {
  return [...groupBy(allocations, ({ address }) => address)]
    .filter(([, holders]) => holders.length > 1)
    .map(([address, holders]) =>
      discrepancy('device.held_twice', `host ${hostName}, device ${address}`, {
        expected: 'one hold',
        found: `allocations ${idsOf(holders)}`,
      }),
    );
}

function pfsWithVfs(hostName: string, allocations: readonly LedgerAllocation[]): readonly Discrepancy[] {
  const byPf = groupBy(allocations, ({ pfAddress }) => pfAddress ?? '');
  return [...byPf].flatMap(([address, holders]) => {
    const whole = holders.filter(({ kind }) => kind === 'pf');
    const vfs = holders.filter(({ kind }) => kind === 'vf');
    if (address === '' || whole.length === 0 || vfs.length === 0) return [];
    const found = `the PF by allocation ${idsOf(whole)}, VFs by ${idsOf(vfs)}`;
    const expected = 'the PF or its VFs held, never both';
    return [discrepancy('device.pf_with_vfs', `host ${hostName}, PF ${address}`, { expected, found })];
  });
}

function pinnedTwice(hostName: string, reservations: readonly LedgerReservation[]): readonly Discrepancy[] {
  const pins = reservations.flatMap(({ id, compute }) =>
    compute.cells.flatMap(({ pinnedCpus }) => pinnedCpus.map((cpu) => ({ id, cpu: String(cpu) }))),
  );
  return [...groupBy(pins, ({ cpu }) => cpu)]
    .filter(([, holders]) => holders.length > 1)
    .map(([cpu, holders]) =>
      discrepancy('cpu.pinned_twice', `host ${hostName}, CPU ${cpu}`, {
        expected: 'pinned once',
        found: `reservations ${idsOf(holders)}`,
      }),
    );
}

/** An orphan is known to be without its device, and so is a reserved hold that waits for it to come back. */
function notInInventory(
  { hostName, inventory: { pfs, pciDevices } }: HostLedger,
  allocations: readonly LedgerAllocation[],
): readonly Discrepancy[] {
  const present = new Set([...pfs, ...pfs.flatMap(({ vfs }) => vfs), ...pciDevices].map(({ address }) => address));
  return allocations
    .filter(({ state, address, deviceGone }) => state !== 'orphaned' && !deviceGone && !present.has(address))
    .map(({ id, address, state }) =>
      discrepancy('device.not_in_inventory', `allocation ${id}`, {
        expected: `device ${address} on host ${hostName}`,
        found: `${state}, and the inventory has no such device`,
      }),
    );
}

function againstReservation(
  { id, state, reservationId, hostName }: LedgerAllocation,
  reservations: readonly LedgerReservation[],
): readonly Discrepancy[] {
  const reservation = reservations.find((each) => each.id === reservationId);
  const subject = `allocation ${id}`;
  if (reservation === undefined || !holds(reservation)) {
    const found = `${state}, and reservation ${reservationId} is ${reservation?.state ?? 'gone'}`;
    // What was never confirmed is nobody's; whether a server still has a confirmed device, the rows do not tell.
    const repairable = state === 'reserved' && reservation !== undefined;
    return [discrepancy('allocation.reservation_ended', subject, { expected: 'ended', found, repairable })];
  }
  if (reservation.hostName !== hostName) {
    const found = `held on ${hostName}`;
    return [discrepancy('hold.host_differs', subject, { expected: `on ${reservation.hostName}, as its VM`, found })];
  }
  if ((state === 'reserved') === (reservation.state === 'reserved')) return [];
  return [discrepancy('allocation.state_differs', subject, { expected: reservation.state, found: state })];
}

/** A VM that had devices has some as long as it lasts: the last one that is released ends it. */
function againstDevices(
  { id, state, hostName }: LedgerReservation,
  allocations: readonly LedgerAllocation[],
): readonly Discrepancy[] {
  const own = allocations.filter((each) => each.reservationId === id && each.hostName === hostName);
  if (own.length === 0 || own.some(holds)) return [];
  const found = `${state}, and all of its ${own.length} devices were given back`;
  return [discrepancy('reservation.devices_ended', `reservation ${id}`, { expected: 'ended', found })];
}

function overdue({ id, state, expiresAtMs }: LedgerReservation, nowMs: number): readonly Discrepancy[] {
  if (state !== 'reserved' || expiresAtMs === null || nowMs - expiresAtMs < GRACE_MS) return [];
  const found = `reserved, ${Math.round((nowMs - expiresAtMs) / 1000)} s after its time`;
  return [discrepancy('reservation.overdue', `reservation ${id}`, { expected: 'expired', found, repairable: true })];
}

function idsOf(holders: readonly { readonly id: string }[]): string {
  return holders
    .map(({ id }) => id)
    .sort()
    .join(', ');
}
