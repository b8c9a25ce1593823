import { isAtLeast } from '../../nova/openstack-release';
import type { NicPathRule } from '../nic-rule';

/**
 * Ports may carry the policy `socket` from 2024.2 on (extension port-numa-affinity-policy-socket). Before, only the
 * flavor can say it, for all devices alike, so another NIC with another policy makes it impossible to say.
 */
export const socketPortPolicy: NicPathRule = {
  name: 'socket-port-policy',
  reject(path, nic, { policy, request }) {
    if (path.takes === 'nothing' || nic.numaAffinityPolicy !== 'socket' || isAtLeast(policy.release, '2024.2'))
      return null;
    if (request.nics.every((other) => (other.numaAffinityPolicy ?? 'socket') === 'socket')) return null;
    return { code: 'release.no_socket_port_policy', required: '2024.2', available: policy.release };
  },
};
