import type { Explanation, RefusedBy } from '../planning/decision';
import { explainedHost } from '../planning/explanation/explained-host';
import type { Blocker } from './path-card';

/**
 * What keeps hosts from carrying one device on its one path, the most common first: the first refusal of the host as a
 * whole, or else of the path. What is against the other devices of the VM is left out.
 */
export function blockersOf(explanation: Explanation, device: string): readonly Blocker[] {
  const found = new Map<string, { hosts: number; readonly first: RefusedBy }>();
  for (const [lists, positions] of alikePositions(explanation)) {
    const { blocking, paths } = explainedHost(explanation, lists);
    const first = blocking[0] ?? paths.find(({ subject }) => subject === device)?.blocking[0];
    if (first === undefined) continue;
    const known = found.get(first.code);
    if (known === undefined) found.set(first.code, { hosts: positions, first });
    else known.hosts += positions;
  }
  return [...found.values()]
    .map(({ hosts, first: { code, required, available } }) => ({ code, hosts, required, available }))
    .sort((a, b) => b.hosts - a.hosts || (a.code < b.code ? -1 : 1));
}

/** Of the hosts with the same refusals the first one's position, with how many they are. */
function alikePositions({ hosts, hostListOf, pathListOf }: Explanation): readonly (readonly [number, number])[] {
  const byLists = new Map<string, [number, number]>();
  for (const position of hosts.keys()) {
    const key = `${hostListOf[position]},${pathListOf[position]}`;
    const alike = byLists.get(key);
    if (alike === undefined) byLists.set(key, [position, 1]);
    else alike[1]++;
  }
  return [...byLists.values()];
}
