import fc from 'fast-check';
import { recommendedVfs, type VfCountQuestion } from './recommended-vfs';

const pools = (vfs: number): number => (vfs <= 32 ? 4 : 2);

function recommended(changes: Partial<VfCountQuestion>): number {
  return recommendedVfs({
    presentVfs: 8,
    heldVfs: 4,
    dailyShare: 2,
    limitVfs: 63,
    wantedPairs: null,
    pairsAt: () => null,
    ...changes,
  });
}

describe('how many VFs a PF should have', () => {
  it.each<[string, Partial<VfCountQuestion>, number]>([
    ['the present number where it suffices for a day', {}, 8],
    ['just so', { dailyShare: 4 }, 8],
    ['none where there are none and nobody asks', { presentVfs: 0, heldVfs: 0, dailyShare: 0 }, 0],
    ['room for two days where a day does not fit', { dailyShare: 5 }, 14],
    ['no more than there can be', { dailyShare: 100 }, 63],
    ['no more than there can be, though all are held', { presentVfs: 8, heldVfs: 8, limitVfs: 8, dailyShare: 9 }, 8],
    ['no more than leave the queues that are wanted', { dailyShare: 20, wantedPairs: 4, pairsAt: pools }, 32],
    ['more where the day needs them, with fewer queues', { dailyShare: 30, wantedPairs: 4, pairsAt: pools }, 63],
    ['fewer where that gives the queues that are wanted', { presentVfs: 63, wantedPairs: 4, pairsAt: pools }, 32],
    ['the present number where two queues are enough', { presentVfs: 63, wantedPairs: 2, pairsAt: pools }, 63],
    [
      'the present number where fewer would not suffice',
      { presentVfs: 63, heldVfs: 33, wantedPairs: 4, pairsAt: pools },
      63,
    ],
    ['no fewer than are held', { presentVfs: 40, heldVfs: 31, dailyShare: 0, wantedPairs: 4, pairsAt: pools }, 32],
  ])('is %s', (_case, changes, vfs) => {
    expect(recommended(changes)).toBe(vfs);
  });

  it('is never above the limit, nor below what is held, and never falls with demand', () => {
    const count = fc.nat({ max: 300 });
    const pairsAt = fc.oneof(
      fc.constant(() => null),
      fc.nat({ max: 4_096 }).map((vectors) => (vfs: number) => Math.max(0, Math.floor(vectors / vfs) - 1)),
      fc.tuple(count, fc.nat({ max: 16 })).map(
        ([step, pairs]) =>
          (vfs: number) =>
            vfs <= step ? pairs + 2 : 2,
      ),
    );
    const wanted = fc.option(fc.integer({ min: 1, max: 64 }), { nil: null });
    fc.assert(
      fc.property(count, count, count, count, count, wanted, pairsAt, (held, free, spare, share, more, pairs, at) => {
        const presentVfs = held + free;
        const limitVfs = presentVfs + spare;
        const question = { presentVfs, heldVfs: held, limitVfs, wantedPairs: pairs, pairsAt: at };
        const one = recommendedVfs({ ...question, dailyShare: share });
        const other = recommendedVfs({ ...question, dailyShare: share + more });
        expect(one).toBeLessThanOrEqual(limitVfs);
        expect(one).toBeGreaterThanOrEqual(held);
        expect(other).toBeGreaterThanOrEqual(one);
        expect(one).toBeGreaterThanOrEqual(Math.min(limitVfs, held + share));
      }),
    );
  });
});
