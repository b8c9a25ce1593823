import type { Bridge, HostNetworkAgent, PhysicalFunction } from '../../inventory/inventory';
import type { MergeWarning } from './merge-warning';
import type { NeutronHostAgent, NeutronHostFacts } from './host-sources';

/** Agents as rules read them: which physical networks each serves, by devices or bridges. */
export function agentsIn({ agents }: NeutronHostFacts): readonly HostNetworkAgent[] {
  return agents.map(({ agentType, alive, adminStateUp, deviceMappings, bridgeMappings }) => ({
    agentType,
    alive,
    adminStateUp,
    physicalNetworks: [...new Set([...Object.keys(deviceMappings), ...Object.keys(bridgeMappings)])].sort(),
  }));
}

/** Fills physical networks of PFs from `device_mappings`, by interface name; tells where they contradict what was put. */
export function withPfNetworks(
  pfs: readonly PhysicalFunction[],
  { agents }: NeutronHostFacts,
  warn: (warning: MergeWarning) => void,
): readonly PhysicalFunction[] {
  const networksOf = namesByTarget(agents, ({ deviceMappings }) => Object.entries(deviceMappings));
  return pfs.map((pf) => {
    const networks = (pf.ifname === null ? undefined : networksOf.get(pf.ifname)) ?? [];
    const [first] = networks;
    if (first === undefined || isAmong(pf.physicalNetwork, networks)) return pf;
    if (pf.physicalNetwork === null) return networks.length === 1 ? { ...pf, physicalNetwork: first } : pf;
    warn({
      code: 'pf.physical_network_differs',
      subject: `pfs/${pf.address}`,
      kept: pf.physicalNetwork,
      other: networks.join(', '),
      source: 'neutron',
    });
    return pf;
  });
}

/** Fills physical networks of bridges from `bridge_mappings`, by name; tells where they contradict what was put. */
export function withBridgeNetworks(
  bridges: readonly Bridge[],
  { agents }: NeutronHostFacts,
  warn: (warning: MergeWarning) => void,
): readonly Bridge[] {
  const networksOf = namesByTarget(agents, ({ bridgeMappings }) =>
    Object.entries(bridgeMappings).map(([network, bridge]) => [network, [bridge]] as const),
  );
  return bridges.map((bridge) => {
    const networks = networksOf.get(bridge.name) ?? [];
    const [first] = networks;
    if (first === undefined || isAmong(bridge.physicalNetwork, networks)) return bridge;
    if (bridge.physicalNetwork === null) return networks.length === 1 ? { ...bridge, physicalNetwork: first } : bridge;
    warn({
      code: 'bridge.physical_network_differs',
      subject: `bridges/${bridge.name}`,
      kept: bridge.physicalNetwork,
      other: networks.join(', '),
      source: 'neutron',
    });
    return bridge;
  });
}

/** Interface or bridge -> the physical networks that it is mapped to, sorted. */
function namesByTarget(
  agents: readonly NeutronHostAgent[],
  mappingsOf: (agent: NeutronHostAgent) => readonly (readonly [string, readonly string[]])[],
): ReadonlyMap<string, readonly string[]> {
  const networksOf = new Map<string, string[]>();
  for (const [network, targets] of agents.flatMap(mappingsOf)) {
    for (const target of targets) networksOf.set(target, [...(networksOf.get(target) ?? []), network].sort());
  }
  return networksOf;
}

/** Nova and Neutron compare names of physical networks without case. */
function isAmong(name: string | null, names: readonly string[]): boolean {
  return name !== null && names.some((other) => other.toLowerCase() === name.toLowerCase());
}
