import type { NicHostRule } from '../nic-rule';
import { bridgesFor } from './bridge-on-network.rule';

/**
 * Without `other_config:hw-offload` OVS puts no flow into the NIC, and every packet of the VF goes through the CPU.
 * Where it is not known the answer says that it was supposed, and makes it a prerequisite.
 */
export const hardwareOffload: NicHostRule = {
  name: 'hardware-offload',
  reject(path, nic, { inventory }) {
    if (!path.needs.hardwareOffload) return null;
    const bridges = bridgesFor(path, inventory.bridges, nic.physicalNetwork);
    if (bridges.some((bridge) => bridge.hwOffload !== false)) return null;
    return { code: 'ovs.no_hardware_offload', required: 'OVS with hw-offload=true', available: 'hw-offload off' };
  },
};
