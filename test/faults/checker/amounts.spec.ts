import type { Capacity, ReservationRow } from '../history/evidence';
import { allocationRow, change, evidence, reservationRow } from './evidence.fixture';
import { withinCapacity } from './within-capacity.rule';

const HOST: Capacity = {
  vcpus: 8,
  pcpus: 4,
  memoryMib: 4096,
  diskGib: 100,
  hugePagesMib: { '0/1048576': 2048 },
  bandwidthMbps: { pf: 10_000 },
};

const held = (id: string) => change('reserved', { subjectKind: 'reservation', subjectId: id, reservationId: id });
const over = (id: string) => change('expired', { subjectKind: 'reservation', subjectId: id, reservationId: id });

function judge(rows: readonly Partial<ReservationRow>[], ledger = ['v1', 'v2'].map(held)) {
  const reservations = rows.map((parts, index) => reservationRow({ id: `v${index + 1}`, ...parts }));
  return withinCapacity(evidence({ capacities: { 'host-1': HOST }, rows: { reservations, ledger } }));
}

const cell = (parts: Partial<ReservationRow['cells'][number]>) => [
  { hostNode: 0, memoryMib: 0, pageSizeKib: 4, pinnedCpus: [], ...parts },
];

describe('what a host holds', () => {
  it('may be all that it has', () => {
    expect(
      judge([
        { vcpus: 4, memoryMib: 2048 },
        { vcpus: 4, memoryMib: 2048 },
      ]),
    ).toEqual([]);
  });

  it('counts what was held at that time only', () => {
    const ledger = [held('v1'), over('v1'), held('v2')];

    expect(judge([{ vcpus: 8 }, { vcpus: 8 }], ledger)).toEqual([]);
  });

  it.each<[string, Partial<ReservationRow>]>([
    ['vcpus', { vcpus: 5 }],
    ['pcpus', { pcpus: 3 }],
    ['memoryMib', { memoryMib: 2049 }],
    ['diskGib', { diskGib: 51 }],
    ['huge pages 0/1048576, MiB', { cells: cell({ pageSizeKib: 1_048_576, memoryMib: 2048 }) }],
    ['owners of one pinned CPU', { cells: cell({ pinnedCpus: [2, 3] }) }],
  ])('is told when two together have too much: %s', (what, each) => {
    const found = judge([each, each]);

    expect(found).toMatchObject([{ rule: 'within-capacity', subject: 'host host-1' }]);
    expect(found[0]?.detail).toContain(what);
  });

  it('is told when the VFs of a PF promise more than its link carries', () => {
    const allocations = ['a1', 'a2'].map((id) => allocationRow({ id, bandwidthMbps: 6_000 }));
    const ledger = [change('reserved'), change('confirmed', { subjectId: 'a2', deviceAddress: 'vf-2' })];
    const found = withinCapacity(evidence({ capacities: { 'host-1': HOST }, rows: { allocations, ledger } }));

    expect(found).toMatchObject([{ subject: 'host host-1' }]);
    expect(found[0]?.detail).toContain('12000 of 10000');
  });
});
