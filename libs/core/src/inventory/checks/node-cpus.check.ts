import type { Fault } from '../../fault';
import { formatCpuSet } from '../cpu-set';
import { subtractCpus } from '../cpu-set-algebra';
import type { Inventory, NumaNode } from '../inventory';

/**
 * Node ids name one node each, a CPU is in one node, and its siblings are threads of one core, so they are
 * in the node with it and in no other group (Linux, `Documentation/admin-guide/cputopology.rst`).
 */
export function checkNodeCpus({ numaNodes }: Inventory): readonly Fault[] {
  return [...repeatedIds(numaNodes), ...cpusInTwoNodes(numaNodes), ...numaNodes.flatMap(siblings)];
}

function repeatedIds(nodes: readonly NumaNode[]): Fault[] {
  const seen = new Set<number>();
  const faults: Fault[] = [];
  nodes.forEach(({ id }, i) => {
    if (seen.has(id)) {
      faults.push({
        pointer: `/numa_nodes/${i}/id`,
        code: 'numa_node.id_duplicate',
        message: `NUMA node ${id} is listed before already`,
      });
    }
    seen.add(id);
  });
  return faults;
}

/** Remembers the first node of each CPU: a walk over pairs of nodes would be slow on a hostile document. */
function cpusInTwoNodes(nodes: readonly NumaNode[]): Fault[] {
  const firstNode = new Map<number, number>();
  return nodes.flatMap(({ id, cpus }, i) => {
    const elsewhere = cpus.filter((cpu) => firstNode.has(cpu));
    for (const cpu of cpus) if (!firstNode.has(cpu)) firstNode.set(cpu, id);
    const earlier = [...new Set(elsewhere.map((cpu) => firstNode.get(cpu)))];
    if (elsewhere.length === 0) return [];
    const message = `CPU ${formatCpuSet(elsewhere)} is in NUMA node ${earlier.join(', ')} and in node ${id}`;
    return [{ pointer: `/numa_nodes/${i}/cpus`, code: 'numa_node.cpu_in_two_nodes', message }];
  });
}

function siblings(node: NumaNode, i: number): Fault[] {
  const grouped = new Set<number>();
  return node.siblings.flatMap((group, j) => {
    const pointer = `/numa_nodes/${i}/siblings/${j}`;
    const outside = subtractCpus(group, node.cpus);
    const again = group.filter((cpu) => {
      const seen = grouped.has(cpu);
      grouped.add(cpu);
      return seen;
    });
    const faults: Fault[] = [];
    if (group.length === 0) {
      faults.push({ pointer, code: 'numa_node.siblings_empty', message: 'a sibling group names no CPU' });
    }
    if (outside.length > 0) {
      const message = `CPU ${formatCpuSet(outside)} is not in NUMA node ${node.id}, whose siblings are listed here`;
      faults.push({ pointer, code: 'numa_node.sibling_outside_node', message });
    }
    if (again.length > 0) {
      const message = `CPU ${again.join(', ')} is in a sibling group already`;
      faults.push({ pointer, code: 'numa_node.sibling_in_two_groups', message });
    }
    return faults;
  });
}
