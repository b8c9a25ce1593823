import { aHostState, aVmRequest } from '@iopath/testing';
import { buildFleet } from '../fleet/build-fleet';
import type { Profile } from '../scoring/profile';
import { PROFILES } from '../scoring/profiles';
import type { PlanningPolicy } from './planning-policy';
import { planRequest } from './plan-request';
import { profileOf, UnknownProfileError, withProfile } from './request-profile';

const POLICY: PlanningPolicy = { release: '2025.1' };
const TELCO: Profile = { ...PROFILES.latency, name: 'telco', version: 7 };

describe('the profile of a request', () => {
  it('is the built-in one of its name where the policy has no book', () => {
    expect(profileOf({ profile: 'density' }, POLICY)).toBe(PROFILES.density);
  });

  it('is the one in the policy’s book, and no other', () => {
    const policy = withProfile(POLICY, TELCO);

    expect(profileOf({ profile: 'telco' }, policy)).toBe(TELCO);
    expect(() => profileOf({ profile: 'balanced' }, policy)).toThrow(UnknownProfileError);
  });

  it.each(['telco', 'constructor', '__proto__'])('is none for %s, which no profile is called', (profile) => {
    expect(() => profileOf({ profile }, POLICY)).toThrow(UnknownProfileError);
  });
});

describe('a decision', () => {
  const fleet = buildFleet([aHostState('compute-1')]);
  const decide = (profile: Profile) =>
    planRequest(aVmRequest({ profile: profile.name }), fleet, withProfile(POLICY, profile)).decision;

  it('names the version of the profile that it was scored by', () => {
    expect(decide(TELCO)).toMatchObject({ profile: { name: 'telco', version: 7 }, fleetDigest: fleet.digest });
  });

  it('is the same by a book with the built-in profile as without a book', () => {
    const withoutBook = planRequest(aVmRequest(), fleet, POLICY).decision;

    expect(withoutBook).toMatchObject({ profile: { name: 'balanced', version: 1 } });
    expect(planRequest(aVmRequest(), fleet, { ...POLICY, profiles: PROFILES }).decision).toEqual(withoutBook);
    expect(decide(PROFILES.balanced)).toEqual(withoutBook);
  });

  it('has another input hash by another version, or by other numbers in it', () => {
    const versions = [
      TELCO,
      { ...TELCO, version: 8 },
      { ...TELCO, packs: true },
      { ...TELCO, weights: { latency: 1 } },
    ];

    expect(new Set(versions.map((profile) => decide(profile).inputHash)).size).toBe(versions.length);
  });

  it('does not care what other profiles say', () => {
    const other = { ...PROFILES, latency: { ...PROFILES.latency, version: 2, packs: true } };

    expect(planRequest(aVmRequest(), fleet, { ...POLICY, profiles: other }).decision).toEqual(
      planRequest(aVmRequest(), fleet, POLICY).decision,
    );
  });

  it('goes by the weights of the profile', () => {
    const decision = decide({ ...TELCO, weights: { latency: 3 } });
    const terms = decision.status === 'ready' ? decision.members[0]?.nics[0]?.score.terms : undefined;

    expect(terms?.filter(({ weight }) => weight > 0)).toMatchObject([{ name: 'latency', weight: 3 }]);
  });
});
