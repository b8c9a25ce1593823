import type { NicPathRule } from '../nic-rule';

/**
 * sriovnicswitch binds VFs and PFs to flat and VLAN networks only (handbook 2.1), so a port without a
 * physical network cannot take one. OVS carries tunnels to the VFs that it sees: those in switchdev mode.
 */
export const tunnelledNetwork: NicPathRule = {
  name: 'tunnelled-network',
  reject: (path, nic) =>
    path.needs.network === 'any' || nic.physicalNetwork !== null
      ? null
      : { code: 'network.tunnelled', required: 'a flat or VLAN network', available: 'no physical_network' },
};
