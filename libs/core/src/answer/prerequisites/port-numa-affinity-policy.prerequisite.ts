import { isAtLeast, SOCKET_PORTS_SINCE } from '../../nova/openstack-release';
import { hasExtension, type PrerequisitesOf } from './prerequisite';

const EXTENSION = 'port-numa-affinity-policy';
/** Ports say `socket` by an extension of its own, from 2024.2 on (handbook 2.2). */
const SOCKET_EXTENSION = 'port-numa-affinity-policy-socket';

/** A port states a NUMA policy only where Neutron's service plugin is on, which it is not by default (handbook 2.2). */
export const portNumaAffinityPolicy: PrerequisitesOf = ({ assignment: { nics, anchor } }, { request, policy }) => {
  const portSaysPolicy = nics.some(({ pf }, index) => pf !== null && request.nics[index]?.numaAffinityPolicy);
  if (!portSaysPolicy || anchor.topology === null) return [];
  const saysSocket =
    isAtLeast(policy.release, SOCKET_PORTS_SINCE) &&
    nics.some(({ pf }, index) => pf !== null && request.nics[index]?.numaAffinityPolicy === 'socket');
  return [
    {
      code: 'neutron.port_numa_affinity_policy',
      what: 'the port attribute numa_affinity_policy needs its service plugin; without it the flavor alone states the policy',
      snippet: '[DEFAULT]\nservice_plugins = <your plugins>,port_numa_affinity_policy',
      met: hasExtension(policy, saysSocket ? SOCKET_EXTENSION : EXTENSION),
    },
  ];
};
