import type { Bridge } from '../../inventory/inventory';
import type { NicHostRule } from '../nic-rule';

/** A software port needs a kernel-datapath bridge on its network; an OVS-DPDK bridge would make it a vhost-user port. */
export const bridgeOnNetwork: NicHostRule = {
  name: 'bridge-on-network',
  reject(path, nic, { inventory }) {
    if (!path.needs.bridge) return null;
    const onNetwork = bridgesOn(inventory.bridges, nic.physicalNetwork);
    if (onNetwork.some((bridge) => bridge.datapath === 'system')) return null;
    const required = `a kernel-datapath bridge on ${nic.physicalNetwork ?? 'any network'}`;
    return onNetwork.length > 0
      ? { code: 'network.bridge_is_dpdk', required, available: 'a netdev (DPDK) bridge' }
      : { code: 'network.no_bridge', required, available: 'none' };
  },
};

/** The bridges that reach a physical network (Nova compares names without case); null, a tunnelled network, is reached by any. */
export function bridgesOn(bridges: readonly Bridge[], physicalNetwork: string | null): readonly Bridge[] {
  if (physicalNetwork === null) return bridges;
  const wanted = physicalNetwork.toLowerCase();
  return bridges.filter((bridge) => bridge.physicalNetwork?.toLowerCase() === wanted);
}
