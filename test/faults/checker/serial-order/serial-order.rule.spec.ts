import type { Operation, SeenAllocation } from '../../history/operation';
import { allocationRow, change, evidence, operation, reservationRow, seenAllocation } from '../evidence.fixture';
import { lateConfirmRefused } from '../late-confirm-refused.rule';
import { serialOrder } from './serial-order.rule';

const rows = { reservations: [reservationRow()], allocations: [allocationRow()] };
const judge = (...operations: readonly Operation[]) => serialOrder(evidence({ operations, rows }));

type Times = readonly [number, number];

const sees = (times: Times, parts: Partial<SeenAllocation>) =>
  operation('get_allocation', times, { seen: { allocations: [seenAllocation(parts)] } });
const CONFIRMED = { state: 'confirmed', serverId: 's1', expiresAtMs: null } as const;

const confirm = (times: Times, outcome: Operation['outcome'] = { kind: 'ok', status: 200 }, server = 's1') =>
  operation('confirm', times, { target: 'a1', input: { server_id: server }, outcome });
const release = (times: Times, outcome: Operation['outcome'] = { kind: 'ok', status: 200 }) =>
  operation('release', times, { target: 'a1', outcome });
const refused = (code: string) => ({ kind: 'refused', status: 409, code }) as const;
const LOST = { kind: 'indeterminate', status: null, why: 'timeout' } as const;

/** Reserved until 10,000, as seen at 1,000. */
const reserved = sees([990, 1_000], {});

describe('answers about a reservation that some serial order explains', () => {
  it.each<[string, readonly Operation[]]>([
    [
      'confirmed in time, and released',
      [confirm([2_000, 2_010]), sees([3_000, 3_010], CONFIRMED), release([4_000, 4_010])],
    ],
    ['confirmed twice for one server', [confirm([2_000, 2_010]), confirm([2_005, 2_020])]],
    [
      'confirmed for two servers at once, one of them refused',
      [confirm([2_000, 2_010]), confirm([2_000, 2_010], refused('allocation.confirmed_for_another_server'), 's2')],
    ],
    ['a confirm that was sent in time and refused late', [confirm([9_990, 10_050], refused('allocation.expired'))]],
    [
      'a confirm without an answer that did take effect',
      [confirm([2_000, 2_010], LOST), sees([5_000, 5_010], CONFIRMED)],
    ],
    [
      'a confirm without an answer that did not',
      [confirm([2_000, 2_010], LOST), sees([12_000, 12_010], { state: 'expired' })],
    ],
    ['a release that was still to come when the device was seen', [release([2_000, 5_000]), sees([3_000, 3_010], {})]],
    ['overdue and not swept yet', [sees([10_500, 10_510], {}), release([10_600, 10_610])]],
    [
      'renewed, and confirmed after what was its end',
      [operation('renew', [9_000, 9_010], { target: 'a1', input: { ttl_s: 30 } }), confirm([20_000, 20_010])],
    ],
    [
      'renewed by a statement that began before somebody still saw the old end, and ended after it',
      [
        operation('renew', [9_000, 9_100], { target: 'a1', input: { ttl_s: 30 } }),
        sees([9_060, 9_070], {}),
        sees([9_200, 9_210], { expiresAtMs: 39_020 }),
      ],
    ],
    [
      'put forward by the harness',
      [
        operation('age', [2_000, 2_010], { target: 'v1', input: { expires_at_ms: 3_000 } }),
        sees([3_500, 3_510], { state: 'expired', expiresAtMs: 3_000 }),
      ],
    ],
  ])('%s', (_what, operations) => {
    expect(judge(reserved, ...operations)).toEqual([]);
  });

  it('one of two VMs is gone when what is left of the recommendation is renewed', () => {
    const renewed = operation('renew_all', [11_000, 11_010], { target: 'r1', input: { ttl_s: 30 } });
    const operations = [reserved, renewed, sees([12_000, 12_010], { state: 'expired' })];
    const two = { ...rows, reservations: [reservationRow(), reservationRow({ id: 'v2', member: 1 })] };

    expect(serialOrder(evidence({ operations, rows: two }))).toEqual([]);
    expect(judge(...operations)).toMatchObject([{ subject: 'reservation v1' }]);
  });
});

