import { SRIOV_DRIVER } from '../../io-path/nic-path';
import type { PrerequisitesOf } from './prerequisite';

/** A VF's port is bound only while the agent on its host is alive; a whole PF's is bound without one (handbook 2.1). */
export const nicSwitchAgent: PrerequisitesOf = ({ host, assignment: { nics } }) => {
  const pfs = nics.flatMap(({ path, pf }) =>
    pf !== null && path.takes === 'vf' && path.needs.mechanismDrivers === SRIOV_DRIVER ? [pf.pf] : [],
  );
  const mappings = pfs.map(({ physicalNetwork, ifname, address }) => `${physicalNetwork}:${ifname ?? address}`);
  if (mappings.length === 0) return [];
  return [
    {
      code: 'neutron.nic_switch_agent',
      what: `a NIC Switch agent is alive on ${host.hostName} and maps the physical network to the PF; Nova places the VM without it, and the binding then fails`,
      snippet: `[sriov_nic]\nphysical_device_mappings = ${[...new Set(mappings)].join(',')}`,
      met: null,
    },
  ];
};
