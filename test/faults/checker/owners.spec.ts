import { allocationRow, change, evidence, operation, seenAllocation } from './evidence.fixture';
import { oneOwnerObserved } from './one-owner-observed.rule';
import { oneOwnerRecorded } from './one-owner-recorded.rule';

type SeenParts = Parameters<typeof seenAllocation>[0];

function sees(atMs: number, parts: SeenParts) {
  return operation('get_allocation', [atMs - 1, atMs], { seen: { allocations: [seenAllocation(parts)] } });
}

const rival = { id: 'a2', recommendationId: 'r2', reservationId: 'v2' };
const observed = (operations: Parameters<typeof evidence>[0]['operations']) =>
  oneOwnerObserved(evidence({ operations: operations ?? [] }));

describe('owners of a device, as clients saw them', () => {
  it('may follow each other once the first one ran out', () => {
    expect(observed([sees(100, { expiresAtMs: 500 }), sees(600, { ...rival, expiresAtMs: 900 })])).toEqual([]);
  });

  it('may follow each other once somebody asked for the release of the first', () => {
    const release = operation('release', [200, 999], { target: 'a1' });

    expect(observed([sees(100, {}), release, sees(210, rival)])).toEqual([]);
  });

  it('are told when there are two at a time', () => {
    expect(observed([sees(100, {}), sees(200, rival)])).toMatchObject([
      { rule: 'one-owner-observed', subject: 'device host-1 vf-1' },
    ]);
  });

  it('are told although the first one was seen confirmed long ago', () => {
    const confirmed = { state: 'confirmed', serverId: 's', expiresAtMs: null } as const;

    expect(observed([sees(100, confirmed), sees(90_000, { ...rival, expiresAtMs: 99_000 })])).toHaveLength(1);
  });

  it('are told when one has the PF and the other a VF of it', () => {
    const whole = { ...rival, kind: 'pf', deviceAddress: 'pf' } as const;

    expect(observed([sees(100, {}), sees(200, whole)])).toMatchObject([{ subject: 'PF host-1 pf' }]);
  });

  it('are no rivals on two hosts', () => {
    expect(observed([sees(100, {}), sees(200, { ...rival, hostName: 'host-2' })])).toEqual([]);
  });
});

describe('owners of a device, as the ledger recorded them', () => {
  const recorded = (ledger: readonly ReturnType<typeof change>[]) =>
    oneOwnerRecorded(
      evidence({
        rows: {
          ledger,
          allocations: [allocationRow(), allocationRow({ id: 'a2' }), allocationRow({ id: 'whole', kind: 'pf' })],
        },
      }),
    );
  const second = { subjectId: 'a2' };

  it('may follow each other', () => {
    expect(recorded([change('reserved'), change('expired'), change('reserved', second)])).toEqual([]);
  });

  it('may change within one transaction, in whatever order it wrote', () => {
    expect(
      recorded([
        change('confirmed'),
        change('reserved', { ...second, transaction: 'x' }),
        change('released', { transaction: 'x' }),
      ]),
    ).toEqual([]);
  });

  it.each(['reserved', 'confirmed', 'orphaned'] as const)('are told when the first is still %s', (state) => {
    expect(recorded([change(state), change('reserved', second)])).toMatchObject([
      { rule: 'one-owner-recorded', subject: 'device host-1 vf-1' },
    ]);
  });

  it('are told when one has the PF and the other a VF of it', () => {
    const whole = change('reserved', { subjectId: 'whole', deviceAddress: 'pf' });

    expect(recorded([change('reserved'), whole])).toMatchObject([{ subject: 'device host-1 pf' }]);
  });
});
