import { aCellClaim, anInventory, aPf } from '@iopath/testing';
import { expectedAccounts } from './audit-accounts';
import { auditHost } from './audit-host';
import type { HostLedger, LedgerAccount, LedgerAllocation, LedgerReservation } from './host-ledger';

const NOW_MS = 1_000_000_000;
const PF = '0000:3b:00.0';
const VF = '0000:3b:01.2';

const aReservation = (changes: Partial<LedgerReservation> = {}): LedgerReservation => ({
  id: 'r1',
  state: 'confirmed',
  hostName: 'compute-1',
  expiresAtMs: null,
  compute: { vcpus: 2, pcpus: 0, memoryMib: 1_024, diskGib: 0, cells: [] },
  ...changes,
});

const anAllocation = (changes: Partial<LedgerAllocation> = {}): LedgerAllocation => ({
  id: 'a1',
  reservationId: 'r1',
  state: 'confirmed',
  hostName: 'compute-1',
  kind: 'vf',
  address: VF,
  pfAddress: PF,
  bandwidthMbps: 1_000,
  packetRateKpps: 0,
  deviceGone: false,
  ...changes,
});

/** A host whose amounts are right, whatever else is not. */
const ledgerOf = ({
  reservations = [aReservation()],
  allocations = [anAllocation()],
  inventory = anInventory(),
  claims = [],
}: Partial<HostLedger> = {}): HostLedger => {
  const ledger = { hostName: 'compute-1', inventory, accounts: [], reservations, allocations, claims };
  return { ...ledger, accounts: expectedAccounts(ledger) };
};

const withAccount = (ledger: HostLedger, change: (account: LedgerAccount) => LedgerAccount | null): HostLedger => ({
  ...ledger,
  accounts: ledger.accounts.flatMap((account) => (account.resource === 'vcpus' ? (change(account) ?? []) : account)),
});

const codesOf = (ledger: HostLedger): readonly string[] => auditHost(ledger, NOW_MS).map(({ code }) => code);

