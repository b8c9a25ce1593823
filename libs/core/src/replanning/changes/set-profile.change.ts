import type { Fault } from '../../fault';
import { checkProfile } from '../../scoring/check-profile';
import { PROFILES } from '../../scoring/profiles';
import { SCORE_TERM_NAMES } from '../../scoring/score-term';
import type { ProfileBook } from '../../scoring/profile';
import { NO_FAULTS, type MakeChange } from './make-change';

/** A profile weighs so, as if somebody had written its next version. A term that is left out weighs nothing. */
export const setProfile: MakeChange<'set_profile'> = ({ profile: name, weights }, fleet) => {
  const book: ProfileBook = fleet.policy.profiles ?? PROFILES;
  const profile = Object.hasOwn(book, name) ? book[name] : undefined;
  if (profile === undefined) {
    return [{ pointer: '/profile', code: 'profile.unknown', message: `There is no profile called "${name}".` }];
  }
  const faults = [...wrongWeights(weights), ...checkProfile({ weights })];
  if (faults.length > 0) return faults;
  const next = { ...profile, version: profile.version + 1, weights };
  fleet.setProfile(next, { ...fleet.policy, profiles: { ...book, [name]: next } });
  return NO_FAULTS;
};

function wrongWeights(weights: Readonly<Record<string, number>>): readonly Fault[] {
  return Object.entries(weights).flatMap(([term, weight]): Fault[] => {
    const pointer = `/weights/${term.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!SCORE_TERM_NAMES.some((known) => known === term)) {
      const message = `There is no score term "${term}"; there are ${SCORE_TERM_NAMES.join(', ')}.`;
      return [{ pointer, code: 'profile.unknown_term', message }];
    }
    if (Number.isFinite(weight) && weight >= 0) return [];
    return [{ pointer, code: 'profile.weight_out_of_range', message: `A weight is 0 or more, not ${weight}.` }];
  });
}