describe('answers about a reservation that no serial order explains', () => {
  it.each<[string, readonly Operation[]]>([
    ['confirmed after its end', [confirm([10_100, 10_110])]],
    ['confirmed after it was seen expired', [sees([10_100, 10_110], { state: 'expired' }), confirm([10_120, 10_130])]],
    ['expired before its end', [sees([2_000, 2_010], { state: 'expired' })]],
    ['refused as expired before its end', [confirm([2_000, 2_010], refused('allocation.expired'))]],
    ['confirmed for two servers', [confirm([2_000, 2_010]), confirm([3_000, 3_010], undefined, 's2')]],
    ['confirmed after it was released', [release([2_000, 2_010]), confirm([3_000, 3_010])]],
    ['held again after it was released', [release([2_000, 2_010]), sees([3_000, 3_010], {})]],
    ['refused as released, and nobody did', [confirm([2_000, 2_010], refused('allocation.released'))]],
    ['confirmed, and nobody did', [sees([2_000, 2_010], CONFIRMED)]],
    ['confirmed, and then reserved again', [confirm([2_000, 2_010]), sees([3_000, 3_010], {})]],
    ['not there', [confirm([2_000, 2_010], refused('allocation.not_found'))]],
    ['another end, and nobody renewed it', [sees([2_000, 2_010], { expiresAtMs: 20_000 })]],
  ])('%s', (_what, operations) => {
    expect(judge(reserved, ...operations)).toMatchObject([{ rule: 'serial-order', subject: 'reservation v1' }]);
  });
});

describe('a reservation that a VM was moved to when it was confirmed', () => {
  const moved = { ...rows, ledger: [change('confirmed', { subjectKind: 'reservation', subjectId: 'v1' })] };
  const judgeMoved = (...operations: readonly Operation[]) => serialOrder(evidence({ operations, rows: moved }));

  it('is confirmed from its beginning, for one server', () => {
    expect(judgeMoved(sees([20, 30], CONFIRMED), confirm([40, 50]))).toEqual([]);
    expect(judgeMoved(sees([20, 30], CONFIRMED), confirm([40, 50], undefined, 's2'))).toHaveLength(1);
    expect(judgeMoved(sees([20, 30], {}))).toHaveLength(1);
  });
});

describe('answers about a recommendation', () => {
  const created = operation('create', [0, 10], { target: 'r9' });

  it('is explained by a lost create whose key was answered with it later', () => {
    const input = { project_id: 'p', idempotency_key: 'k' };
    const lost = operation('create', [0, 10], { input, outcome: LOST });
    const again = operation('create', [50, 60], { target: 'r9', input });

    expect(judge(lost, poll([20, 30], 'queued'), again)).toEqual([]);
    expect(judge(poll([20, 30], 'queued'), again)).toMatchObject([{ subject: 'recommendation r9' }]);
  });
  const poll = (times: Times, status: string) =>
    operation('poll', times, { target: 'r9', seen: { recommendations: [{ id: 'r9', status, decision: null }] } });
  const missing = (times: Times) =>
    operation('poll', times, {
      target: 'r9',
      outcome: { kind: 'refused', status: 404, code: 'recommendation.not_found' },
    });

  it('may tell how it goes on', () => {
    expect(judge(created, poll([20, 30], 'queued'), poll([40, 50], 'scoring'), poll([60, 70], 'ready'))).toEqual([]);
  });

  it.each<[string, readonly Operation[]]>([
    ['not there after it was accepted', [missing([20, 30])]],
    ['undecided after it was decided', [poll([20, 30], 'ready'), poll([40, 50], 'queued')]],
    ['decided in two ways', [poll([20, 30], 'ready'), poll([40, 50], 'no_valid_host')]],
  ])('are told when they are contrary: %s', (_what, operations) => {
    expect(judge(created, ...operations)).toMatchObject([{ rule: 'serial-order', subject: 'recommendation r9' }]);
  });
});

describe('a confirm that its client knew to be late', () => {
  it('is told when it went well', () => {
    const operations = [reserved, confirm([10_100, 10_110])];

    expect(lateConfirmRefused(evidence({ operations, rows }))).toMatchObject([{ subject: 'allocation a1' }]);
  });

  it.each<[string, readonly Operation[]]>([
    ['it was in time', [confirm([9_000, 9_010])]],
    ['it was a repeat of one in time', [confirm([9_000, 9_010], LOST), confirm([10_100, 10_110])]],
    [
      'somebody had renewed it',
      [operation('renew', [9_000, 9_010], { target: 'a1', outcome: LOST }), confirm([10_100, 10_110])],
    ],
  ])('is not told when %s', (_what, operations) => {
    expect(lateConfirmRefused(evidence({ operations: [reserved, ...operations], rows }))).toEqual([]);
  });
});
