import type { Bridge } from '../../inventory/inventory';
import type { NicPath } from '../../io-path/nic-path';
import type { NicHostRule } from '../nic-rule';

/**
 * A port that a bridge carries needs one of the right datapath on its network: the agent of an OVS-DPDK host makes
 * every normal port a vhost-user port, and that of a kernel host none (handbook 0.2, fact 2).
 */
export const bridgeOnNetwork: NicHostRule = {
  name: 'bridge-on-network',
  reject(path, nic, { inventory: { bridges } }) {
    const wanted = path.needs.bridge;
    if (wanted === null || bridges.some((bridge) => carries(bridge, wanted, nic.physicalNetwork))) return null;
    const required = `a ${wanted === 'kernel' ? 'kernel-datapath' : 'netdev (DPDK)'} bridge on ${nic.physicalNetwork ?? 'any network'}`;
    if (!bridges.some((bridge) => reaches(bridge, nic.physicalNetwork))) {
      return { code: 'network.no_bridge', required, available: 'none' };
    }
    return wanted === 'kernel'
      ? { code: 'network.bridge_is_dpdk', required, available: 'a netdev (DPDK) bridge' }
      : { code: 'network.bridge_is_kernel', required, available: 'a kernel-datapath bridge' };
  },
};

/** The bridges that can carry a port on this path, by datapath and physical network; none for paths without a bridge. */
export function bridgesFor(
  { needs: { bridge: wanted } }: NicPath,
  bridges: readonly Bridge[],
  physicalNetwork: string | null,
): readonly Bridge[] {
  return wanted === null ? [] : bridges.filter((bridge) => carries(bridge, wanted, physicalNetwork));
}

function carries(bridge: Bridge, wanted: 'kernel' | 'dpdk', physicalNetwork: string | null): boolean {
  return bridge.datapath === (wanted === 'kernel' ? 'system' : 'netdev') && reaches(bridge, physicalNetwork);
}

/** Nova compares names without case; null, a tunnelled network, is reached by any bridge. */
function reaches(bridge: Bridge, physicalNetwork: string | null): boolean {
  if (physicalNetwork === null || bridge.physicalNetwork === physicalNetwork) return true;
  return bridge.physicalNetwork?.toLowerCase() === physicalNetwork.toLowerCase();
}
