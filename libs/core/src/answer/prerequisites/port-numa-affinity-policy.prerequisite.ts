import type { PrerequisitesOf } from './prerequisite';

/** A port states a NUMA policy only where Neutron's service plugin is on, which it is not by default (handbook 2.2). */
export const portNumaAffinityPolicy: PrerequisitesOf = ({ assignment: { nics, anchor } }, { request }) => {
  const portSaysPolicy = nics.some(({ pf }, index) => pf !== null && request.nics[index]?.numaAffinityPolicy);
  if (!portSaysPolicy || anchor.topology === null) return [];
  return [
    {
      code: 'neutron.port_numa_affinity_policy',
      what: 'the port attribute numa_affinity_policy needs its service plugin; without it the flavor alone states the policy',
      snippet: '[DEFAULT]\nservice_plugins = <your plugins>,port_numa_affinity_policy',
      met: null,
    },
  ];
};
