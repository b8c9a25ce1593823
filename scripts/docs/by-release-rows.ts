import { OPENSTACK_RELEASES, type OpenStackRelease } from '@iopath/core';

/** Facts of every release, with neighbours that say the same put together: `zed – 2023.2`. */
export function byRelease(factsAt: (release: OpenStackRelease) => readonly string[]): readonly (readonly string[])[] {
  const spans: { first: OpenStackRelease; last: OpenStackRelease; cells: readonly string[] }[] = [];
  for (const release of OPENSTACK_RELEASES) {
    const cells = factsAt(release);
    const latest = spans.at(-1);
    if (latest !== undefined && latest.cells.join('\n') === cells.join('\n')) latest.last = release;
    else spans.push({ first: release, last: release, cells });
  }
  return spans.map(({ first, last, cells }) => [first === last ? first : `${first} – ${last}`, ...cells]);
}
