import type { HostState, PfState } from '../../fleet/host-state';
import type { NicPath } from '../../io-path/nic-path';
import { remembered } from './remembered';
import type { DiskOption } from './host-options';
import type { KindTrial } from './kind-trial';
import type { NicCandidates, RequestContext } from '../request-context';
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

/** Totals that hosts with one I/O facet share, as long as the guest's possible places are the same. */
interface SharedTotals {
  /** Of NICs on software paths, by how many VMs share the host; for each NIC by the path's index. */
  readonly software: Map<number, readonly (readonly number[])[]>;
  /** The same of the other paths, by PF facet. */
  readonly devices: Map<string, readonly (readonly number[])[]>;
}

/**
 * Bounds for one host (and so for all of its kind). A guest with a NUMA topology may come to lie near a device or far
 * from it, and near is not better by every term: the best of all places bounds each.
 */
export class BoundMemo {
  private readonly known = new Map<string, SharedTotals[]>();

  constructor(private readonly context: RequestContext) {}

  of(host: HostState, kind: KindTrial, floats: boolean): DeviceBounds {
    const places = floats ? [placeOfFloating(host)] : ANYWHERE;
    const shared = this.sharedTotals(host, floats);
    const software = remembered(shared.software, host.facets.vms, () => this.softwareTotals(host));
    const byPf = host.pfs.map((pf) => remembered(shared.devices, pf.facet, () => this.deviceTotals(pf, host, places)));
    const nics = this.context.nics.map(({ paths, firstAlike }, nic) =>
      paths.map((path, choice) => {
        if (!kind.offers(nic, choice)) return -Infinity;
        if (path.takes === 'nothing') return software[firstAlike]?.[choice] as number;
        return highest(byPf, (totals) => totals[firstAlike]?.[choice] as number);
      }),
    );
    return {
      nics,
      nicBest: nics.map((byPath) => highest(byPath, (bound) => bound)),
      disks: kind.disks.map((options, index) => this.diskBound(index, options, host, places)),
    };
  }

  private sharedTotals({ facets, cells }: HostState, floats: boolean): SharedTotals {
    const byPlaces = remembered(this.known, facets.io, (): SharedTotals[] => []);
    const places = (floats ? 2 : 0) + (cells.length === 1 ? 1 : 0);
    return (byPlaces[places] ??= { software: new Map(), devices: new Map() });
  }

  private softwareTotals(host: HostState): readonly (readonly number[])[] {
    return this.totals((path, nic) =>
      path.takes === 'nothing'
        ? scoreNicAt(nic, path, null, placeOfFloating(host), host, this.context).total
        : -Infinity,
    );
  }

  private deviceTotals(pf: PfState, host: HostState, places: readonly Place[]): readonly (readonly number[])[] {
    // Facets leave tenants out: what is remembered for a PF must not depend on who else is on it.
    const all = this.context.request.isolation === 'tenant_pf';
    return this.totals((path, nic, candidates) =>
      path.takes !== 'nothing' && (all || candidates.answers.pathsBy(pf, candidates, this.context).has(path))
        ? highest(places, (place) => scoreNicAt(nic, path, pf, place, host, this.context).total)
        : -Infinity,
    );
  }

  /** For each NIC, by the path's index; empty for a NIC that is like one before. */
  private totals(
    totalOf: (path: NicPath, nic: number, candidates: NicCandidates) => number,
  ): readonly (readonly number[])[] {
    return this.context.nics.map((candidates, nic) =>
      candidates.firstAlike === nic ? candidates.paths.map((path) => totalOf(path, nic, candidates)) : [],
    );
  }

  private diskBound(index: number, options: readonly DiskOption[], host: HostState, places: readonly Place[]): number {
    return highest(options, ({ path, devices }) =>
      path.takes === 'nothing'
        ? scoreDiskAt(index, path, null, placeOfFloating(host), host, this.context).total
        : highest(devices, (device) =>
            highest(places, (place) => scoreDiskAt(index, path, device, place, host, this.context).total),
          ),
    );
  }
}

function highest<Item>(items: readonly Item[], valueOf: (item: Item) => number): number {
  let best = -Infinity;
  for (const item of items) best = Math.max(best, valueOf(item));
  return best;
}
