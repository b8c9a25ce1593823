import { bridgesFor } from '../../feasibility/nic-rules/bridge-on-network.rule';
import type { PrerequisitesOf } from './prerequisite';

/** What switchdev and vDPA ports stand on: the NIC's own switch, and an OVS that puts flows into it (handbook 2.3). */
export const hardwareOffload: PrerequisitesOf = ({ host, assignment: { nics } }, { request }) =>
  nics.flatMap(({ path, pf }, index) => {
    if (pf === null || !path.needs.hardwareOffload) return [];
    const network = request.nics[index]?.physicalNetwork ?? null;
    const offloads = bridgesFor(path, host.inventory.bridges, network).some(({ hwOffload }) => hwOffload === true);
    const { address, ifname } = pf.pf;
    return [
      {
        code: 'host.hardware_offload',
        what: `the PF ${address} is in switchdev mode, and OVS hands flows to it`,
        snippet: [
          `devlink dev eswitch set pci/${address} mode switchdev`,
          `ethtool -K ${ifname ?? '<the PF>'} hw-tc-offload on`,
          'ovs-vsctl set Open_vSwitch . other_config:hw-offload=true   # then restart ovs-vswitchd',
        ].join('\n'),
        met: offloads ? true : null,
      },
    ];
  });
