import { decimal } from '../pci/written-numbers';
import { attribute, childrenNamed, type XmlElement } from '../xml/xml-element';
import type { TopologyObjects } from './topology-objects';

/** From node to node, by their ids. */
export type NodeDistances = ReadonlyMap<number, Readonly<Record<number, number>>>;

const NONE: NodeDistances = new Map();
/** `HWLOC_DISTANCES_KIND_FROM_OS` and `_MEANS_LATENCY` of hwloc 2: the firmware's SLIT. */
const KIND_OF_SLIT = 5;
const SLIT_LOCAL = 10;
const SLIT_UNREACHABLE = 255;

/** What the firmware says of distances between nodes; hwloc keeps other matrices, too, of bandwidths and by users. */
export function nodeDistances(topology: XmlElement, objects: TopologyObjects): NodeDistances {
  for (const matrix of matricesOf2(topology)) {
    const ids = idsOf2(matrix, objects);
    const distances = ids === null ? null : square(ids, numbersIn(matrix, 'u64values'));
    if (distances !== null) return distances;
  }
  return distancesOf1(topology, objects) ?? NONE;
}

function matricesOf2(topology: XmlElement): readonly XmlElement[] {
  return childrenNamed(topology, 'distances2')
    .filter((matrix) => attribute(matrix, 'type') === 'NUMANode')
    .filter((matrix) => {
      const name = attribute(matrix, 'name');
      return name === null ? decimal(attribute(matrix, 'kind')) === KIND_OF_SLIT : name === 'NUMALatency';
    });
}

/** The matrix names nodes by the kernel's ids, or by the global numbers of hwloc's objects. */
function idsOf2(matrix: XmlElement, objects: TopologyObjects): readonly number[] | null {
  const indexes = numbersIn(matrix, 'indexes');
  if (attribute(matrix, 'indexing') !== 'gp') return indexes;
  const idOf = new Map(objects.nodes.map(({ id, element }) => [decimal(attribute(element, 'gp_index')), id]));
  const ids = indexes.flatMap((gp) => idOf.get(gp) ?? []);
  return ids.length === indexes.length ? ids : null;
}

/** Lists are cut into several elements when they are long. */
function numbersIn(matrix: XmlElement, name: string): readonly number[] {
  return childrenNamed(matrix, name).flatMap(({ text }) => text.split(/\s+/).flatMap((word) => decimal(word) ?? []));
}

/** hwloc 1 hangs the matrix on the object above the nodes and lists parts of a base: 1.0, 2.1 of 10. */
function distancesOf1(topology: XmlElement, objects: TopologyObjects): NodeDistances | null {
  const [root = null] = childrenNamed(topology, 'object');
  for (const matrix of childrenNamed(root, 'distances')) {
    if (decimal(attribute(matrix, 'nbobjs')) !== objects.nodes.length) continue;
    const base = Number(attribute(matrix, 'latency_base') ?? Number.NaN);
    const values = childrenNamed(matrix, 'latency').map((cell) => Math.round(Number(attribute(cell, 'value')) * base));
    const distances = square(
      objects.nodes.map(({ id }) => id),
      values,
    );
    if (distances !== null) return distances;
  }
  return null;
}

/** Null when the values are no SLIT of these nodes (ACPI 6.5, 5.2.17). */
function square(ids: readonly number[], values: readonly number[]): NodeDistances | null {
  if (ids.length === 0 || values.length !== ids.length ** 2) return null;
  const isSlit = values.every((value, i) =>
    i % (ids.length + 1) === 0 ? value === SLIT_LOCAL : value >= SLIT_LOCAL && value <= SLIT_UNREACHABLE,
  );
  if (!isSlit) return null;
  return new Map(
    ids.map((from, row) => [
      from,
      Object.fromEntries(ids.map((to, column) => [to, values[row * ids.length + column] as number])),
    ]),
  );
}
