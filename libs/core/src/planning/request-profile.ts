import type { VmRequest } from '../request/vm-request';
import type { Profile, ProfileBook } from '../scoring/profile';
import { PROFILES } from '../scoring/profiles';
import type { PlanningPolicy } from './planning-policy';

/** Thrown for a request whose profile is not in the policy's book: callers look it up before they plan. */
export class UnknownProfileError extends Error {}

/**
 * The profile that a request is scored by.
 *
 * @throws UnknownProfileError
 */
export function profileOf({ profile: name }: Pick<VmRequest, 'profile'>, { profiles }: PlanningPolicy): Profile {
  const book: ProfileBook = profiles ?? PROFILES;
  // `constructor` would be found in any object.
  const profile = Object.hasOwn(book, name) ? book[name] : undefined;
  if (profile === undefined) throw new UnknownProfileError(`there is no profile "${name}"`);
  return profile;
}

/** The same policy with this version of a profile, and no other. */
export function withProfile(policy: PlanningPolicy, profile: Profile): PlanningPolicy {
  return { ...policy, profiles: { [profile.name]: profile } };
}
