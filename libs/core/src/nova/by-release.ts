import { isAtLeast, type OpenStackRelease } from './openstack-release';

/** A fact that changes with the release: each entry holds from its release to the next entry's. Oldest first, from Zed on. */
export type ByRelease<Fact> = readonly [Since<Fact>, ...Since<Fact>[]];

export interface Since<Fact> {
  readonly since: OpenStackRelease;
  readonly is: Fact;
}

/** A fact that all releases share. */
export function always<Fact>(is: Fact): ByRelease<Fact> {
  return [{ since: 'zed', is }];
}

/** What holds in a release. */
export function factAt<Fact>(facts: ByRelease<Fact>, release: OpenStackRelease): Fact {
  let [holds] = facts;
  for (const fact of facts) if (isAtLeast(release, fact.since)) holds = fact;
  return holds.is;
}
