import type { PrerequisitesOf } from './prerequisite';

/** `PciPassthroughFilter` is not in Nova's default list: without it the scheduler sees no device (handbook 0.2, fact 5). */
export const pciPassthroughFilter: PrerequisitesOf = ({ assignment: { nics, disks, aliasDevices } }) => {
  const takesDevice =
    aliasDevices.length > 0 || nics.some(({ pf }) => pf !== null) || disks.some(({ device }) => device !== null);
  if (!takesDevice) return [];
  return [
    {
      code: 'nova.pci_passthrough_filter',
      what: 'the scheduler must look at PCI devices; the filter is not enabled by default',
      snippet: '[filter_scheduler]\nenabled_filters = <your filters>,PciPassthroughFilter',
      met: null,
    },
  ];
};
