import { allocationRow, change, evidence, operation, reservationRow } from './evidence.fixture';
import { noDefect } from './no-defect.rule';
import { nothingLeaked } from './nothing-leaked.rule';
import { rogueRefused } from './rogue-refused.rule';

const ofReservation = { subjectKind: 'reservation', subjectId: 'v1', deviceAddress: null } as const;

describe('after the storm', () => {
  const reservations = [reservationRow({ state: 'confirmed', expiresAtMs: null })];
  const allocations = [allocationRow({ state: 'confirmed', expiresAtMs: null })];
  const ledger = [change('confirmed', ofReservation), change('confirmed')];

  it('what is confirmed may stay', () => {
    expect(nothingLeaked(evidence({ rows: { reservations, allocations, ledger } }))).toEqual([]);
  });

  it('a reservation past its end is told', () => {
    const rows = {
      reservations: [reservationRow({ state: 'reserved', expiresAtMs: 10_000 })],
      ledger: [change('reserved', ofReservation)],
    };

    expect(nothingLeaked(evidence({ rows }))).toMatchObject([{ rule: 'nothing-leaked', subject: 'v1' }]);
  });

  it('a device that is held for a VM that is gone is told', () => {
    const rows = {
      reservations: [reservationRow()],
      allocations,
      ledger: [change('released', ofReservation), change('confirmed')],
    };

    expect(nothingLeaked(evidence({ rows }))).toMatchObject([{ subject: 'a1' }]);
  });

  it('a row that its history does not lead to is told', () => {
    const rows = { reservations, allocations, ledger: [change('confirmed', ofReservation), change('reserved')] };

    expect(nothingLeaked(evidence({ rows }))).toMatchObject([
      { subject: 'a1', detail: expect.stringContaining('history') as string },
    ]);
  });

  it('a process that is not ready, and whatever the audit found, are told', () => {
    const aftermath = { readiness: { 'api-1': 503 }, auditFindings: ['a hold without a host'] };

    expect(nothingLeaked(evidence({ aftermath })).map(({ subject }) => subject)).toEqual(['api-1', 'audit']);
  });
});

describe('the rogue', () => {
  it('is told where the database let it pass', () => {
    const attempt = { kind: 'second_owner', atMs: 1, detail: 'host-1 vf-1' };

    expect(rogueRefused(evidence({ rogueAttempts: [{ ...attempt, refusedBy: '23505' }] }))).toEqual([]);
    expect(rogueRefused(evidence({ rogueAttempts: [{ ...attempt, refusedBy: null }] }))).toMatchObject([
      { rule: 'rogue-refused', subject: 'second_owner' },
    ]);
  });
});

describe('a defect', () => {
  const answered = (status: number | null, why: string) =>
    operation('poll', [0, 1], { outcome: { kind: 'indeterminate', status, why } });

  it('is neither a lost connection nor a 503 with a code', () => {
    expect(
      noDefect(evidence({ operations: [answered(null, 'ECONNRESET'), answered(503, 'service.unavailable')] })),
    ).toEqual([]);
  });

  it.each([
    [500, 'internal.error'],
    [503, ''],
    [502, 'x'],
  ])('is an answer of %i %s', (status, why) => {
    expect(noDefect(evidence({ operations: [answered(status, why)] }))).toMatchObject([{ rule: 'no-defect' }]);
  });

  it('is a process that ends by itself, unless it was starting without a database', () => {
    const end = { name: 'worker-1', atMs: 500, exit: 'status 1', lastLines: [] };
    const faults = [{ kind: 'postgres_crash', target: 'postgres', fromMs: 100, untilMs: 400 }];

    expect(noDefect(evidence({ unexpectedEnds: [{ ...end, wasReady: true }], faults }))).toHaveLength(1);
    expect(noDefect(evidence({ unexpectedEnds: [{ ...end, wasReady: false }] }))).toHaveLength(1);
    expect(noDefect(evidence({ unexpectedEnds: [{ ...end, wasReady: false }], faults }))).toEqual([]);
  });
});
