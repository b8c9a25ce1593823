import type { Fault } from '../../fault';
import type { Inventory } from '../inventory';

/** Bridges are known by their names, and a host is in an aggregate or not: neither can be listed twice. */
export function checkNames({ bridges, aggregates }: Inventory): readonly Fault[] {
  const bridgeNames = bridges.map((bridge) => bridge.name);
  return [
    ...repeats(bridgeNames).map((i) => repeated(`/bridges/${i}/name`, 'bridge.name_duplicate', bridgeNames[i])),
    ...repeats(aggregates).map((i) => repeated(`/aggregates/${i}`, 'aggregate.duplicate', aggregates[i])),
  ];
}

/** Positions of names that stand earlier in the list already. */
function repeats(names: readonly string[]): number[] {
  const seen = new Set<string>();
  return names.flatMap((name, i) => {
    const again = seen.has(name);
    seen.add(name);
    return again ? [i] : [];
  });
}

function repeated(pointer: string, code: string, name = ''): Fault {
  return { pointer, code, message: `"${name}" is listed before already` };
}
