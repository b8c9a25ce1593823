import type { AllocationRow, Evidence, LedgerChange, ReservationRow } from '../history/evidence';
import { NOTHING_SEEN, type Operation, type Seen, type SeenAllocation } from '../history/operation';

/** Evidence of a run in which nothing happened; each spec adds what it is about. */
export function evidence(
  parts: Partial<Omit<Evidence, 'rows'>> & { readonly rows?: Partial<Evidence['rows']> },
): Evidence {
  return {
    operations: [],
    faults: [],
    rogueAttempts: [],
    unexpectedEnds: [],
    capacities: {},
    aftermath: { readiness: { 'api-1': 200 }, auditFindings: [] },
    ...parts,
    rows: { readAtMs: 1_000_000, recommendations: [], reservations: [], allocations: [], ledger: [], ...parts.rows },
  };
}

let operations = 0;

/** An operation that took from `invokedMs` to `answeredMs` and went well. */
export function operation(
  kind: Operation['kind'],
  [invokedMs, answeredMs]: readonly [number, number],
  parts: Partial<Omit<Operation, 'seen'>> & { readonly seen?: Partial<Seen> } = {},
): Operation {
  return {
    id: ++operations,
    client: 'client-1',
    kind,
    target: null,
    input: {},
    invokedMs,
    answeredMs,
    outcome: { kind: 'ok', status: 200 },
    ...parts,
    seen: { ...NOTHING_SEEN, ...parts.seen },
  };
}

/** VF 1 of host-1, reserved for recommendation r1 until 10,000. */
export function seenAllocation(parts: Partial<SeenAllocation> = {}): SeenAllocation {
  return {
    id: 'a1',
    reservationId: 'v1',
    recommendationId: 'r1',
    hostName: 'host-1',
    kind: 'vf',
    pfAddress: 'pf',
    deviceAddress: 'vf-1',
    state: 'reserved',
    serverId: null,
    generation: 1,
    expiresAtMs: 10_000,
    ...parts,
  };
}

export function allocationRow(parts: Partial<AllocationRow> = {}): AllocationRow {
  return {
    id: 'a1',
    reservationId: 'v1',
    hostName: 'host-1',
    kind: 'vf',
    pfAddress: 'pf',
    deviceAddress: 'vf-1',
    bandwidthMbps: 0,
    state: 'released',
    expiresAtMs: 10_000,
    ...parts,
  };
}

export function reservationRow(parts: Partial<ReservationRow> = {}): ReservationRow {
  return {
    id: 'v1',
    recommendationId: 'r1',
    member: 0,
    hostName: 'host-1',
    state: 'released',
    expiresAtMs: 10_000,
    vcpus: 0,
    pcpus: 0,
    memoryMib: 0,
    diskGib: 0,
    cells: [],
    ...parts,
  };
}

let changes = 0;

/** A change of allocation a1, in a transaction of its own. */
export function change(toState: LedgerChange['toState'], parts: Partial<LedgerChange> = {}): LedgerChange {
  const number = ++changes;
  return {
    number,
    transaction: `${number}`,
    atMs: number,
    actor: 'worker',
    subjectKind: 'allocation',
    subjectId: 'a1',
    reservationId: 'v1',
    hostName: 'host-1',
    deviceAddress: 'vf-1',
    fromState: null,
    toState,
    ...parts,
  };
}
