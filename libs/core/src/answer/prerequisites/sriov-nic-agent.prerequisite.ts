import { SRIOV_DRIVER } from '../../io-path/nic-path';
import type { PrerequisitesOf } from './prerequisite';

/** The mechanism driver that binds VFs and PFs by the switch in the NIC (handbook 2.1). */
export const sriovNicAgent: PrerequisitesOf = ({ assignment: { nics } }, { policy: { cloud } }) => {
  if (nics.every(({ path }) => path.needs.mechanismDrivers !== SRIOV_DRIVER)) return [];
  const drivers = cloud?.neutronMechanismDrivers ?? null;
  return [
    {
      code: 'neutron.sriov_nic_agent',
      what: 'ports of vnic_type direct, macvtap and direct-physical bind through sriovnicswitch, the former two only where a NIC Switch agent is alive',
      snippet: '[ml2]\nmechanism_drivers = <your drivers>,sriovnicswitch',
      met: drivers === null ? null : drivers.includes('sriovnicswitch'),
    },
  ];
};
