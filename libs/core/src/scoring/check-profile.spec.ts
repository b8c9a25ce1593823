import { checkProfile } from './check-profile';
import { PROFILES } from './profiles';
import { SCORE_TERM_NAMES } from './score-term';

describe('checking a profile', () => {
  it.each(Object.values(PROFILES))('finds nothing wrong with $name', (profile) => {
    expect(checkProfile(profile)).toEqual([]);
  });

  it.each(SCORE_TERM_NAMES.filter((term) => term !== 'server_group'))('takes one that weighs %s alone', (term) => {
    expect(checkProfile({ weights: { [term]: 0.1 } })).toEqual([]);
  });

  it.each([
    ['nothing', {}],
    ['every term by 0', Object.fromEntries(SCORE_TERM_NAMES.map((term) => [term, 0]))],
    ['only the server group, which few requests have', { server_group: 20 }],
  ])('refuses one that weighs %s', (_what, weights) => {
    expect(checkProfile({ weights })).toMatchObject([{ pointer: '/weights', code: 'profile.weighs_nothing' }]);
  });
});
