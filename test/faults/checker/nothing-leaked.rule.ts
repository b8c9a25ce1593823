import type { Evidence, Rule, Violation } from '../history/evidence';
import { HELD } from '../history/operation';

const RULE = 'nothing-leaked';
/** The sweeper comes by every other second; a loaded machine takes its time. */
const SWEPT_WITHIN_MS = 15_000;

/**
 * After the storm: nothing is reserved past its time, a device is held only for a VM that is, the rows say what the history
 * says, every process is ready, and the audit finds nothing.
 */
export const nothingLeaked: Rule = (evidence) => [
  ...overdue(evidence),
  ...strayDevices(evidence),
  ...unlikeHistory(evidence),
  ...notWell(evidence),
];

function overdue({ rows }: Evidence): readonly Violation[] {
  const lateMs = rows.readAtMs - SWEPT_WITHIN_MS;
  return [...rows.reservations, ...rows.allocations]
    .filter(({ state, expiresAtMs }) => state === 'reserved' && expiresAtMs !== null && expiresAtMs < lateMs)
    .map(({ id, expiresAtMs }) =>
      violation(id, `still reserved, ${rows.readAtMs - (expiresAtMs ?? 0)} ms past its end`),
    );
}

function strayDevices({ rows }: Evidence): readonly Violation[] {
  const states = new Map(rows.reservations.map(({ id, state }) => [id, state]));
  return rows.allocations
    .filter(
      ({ state, reservationId }) => HELD.includes(state) && !HELD.includes(states.get(reservationId) ?? 'released'),
    )
    .map(({ id, state, reservationId }) =>
      violation(id, `${state}, and its VM's reservation ${reservationId} is ${states.get(reservationId) ?? 'gone'}`),
    );
}

function unlikeHistory({ rows }: Evidence): readonly Violation[] {
  const last = new Map(rows.ledger.map(({ subjectId, toState }) => [subjectId, toState]));
  return [...rows.reservations, ...rows.allocations]
    .filter(({ id, state }) => last.get(id) !== state)
    .map(({ id, state }) => violation(id, `${state}, and its history ends with ${last.get(id) ?? 'nothing'}`));
}

function notWell({ aftermath: { readiness, auditFindings } }: Evidence): readonly Violation[] {
  const red = Object.entries(readiness).filter(([, status]) => status !== 200);
  return [
    ...red.map(([who, status]) => violation(who, `not ready in the end: ${status}`)),
    ...(auditFindings ?? []).map((finding) => violation('audit', finding)),
  ];
}

function violation(subject: string, detail: string): Violation {
  return { rule: RULE, subject, detail };
}
