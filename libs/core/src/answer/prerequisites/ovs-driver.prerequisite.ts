import { factAt } from '../../nova/by-release';
import type { PrerequisitesOf } from './prerequisite';

/**
 * vhost-user, vDPA and switchdev ports bind through Open vSwitch only (handbook 2.1). What binds a port of the kernel's
 * datapath is what every other port of the cloud binds through, and not told.
 */
export const ovsDriver: PrerequisitesOf = ({ assignment: { nics } }, { policy: { cloud, release } }) => {
  const asking = nics.find(({ path }) => path.needs.hardwareOffload || path.needs.vhostUser);
  if (asking === undefined) return [];
  const binding = factAt(asking.path.needs.mechanismDrivers, release);
  return [
    {
      code: 'neutron.ovs_driver',
      what: `ports on ${asking.path.name} bind through ${binding.join(' or ')} only`,
      snippet: `[ml2]\nmechanism_drivers = <your drivers>,${binding[0] ?? ''}`,
      // A cloud that is known to have none of them was refused before.
      met: cloud?.neutronMechanismDrivers == null ? null : true,
    },
  ];
};
