import type { HostState, PfState } from '../fleet/host-state';
import type { PciDevice } from '../inventory/inventory';
import type { DiskPath } from '../io-path/disk-path';
import type { DiskOption, HostOptions, NicOption } from './host-options';
import type { NicCandidates, RequestContext } from './request-context';
import { placeOfFloating, scoreDiskAt, scoreNicAt, type Place } from './score-candidate';

/** What the devices of a candidate can come to at most, whatever the place of the guest and whoever else wants the device. */
export interface DeviceBounds {
  /** For each NIC, by the path's index in the context; -Infinity for a path that the host does not offer. */
  readonly nics: readonly (readonly number[])[];
  /** For each NIC, the highest of those. */
  readonly nicBest: readonly number[];
  readonly disks: readonly number[];
}

/** No device is farther from the guest than SLIT's distance of a node to itself. */
const SLIT_LOCAL = 10;
const ANYWHERE: readonly Place[] = [
  { numa: 'local', distance: null },
  { numa: 'unknown', distance: null },
  { numa: 'remote', distance: SLIT_LOCAL },
];

/**
 * Bounds for one host (and so for all of its class). A guest with a NUMA topology may come to lie near a device or far
 * from it, and near is not better by every term: the best of all places bounds each.
 */
export class BoundMemo {
  /** Totals of devices, by the facets that they read. */
  private readonly known = new Map<string, Map<string, number>>();

  constructor(private readonly context: RequestContext) {}

  of(host: HostState, { nics, disks }: HostOptions, floats: boolean): DeviceBounds {
    const places = floats ? [placeOfFloating(host)] : ANYWHERE;
    const bounds: (readonly number[])[] = [];
    for (const [index, options] of nics.entries()) {
      const { firstAlike } = this.context.nics[index] as NicCandidates;
      bounds.push(bounds[firstAlike] ?? this.nicBounds(index, options, host, places));
    }
    return {
      nics: bounds,
      nicBest: bounds.map((byPath) => Math.max(...byPath)),
      disks: disks.map((options, index) => this.diskBound(index, options, host, places)),
    };
  }

  private nicBounds(
    index: number,
    options: readonly NicOption[],
    host: HostState,
    places: readonly Place[],
  ): readonly number[] {
    const { paths } = this.context.nics[index] as NicCandidates;
    const bounds = paths.map(() => -Infinity);
    for (const { path, pfs } of options) {
      const score = (pf: PfState | null, place: Place): number =>
        scoreNicAt(index, path, pf, place, host, this.context).total;
      bounds[paths.indexOf(path)] =
        path.takes === 'nothing'
          ? score(null, placeOfFloating(host))
          : this.best(`${index} ${path.name} ${places[0]?.numa} ${host.facets.io}`, pfs, (pf) =>
              Math.max(...places.map((place) => score(pf, place))),
            );
    }
    return bounds;
  }

  private best(question: string, pfs: readonly PfState[], boundOf: (pf: PfState) => number): number {
    let byFacet = this.known.get(question);
    if (byFacet === undefined) this.known.set(question, (byFacet = new Map<string, number>()));
    let best = -Infinity;
    for (const pf of pfs) {
      let bound = byFacet.get(pf.facet);
      if (bound === undefined) byFacet.set(pf.facet, (bound = boundOf(pf)));
      if (bound > best) best = bound;
    }
    return best;
  }

  private diskBound(index: number, options: readonly DiskOption[], host: HostState, places: readonly Place[]): number {
    const score = (path: DiskPath, device: PciDevice | null, place: Place): number =>
      scoreDiskAt(index, path, device, place, host, this.context).total;
    const bounds = options.flatMap(({ path, devices }) =>
      path.takes === 'nothing'
        ? [score(path, null, placeOfFloating(host))]
        : devices.flatMap((device) => places.map((place) => score(path, device, place))),
    );
    return Math.max(...bounds);
  }
}
