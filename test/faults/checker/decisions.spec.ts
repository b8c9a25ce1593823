import { acceptedIsDecided } from './accepted-is-decided.rule';
import { decidedOnce } from './decided-once.rule';
import { evidence, operation, reservationRow } from './evidence.fixture';
import { onePerKey } from './one-per-key.rule';

const row = (status: string) => ({ id: 'r1', projectId: 'p', idempotencyKey: null, status });
const accepted = operation('create', [0, 10], { target: 'r1' });

describe('what was accepted', () => {
  it('may be decided in any way', () => {
    for (const status of ['ready', 'no_valid_host', 'failed']) {
      expect(acceptedIsDecided(evidence({ operations: [accepted], rows: { recommendations: [row(status)] } }))).toEqual(
        [],
      );
    }
  });

  it.each([
    ['is lost', []],
    ['is never decided', [row('scoring')]],
  ])('is told when it %s', (_what, recommendations) => {
    const found = acceptedIsDecided(evidence({ operations: [accepted], rows: { recommendations } }));

    expect(found).toMatchObject([{ rule: 'accepted-is-decided', subject: 'recommendation r1' }]);
  });

  it('is nothing that was refused or had no answer', () => {
    const refused = operation('create', [0, 10], { outcome: { kind: 'refused', status: 429, code: 'queue.full' } });
    const lost = operation('create', [0, 10], { outcome: { kind: 'indeterminate', status: null, why: 'timeout' } });

    expect(acceptedIsDecided(evidence({ operations: [refused, lost] }))).toEqual([]);
  });
});

describe('a decision', () => {
  const shown = (status: string, decision: string | null) =>
    operation('poll', [20, 30], { seen: { recommendations: [{ id: 'r1', status, decision }] } });

  it('may be shown often', () => {
    const operations = [shown('queued', null), shown('ready', 'x'), shown('ready', 'x')];

    expect(decidedOnce(evidence({ operations, rows: { recommendations: [row('ready')] } }))).toEqual([]);
  });

  it.each([
    ['shown differently', [shown('ready', 'x'), shown('ready', 'y')], 'ready'],
    ['shown, and another stored', [shown('ready', 'x')], 'no_valid_host'],
  ])('is told when it is %s', (_what, operations, stored) => {
    const found = decidedOnce(evidence({ operations, rows: { recommendations: [row(stored)] } }));

    expect(found).toMatchObject([{ rule: 'decided-once', subject: 'recommendation r1' }]);
  });

  it('reserves once, and once more for each time that it was asked to', () => {
    const reservations = [reservationRow({ id: 'v1' }), reservationRow({ id: 'v2' })];
    const again = operation('reserve', [50, 60], { target: 'r1' });

    expect(decidedOnce(evidence({ operations: [again], rows: { reservations } }))).toEqual([]);
    expect(decidedOnce(evidence({ rows: { reservations } }))).toMatchObject([{ subject: 'recommendation r1' }]);
  });
});

describe('an idempotency key', () => {
  const keyed = (project: string, target: string) =>
    operation('create', [0, 10], { target, input: { project_id: project, idempotency_key: 'k' } });

  it('makes one recommendation a project', () => {
    expect(onePerKey(evidence({ operations: [keyed('p', 'r1'), keyed('p', 'r1'), keyed('q', 'r2')] }))).toEqual([]);
    expect(onePerKey(evidence({ operations: [keyed('p', 'r1'), keyed('p', 'r2')] }))).toMatchObject([
      { rule: 'one-per-key', detail: 'it made r1, r2' },
    ]);
  });
});
