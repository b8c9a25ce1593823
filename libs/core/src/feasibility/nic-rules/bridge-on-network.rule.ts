import type { Bridge } from '../../inventory/inventory';
import type { NicHostRule } from '../nic-rule';

/** A software port needs a kernel-datapath bridge on its network; an OVS-DPDK bridge would make it a vhost-user port. */
export const bridgeOnNetwork: NicHostRule = {
  name: 'bridge-on-network',
  reject(path, nic, { inventory }) {
    if (!path.needs.bridge || inventory.bridges.some((bridge) => carries(bridge, nic.physicalNetwork))) return null;
    const required = `a kernel-datapath bridge on ${nic.physicalNetwork ?? 'any network'}`;
    return inventory.bridges.some((bridge) => reaches(bridge, nic.physicalNetwork))
      ? { code: 'network.bridge_is_dpdk', required, available: 'a netdev (DPDK) bridge' }
      : { code: 'network.no_bridge', required, available: 'none' };
  },
};

/** The bridges of the kernel datapath that reach a physical network. */
export function kernelBridgesOn(bridges: readonly Bridge[], physicalNetwork: string | null): readonly Bridge[] {
  return bridges.filter((bridge) => carries(bridge, physicalNetwork));
}

function carries(bridge: Bridge, physicalNetwork: string | null): boolean {
  return bridge.datapath === 'system' && reaches(bridge, physicalNetwork);
}

/** Nova compares names without case; null, a tunnelled network, is reached by any bridge. */
function reaches(bridge: Bridge, physicalNetwork: string | null): boolean {
  if (physicalNetwork === null || bridge.physicalNetwork === physicalNetwork) return true;
  return bridge.physicalNetwork?.toLowerCase() === physicalNetwork.toLowerCase();
}
