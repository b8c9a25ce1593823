import { factAt } from '../../nova/by-release';
import type { NicPathRule } from '../nic-rule';

/** A port binds only where one of the path's ML2 mechanism drivers is on (handbook 2.1). Asked where the drivers are known. */
export const mechanismDriver: NicPathRule = {
  name: 'mechanism-driver',
  reject(path, _nic, { policy: { cloud, release } }) {
    const known = cloud?.neutronMechanismDrivers ?? null;
    const binding = factAt(path.needs.mechanismDrivers, release);
    if (known === null || binding.some((driver) => known.includes(driver))) return null;
    return {
      code: 'neutron.no_mechanism_driver',
      required: binding.join(' or '),
      available: known.length === 0 ? 'none' : known.join(', '),
    };
  },
};
