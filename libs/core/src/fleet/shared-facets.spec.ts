import { aHostState } from '@iopath/testing';
import type { HostState } from './host-state';
import { SharedFacets } from './shared-facets';

const host = aHostState();

/** A host of a kind of its own. */
function ofKind(vms: number): HostState {
  return { ...host, facets: { ...host.facets, vms } };
}

describe('shared facets', () => {
  it('are one object for hosts that are alike, and another for others', () => {
    const facets = new SharedFacets();
    const first = facets.of(ofKind(1));

    expect(facets.of(ofKind(1)).facets).toBe(first.facets);
    expect(facets.of(ofKind(2)).facets).not.toBe(first.facets);
    expect(facets.of(first)).toBe(first);
  });

  it('are forgotten when no host has them any more and there are many', () => {
    const facets = new SharedFacets();
    const stays = facets.of(ofKind(0));
    const [gone] = Array.from({ length: 1_010 }, (_, kind) => facets.of(ofKind(kind + 1)));
    facets.prune([stays]);

    expect(facets.of(ofKind(0)).facets).toBe(stays.facets);
    expect(facets.of(ofKind(1)).facets).not.toBe(gone?.facets);
  });

  it('are kept while they are few: a host of that kind may come back', () => {
    const facets = new SharedFacets();
    const [gone] = Array.from({ length: 900 }, (_, kind) => facets.of(ofKind(kind)));
    facets.prune([]);

    expect(facets.of(ofKind(0)).facets).toBe(gone?.facets);
  });
});
