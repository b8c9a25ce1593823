import type { PrerequisitesOf } from './prerequisite';

/** `NUMATopologyFilter` is not in Nova's default list either (handbook 0.2, fact 5). */
export const numaTopologyFilter: PrerequisitesOf = ({ assignment: { anchor } }) => {
  if (anchor.topology === null) return [];
  return [
    {
      code: 'nova.numa_topology_filter',
      what: 'the scheduler must look at NUMA; the filter is not enabled by default',
      snippet: '[filter_scheduler]\nenabled_filters = <your filters>,NUMATopologyFilter',
      met: null,
    },
  ];
};
