import { extraSpecPointer } from '../../../nova/nova-refusal';
import { SOCKET_PORTS_SINCE } from '../../../nova/openstack-release';
import { remove, set } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';
import { portPointer } from './port-pointer';

export const socketPolicyTooEarly: LintRule = {
  code: 'port_policy.socket_too_early',
  severity: 'error',
  rule: 'A port may carry `numa_affinity_policy=socket` from 2024.2 on (extension port-numa-affinity-policy-socket); before, only the flavor can say `socket`.',
  source: 'neutron-lib api/definitions/port_numa_affinity_policy_socket.py',
  find: (given) =>
    given.ports.flatMap(({ numaAffinityPolicy }, index) => {
      if (numaAffinityPolicy !== 'socket' || given.since(SOCKET_PORTS_SINCE)) return [];
      const pointer = portPointer(index, 'numa_affinity_policy');
      const byFlavor = set(extraSpecPointer('hw:pci_numa_affinity_policy'), 'socket');
      const message = `Neutron ${given.release} refuses "socket" on a port.`;
      return [{ pointer, message, fixes: [[remove(pointer), byFlavor], [remove(pointer)]] }];
    }),
};
