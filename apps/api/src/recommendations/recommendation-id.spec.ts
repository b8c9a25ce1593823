import { newRecommendationId } from './recommendation-id';

const VERSION_5 = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the id of a recommendation', () => {
  it('is the same whenever a project comes with the same key', () => {
    expect(newRecommendationId('p1', 'k1')).toMatch(VERSION_5);
    expect(newRecommendationId('p1', 'k1')).toBe(newRecommendationId('p1', 'k1'));
  });

  it.each`
    one             | other           | why
    ${['p1', 'k1']} | ${['p2', 'k1']} | ${'projects do not share their keys'}
    ${['p1', 'k1']} | ${['p1', 'k2']} | ${'keys differ'}
    ${['a', 'bc']}  | ${['ab', 'c']}  | ${'project and key are kept apart'}
    ${['p1', null]} | ${['p1', null]} | ${'there is no key'}
  `('differs where $why', ({ one, other }: Record<string, [string, string | null]>) => {
    expect(newRecommendationId(...(one as [string, string | null]))).not.toBe(
      newRecommendationId(...(other as [string, string | null])),
    );
  });
});
