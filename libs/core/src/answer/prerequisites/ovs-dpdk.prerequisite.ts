import type { PrerequisitesOf } from './prerequisite';

/** The host's agent turns normal ports into vhost-user ports, for all of its bridges alike (handbook 0.2, fact 2). */
export const ovsDpdk: PrerequisitesOf = ({ host, assignment: { nics } }) => {
  if (nics.every(({ path }) => !path.needs.vhostUser)) return [];
  const isMixed = host.inventory.bridges.some(({ datapath }) => datapath === 'system');
  return [
    {
      code: 'host.ovs_dpdk',
      what: isMixed
        ? 'the agent has one datapath for all of its bridges: that it is netdev is not certain beside a kernel bridge'
        : 'normal ports become vhost-user ports where the agent’s datapath is netdev',
      snippet:
        '[ovs]\ndatapath_type = netdev   # in the host’s openvswitch_agent.ini; with OVN: ovn-bridge-datapath-type=netdev',
      met: isMixed ? null : true,
    },
  ];
};
