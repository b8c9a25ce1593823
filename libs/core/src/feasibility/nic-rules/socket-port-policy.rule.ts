import { isAtLeast, SOCKET_PORTS_SINCE } from '../../nova/openstack-release';
import type { NicPathRule } from '../nic-rule';

/**
 * Ports may carry the policy `socket` from 2024.2 on. Before, only the flavor can say it, for all devices alike, so a
 * flavor, an image or another NIC with another policy makes it impossible to say.
 */
export const socketPortPolicy: NicPathRule = {
  name: 'socket-port-policy',
  reject(path, nic, { policy: { release }, flavorPciPolicy, request }) {
    if (path.takes === 'nothing' || nic.numaAffinityPolicy !== 'socket') return null;
    if (isAtLeast(release, SOCKET_PORTS_SINCE)) return null;
    const stated = [flavorPciPolicy, ...request.nics.map((other) => other.numaAffinityPolicy)];
    if (stated.every((policy) => policy === null || policy === 'socket')) return null;
    return { code: 'release.no_socket_port_policy', required: SOCKET_PORTS_SINCE, available: release };
  },
};
