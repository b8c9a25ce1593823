import { pciNodeAllowed, type CellState } from '@iopath/core';
import type { ScenarioPciRequest, ScenarioPool } from './scenario';

/**
 * Devices picked one after another, nearest first, each PF and its VFs excluding each other; null when some is missing.
 *
 * @param taken Devices that went to somebody before.
 */
export function devicesFor(
  requests: readonly ScenarioPciRequest[],
  pools: readonly ScenarioPool[],
  nodes: readonly number[] | null,
  cells: readonly CellState[],
  taken: readonly ScenarioPool[] = [],
): readonly ScenarioPool[] | null {
  const left = pools.flatMap((pool) => Array.from({ length: pool.count }, () => pool));
  for (const device of taken) left.splice(left.indexOf(device), 1);
  const given: ScenarioPool[] = [];
  for (const request of requests) {
    for (let i = 0; i < request.count; i++) {
      const able = left.filter(
        (device) =>
          matches(request, device) &&
          ![...taken, ...given].some((other) => excludes(other, device)) &&
          pciNodeAllowed(request.numa_policy, device.numa_node, nodes, cells),
      );
      const nearest = able.sort((a, b) => distance(a, nodes) - distance(b, nodes))[0];
      if (nearest === undefined) return null;
      left.splice(left.indexOf(nearest), 1);
      given.push(nearest);
    }
  }
  return given;
}

function matches({ spec }: ScenarioPciRequest, device: ScenarioPool): boolean {
  const tag = (name: string): string => {
    const value = device[name] ?? (name === 'remote_managed' ? false : '');
    return typeof value === 'string' || typeof value === 'boolean' ? `${value}`.toLowerCase() : '';
  };
  const isAskedFor = (type: string): boolean => spec['dev_type'] === type || device.dev_type !== type;
  if (!isAskedFor('type-PF') || !isAskedFor('vdpa')) return false;
  if (tag('remote_managed') === 'true' && spec['remote_managed']?.toLowerCase() !== 'true') return false;
  return Object.entries(spec).every(([name, value]) => tag(name) === value.toLowerCase());
}

function excludes(a: ScenarioPool, b: ScenarioPool): boolean {
  const isPfOf = (pf: ScenarioPool, vf: ScenarioPool): boolean =>
    pf.dev_type === 'type-PF' && vf.parent_addr !== undefined && pf.address === vf.parent_addr;
  return isPfOf(a, b) || isPfOf(b, a);
}

function distance({ numa_node: node }: ScenarioPool, nodes: readonly number[] | null): number {
  if (nodes === null || (node !== null && nodes.includes(node))) return 0;
  return node === null ? 1 : 2;
}
