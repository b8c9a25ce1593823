import { always, factAt, type ByRelease } from './by-release';
import { OPENSTACK_RELEASES, type OpenStackRelease } from './openstack-release';

const FACTS: ByRelease<string> = [
  { since: 'zed', is: 'old' },
  { since: '2024.1', is: 'new' },
];

describe('a fact that changes with the release', () => {
  it.each<[OpenStackRelease, string]>([
    ['zed', 'old'],
    ['2023.2', 'old'],
    ['2024.1', 'new'],
    ['2026.1', 'new'],
  ])('is in %s the %s one', (release, fact) => {
    expect(factAt(FACTS, release)).toBe(fact);
  });

  it('is the same in every release when it never does', () => {
    expect(OPENSTACK_RELEASES.map((release) => factAt(always(1), release))).toEqual(OPENSTACK_RELEASES.map(() => 1));
  });
});
