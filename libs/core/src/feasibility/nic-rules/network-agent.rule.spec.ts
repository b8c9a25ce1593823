import { aHostState, anInventory, aNicRequest } from '@iopath/testing';
import type { HostNetworkAgent } from '../../inventory/inventory';
import { NIC_PATHS } from '../../io-path/catalogue';
import type { NicPath } from '../../io-path/nic-path';
import { networkAgent } from './network-agent.rule';

const agent = (agentType: string, alive = true, physicalNetworks = ['physnet1']): HostNetworkAgent => {
  return { agentType, alive, adminStateUp: true, physicalNetworks };
};
const NIC_SWITCH = 'NIC Switch agent';
const OVS = 'Open vSwitch agent';

describe("Neutron's agents on the host (handbook 2.1)", () => {
  it.each<[NicPath['name'], readonly HostNetworkAgent[] | undefined, string | null]>([
    ['sriov_vf', undefined, null],
    ['sriov_vf', [agent(NIC_SWITCH)], null],
    ['sriov_vf', [agent(NIC_SWITCH, true, ['PHYSNET1'])], null],
    ['sriov_vf', [agent(NIC_SWITCH, false)], 'network_agent.dead'],
    ['sriov_vf', [agent(NIC_SWITCH, true, ['physnet2'])], 'network_agent.network_not_mapped'],
    ['sriov_vf', [agent(OVS)], 'network_agent.missing'],
    ['sriov_vf', [], 'network_agent.missing'],
    ['macvtap', [agent(NIC_SWITCH, false)], 'network_agent.dead'],
    ['sriov_vf_switchdev', [agent(NIC_SWITCH)], 'network_agent.missing'],
    ['sriov_vf_switchdev', [agent(OVS)], null],
    ['vdpa', [agent('OVN Controller agent')], null],
    ['virtio', [agent(OVS, true, [])], null],
    ['vhost_net', [agent(OVS, false), agent('OVN Controller agent')], null],
    ['vhost_net', [agent(OVS, false)], 'network_agent.dead'],
    ['emulated', [agent('Linux bridge agent')], null],
    ['vhost_user', [agent(NIC_SWITCH)], 'network_agent.missing'],
    // Neutron binds a whole PF without asking for an agent.
    ['pci_passthrough', [], null],
  ])('%s', (name, networkAgents, code) => {
    const path = NIC_PATHS.find((known) => known.name === name) as NicPath;
    const host = aHostState('compute-1', { inventory: anInventory(networkAgents && { networkAgents }) });

    expect(networkAgent.reject(path, aNicRequest({ physicalNetwork: 'physnet1' }), host)?.code ?? null).toBe(code);
  });
});
