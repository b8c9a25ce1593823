import { auditGuards, auditHistory, auditOutbox, auditReserved, auditStrays } from './audit-records';

describe('the audit of what belongs to no host', () => {
  it('finds a hold whose history ends with something else, or is empty', () => {
    const records = [
      { kind: 'reservation', id: 'r1', state: 'released', lastState: 'released' },
      { kind: 'reservation', id: 'r2', state: 'released', lastState: 'confirmed' },
      { kind: 'allocation', id: 'a1', state: 'reserved', lastState: null },
    ] as const;

    expect(auditHistory(records)).toMatchObject([
      { code: 'history.differs', subject: 'reservation r2', found: 'confirmed', repairable: true },
      { code: 'history.differs', subject: 'allocation a1', found: 'no history', repairable: true },
    ]);
  });

  it('finds a recommendation that was to hold VMs and holds fewer', () => {
    const records = [
      { id: 'whole', count: 2, everHeld: 2 },
      { id: 'half', count: 2, everHeld: 1 },
    ];

    expect(auditReserved(records)).toMatchObject([
      { code: 'recommendation.nothing_reserved', subject: 'recommendation half', found: '1' },
    ]);
  });

  it('finds a request that nobody was told of for long', () => {
    const records = [
      { id: 'fresh', waitingMs: 899_999 },
      { id: 'forgotten', waitingMs: 900_000 },
    ];

    expect(auditOutbox(records)).toMatchObject([
      { code: 'outbox.undelivered', subject: 'recommendation forgotten', repairable: false },
    ]);
  });

  it('finds holds on a host that is not there, orphans aside', () => {
    const hold = { kind: 'allocation', hostName: 'gone' } as const;
    const records = [
      { ...hold, id: 'a1', state: 'orphaned' },
      { ...hold, id: 'a2', state: 'confirmed' },
    ] as const;

    expect(auditStrays(records)).toMatchObject([{ code: 'hold.host_missing', subject: 'allocation a2' }]);
  });

  it('finds guards of the schema that are not in force', () => {
    expect(auditGuards(['trigger one', 'constraint two'], new Set(['trigger one']))).toMatchObject([
      { code: 'guard.missing', subject: 'constraint two', repairable: false },
    ]);
  });
});
