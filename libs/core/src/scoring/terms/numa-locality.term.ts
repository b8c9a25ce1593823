import type { NumaLocality } from '../../io-path/model/prediction';
import type { ScoreTerm } from '../score-term';

/** SLIT's distance of a node to itself. */
const SLIT_LOCAL = 10;
/** Not known scores like one hop on a two-socket board: never better than known to be local. */
const SLIT_ONE_HOP = 21;
/** A software path has no device to be near: its thread goes where the kernel puts it, mostly near the guest. */
const SOFTWARE = 0.85;

interface Locality {
  readonly path: { readonly takes: string };
  readonly numa: NumaLocality;
  readonly distance: number | null;
}

/** Rewards a device on the guest's own NUMA node, falling as the SLIT distance grows. */
export const numaLocality: ScoreTerm<Locality> = {
  name: 'numa_locality',
  formula: `1 on the guest's node; \`${SLIT_LOCAL} / SLIT distance\` elsewhere, ${SLIT_ONE_HOP} where it is not known; ${SOFTWARE} for software paths, whose threads go where the kernel puts them`,
  value({ path, numa, distance }) {
    if (path.takes === 'nothing') return SOFTWARE;
    if (numa === 'local') return 1;
    return SLIT_LOCAL / (distance ?? SLIT_ONE_HOP);
  },
  reason({ path, numa, distance }) {
    if (path.takes === 'nothing') return 'software path, no device to be near';
    if (numa === 'local') return "on the guest's NUMA node";
    if (numa === 'unknown') return 'the guest floats over NUMA nodes, or the node of the device is not known';
    return `on another NUMA node${distance === null ? '' : `, distance ${distance}`}`;
  },
};