describe('the audit of a host', () => {
  it('finds nothing where everything is as it must be', () => {
    expect(auditHost(ledgerOf(), NOW_MS)).toEqual([]);
  });

  it('finds amounts that are not the sum of the holds, and can add them up again', () => {
    const ledger = withAccount(ledgerOf(), (account) => ({ ...account, used: 7 }));

    expect(auditHost(ledger, NOW_MS)).toMatchObject([
      { code: 'used.differs', subject: 'host compute-1, vcpus', expected: '2', found: '7', repairable: true },
    ]);
  });

  it('finds a capacity that is not what the inventory offers', () => {
    const ledger = withAccount(ledgerOf(), (account) => ({ ...account, capacity: 9_999 }));

    expect(auditHost(ledger, NOW_MS)).toMatchObject([{ code: 'capacity.differs', expected: '128', found: '9999' }]);
  });

  it('finds a row of amounts that is missing', () => {
    const ledger = withAccount(ledgerOf(), () => null);

    expect(auditHost(ledger, NOW_MS)).toMatchObject([
      { code: 'capacity.missing', expected: '2 of 128', repairable: true },
    ]);
  });

  it('finds amounts of a place that nobody holds or offers, and lets an empty row be', () => {
    const ledger = ledgerOf();
    const gone = { resource: 'cell_memory_mib', place: '7', capacity: 0, used: 0, foreignUsed: 0 } as const;

    expect(codesOf({ ...ledger, accounts: [...ledger.accounts, gone] })).toEqual([]);
    expect(codesOf({ ...ledger, accounts: [...ledger.accounts, { ...gone, used: 5 }] })).toEqual(['used.differs']);
  });

  it('finds more held than there is, which nobody but people can put right', () => {
    const compute = { vcpus: 200, pcpus: 0, memoryMib: 0, diskGib: 0, cells: [] };

    expect(auditHost(ledgerOf({ reservations: [aReservation({ compute })] }), NOW_MS)).toMatchObject([
      { code: 'capacity.exceeded', expected: 'at most 128', found: '200 held', repairable: false },
    ]);
  });

  it('counts what orphans hold, and not what has ended', () => {
    const orphan = aReservation({ id: 'r1', state: 'orphaned' });
    const ended = aReservation({ id: 'r2', state: 'released' });
    const { accounts } = ledgerOf({ reservations: [orphan, ended], allocations: [] });

    expect(accounts.find(({ resource }) => resource === 'vcpus')?.used).toBe(2);
  });

  it('finds a device that two hold', () => {
    const ledger = ledgerOf({
      allocations: [anAllocation(), anAllocation({ id: 'a2', reservationId: 'r2' })],
      reservations: [aReservation(), aReservation({ id: 'r2' })],
    });

    expect(auditHost(ledger, NOW_MS)).toMatchObject([
      { code: 'device.held_twice', subject: `host compute-1, device ${VF}`, found: 'allocations a1, a2' },
    ]);
  });

  it('finds a PF held beside one of its VFs', () => {
    const whole = anAllocation({ id: 'a2', kind: 'pf', address: PF });

    expect(codesOf(ledgerOf({ allocations: [anAllocation(), whole] }))).toEqual(['device.pf_with_vfs']);
    expect(codesOf(ledgerOf({ allocations: [anAllocation({ state: 'released' }), whole] }))).toEqual([]);
  });

  it('finds a CPU that two VMs pin', () => {
    const pinning = (id: string, ...pinnedCpus: number[]) =>
      aReservation({
        id,
        compute: { vcpus: 0, pcpus: 0, memoryMib: 0, diskGib: 0, cells: [aCellClaim({ memoryMib: 1, pinnedCpus })] },
      });
    const ledger = ledgerOf({ reservations: [pinning('r1', 4, 5), pinning('r2', 5)], allocations: [] });

    expect(auditHost(ledger, NOW_MS)).toMatchObject([
      { code: 'cpu.pinned_twice', subject: 'host compute-1, CPU 5', found: 'reservations r1, r2' },
    ]);
  });

  it.each`
    state          | deviceGone | codes
    ${'confirmed'} | ${false}   | ${['device.not_in_inventory']}
    ${'reserved'}  | ${false}   | ${['device.not_in_inventory']}
    ${'reserved'}  | ${true}    | ${[]}
    ${'orphaned'}  | ${false}   | ${[]}
  `(
    'finds a $state hold on a device that the inventory has not, unless the ledger knows it (gone: $deviceGone)',
    ({ state, deviceGone, codes }: { state: LedgerAllocation['state']; deviceGone: boolean; codes: string[] }) => {
      const ledger = ledgerOf({
        inventory: anInventory({ pfs: [aPf(0)] }),
        reservations: [aReservation({ state })],
        allocations: [anAllocation({ state, deviceGone })],
      });

      expect(codesOf(ledger)).toEqual(codes);
    },
  );

  it.each`
    state          | former        | repairable
    ${'reserved'}  | ${'expired'}  | ${true}
    ${'reserved'}  | ${'released'} | ${true}
    ${'confirmed'} | ${'released'} | ${false}
  `(
    'finds a $state device whose VM is $former; it can be ended: $repairable',
    ({ state, former, repairable }: { state: 'reserved'; former: 'expired'; repairable: boolean }) => {
      const ledger = ledgerOf({
        reservations: [aReservation({ state: former })],
        allocations: [anAllocation({ state })],
      });

      expect(auditHost(ledger, NOW_MS)).toMatchObject([{ code: 'allocation.reservation_ended', repairable }]);
    },
  );

  it('leaves to people a device whose VM the ledger does not know', () => {
    const ledger = ledgerOf({ reservations: [], allocations: [anAllocation({ state: 'reserved' })] });

    expect(auditHost(ledger, NOW_MS)).toMatchObject([{ code: 'allocation.reservation_ended', repairable: false }]);
  });

  it('finds a VM all of whose devices were given back', () => {
    expect(codesOf(ledgerOf({ allocations: [anAllocation({ state: 'released' })] }))).toEqual([
      'reservation.devices_ended',
    ]);
    expect(codesOf(ledgerOf({ allocations: [] }))).toEqual([]);
  });

  it('finds a device that is confirmed while its VM is not', () => {
    const reserved = aReservation({ state: 'reserved', expiresAtMs: NOW_MS });

    expect(codesOf(ledgerOf({ reservations: [reserved] }))).toEqual(['allocation.state_differs']);
  });

  it('finds a device that is held on another host than its VM', () => {
    expect(codesOf(ledgerOf({ reservations: [aReservation({ hostName: 'compute-2' })] }))).toEqual([
      'hold.host_differs',
    ]);
  });

  it('finds what is reserved long after its time, and lets the workers have theirs', () => {
    const since = (ms: number) => ({
      reservations: [aReservation({ state: 'reserved', expiresAtMs: NOW_MS - ms })],
      allocations: [],
    });

    expect(codesOf(ledgerOf(since(299_000)))).toEqual([]);
    expect(auditHost(ledgerOf(since(600_000)), NOW_MS)).toMatchObject([
      { code: 'reservation.overdue', found: 'reserved, 600 s after its time', repairable: true },
    ]);
  });
});
