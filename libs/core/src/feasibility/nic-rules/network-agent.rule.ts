import type { HostNetworkAgent } from '../../inventory/inventory';
import type { NicPath } from '../../io-path/nic-path';
import type { NicHostRule } from '../nic-rule';

const NIC_SWITCH_AGENT = 'NIC Switch agent';

/** Types of the agents whose life a mechanism driver asks for (`neutron/plugins/ml2/drivers/`, handbook 2.1). */
const AGENTS_OF_DRIVER: Readonly<Record<string, readonly string[]>> = {
  sriovnicswitch: [NIC_SWITCH_AGENT],
  openvswitch: ['Open vSwitch agent'],
  ovn: ['OVN Controller agent', 'OVN Controller Gateway agent'],
  linuxbridge: ['Linux bridge agent'],
};

/**
 * ML2 binds a port only where an agent of one of its drivers is alive on the host, and one that sriovnicswitch binds only
 * where the agent's device_mappings have its network; else the port is `binding_failed` and the VM is built elsewhere or not
 * at all (handbook 2.1). Asked where a synchronisation has told of the host's agents. A whole PF is bound without an agent.
 */
export const networkAgent: NicHostRule = {
  name: 'network-agent',
  reject(path, nic, { inventory: { networkAgents } }) {
    if (networkAgents === undefined || path.vnicType === 'direct-physical') return null;
    const types = agentTypesFor(path);
    const agents = networkAgents.filter(({ agentType }) => types.includes(agentType));
    const required = `${types.join(' or ')} alive`;
    if (agents.length === 0) return { code: 'network_agent.missing', required, available: typesOf(networkAgents) };
    const alive = agents.filter((agent) => agent.alive);
    if (alive.length === 0) {
      return { code: 'network_agent.dead', required, available: `${typesOf(agents)} dead` };
    }
    const network = nic.physicalNetwork;
    if (network === null || alive.some((agent) => serves(agent, network))) return null;
    return {
      code: 'network_agent.network_not_mapped',
      required: `${network} in device_mappings of the ${NIC_SWITCH_AGENT}`,
      available: alive.flatMap(({ physicalNetworks }) => physicalNetworks).join(', ') || 'no physical network',
    };
  },
};

function agentTypesFor({ needs }: NicPath): readonly string[] {
  const drivers = new Set(needs.mechanismDrivers.flatMap(({ is }) => is));
  return [...drivers].flatMap((driver) => AGENTS_OF_DRIVER[driver] ?? []);
}

/** Of the other agents it is the bridge that decides (`bridge-on-network`). */
function serves({ agentType, physicalNetworks }: HostNetworkAgent, network: string): boolean {
  if (agentType !== NIC_SWITCH_AGENT) return true;
  return physicalNetworks.some((name) => name.toLowerCase() === network.toLowerCase());
}

function typesOf(agents: readonly HostNetworkAgent[]): string {
  return agents.map(({ agentType }) => agentType).join(', ') || 'none';
}
