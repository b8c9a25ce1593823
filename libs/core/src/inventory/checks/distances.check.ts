import type { Fault } from '../../fault';
import type { Inventory, NumaNode } from '../inventory';

/** ACPI 6.5, 5.2.17 (SLIT): 10 is the distance to itself, nothing is nearer, and 255 means unreachable. */
const SLIT_LOCAL = 10;
const SLIT_UNREACHABLE = 255;

/** SLIT distances are a square: no node has them, or each has one to every node, itself included. */
export function checkDistances({ numaNodes }: Inventory): readonly Fault[] {
  if (numaNodes.every((node) => node.distances.length === 0)) return [];
  return numaNodes.flatMap((node, i) =>
    node.distances.length === numaNodes.length ? wrongValues(node, i) : [notSquare(node, i, numaNodes.length)],
  );
}

function notSquare(node: NumaNode, i: number, nodes: number): Fault {
  return {
    pointer: `/numa_nodes/${i}/distances`,
    code: 'numa_node.distances_not_square',
    message: `${node.distances.length} distances for ${nodes} NUMA nodes: one to each node, or none in the whole document`,
  };
}

function wrongValues(node: NumaNode, i: number): Fault[] {
  return node.distances.flatMap((distance, j) => {
    const pointer = `/numa_nodes/${i}/distances/${j}`;
    if (i === j && distance !== SLIT_LOCAL) {
      const message = `a node's distance to itself is ${SLIT_LOCAL}, not ${distance}`;
      return [{ pointer, code: 'numa_node.distance_to_itself', message }];
    }
    if (distance >= SLIT_LOCAL && distance <= SLIT_UNREACHABLE) return [];
    const message = `a distance is ${SLIT_LOCAL} to ${SLIT_UNREACHABLE}, not ${distance}`;
    return [{ pointer, code: 'numa_node.distance_out_of_range', message }];
  });
}
