import type { Comparison } from './compare';

/** A case in which the core answers otherwise than Nova's code, on purpose or for want of better. */
export interface KnownDifference {
  readonly name: string;
  /** Bug number or other source, and who is right. */
  readonly because: string;
  readonly recognises: (comparison: Comparison) => boolean;
}

/**
 * Every difference by name. A run counts how often each was met; one that is met by no case of a long run has gone and
 * should be taken out.
 */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    name: 'vfs-of-one-pool-first',
    because:
      'Several VFs and a whole PF for one VM: Nova empties the pool that it began with, so that all VFs come of one PF where ' +
      'they can, and another PF is left. The core supposes that each VF may come of any PF (nova-fit/port-requests.ts).',
    recognises: ({ own, nova, question: { ports } }) =>
      own.refusal === null &&
      own.placement === null &&
      nova.fits &&
      ports.some((port) => port.vnic_type === 'direct-physical') &&
      ports.filter((port) => ['direct', 'macvtap', 'vdpa'].includes(port.vnic_type)).length > 1,
  },
  {
    name: 'pool-order-of-unlike-policies',
    because:
      'Ports of one network with different NUMA policies: a lenient one may be given the only device of a strict one, if its ' +
      'pool comes first. The order of the pools is that in which the host listed its devices; the core refuses what only ' +
      'some orders serve (nova-fit/port-requests.ts).',
    recognises: ({ own, nova, question: { ports } }) => {
      const policies = ports.filter((port) => port.vnic_type !== 'normal').map((port) => port.numa_affinity_policy);
      return own.refusal === null && own.placement === null && nova.fits && new Set(policies).size > 1;
    },
  },
  {
    name: 'alias-of-nic-functions',
    because:
      'A flavor alias that matches VFs or PFs of NICs, beside ports that take some too: each port must be left its device ' +
      'whichever one Nova takes for the alias, alias devices are judged one by one, and the first placement that does not ' +
      'suffice refuses the host (planning/devices/assignment.ts). Nova may find a later placement.',
    recognises: ({ own, nova, question }) =>
      own.refusal === null &&
      own.placement === null &&
      nova.fits &&
      question.ports.some((port) => port.vnic_type !== 'normal') &&
      /\b[vp]f:/.test(question.flavor.extra_specs['pci_passthrough:alias'] ?? ''),
  },
  {
    name: 'unchecked-cell',
    because:
      'Bug 1978372’s cache of cell pairs knows a guest cell by the id of the host cell on which it fitted last, so that ' +
      'guest cells which are not alike are taken at each other’s word. Nova then accepts a placement of which it never ' +
      'asked whether each cell has room. The core refuses such a host rather than promise it.',
    recognises: ({ own, nova, asymmetric }) =>
      asymmetric && own.refusal === null && own.placement === null && nova.fits && nova.every_cell_holds === false,
  },
  {
    name: 'vdpa-without-locked-memory',
    because:
      'A flavor that says hw:locked_memory=false beside a vDPA port: Nova asks no further, and QEMU then cannot pin the ' +
      'guest’s memory for the NIC (handbook 4.1). The core refuses the path.',
    recognises: ({ own, nova, question }) =>
      own.refusal === null &&
      own.placement === null &&
      nova.fits &&
      question.ports.some((port) => port.vnic_type === 'vdpa') &&
      question.flavor.extra_specs['hw:locked_memory'] === 'false',
  },
];

/** The same for one extra spec by itself. */
export interface KnownExtraSpecDifference {
  readonly name: string;
  readonly because: string;
  readonly recognises: (extraSpec: {
    readonly value: string;
    readonly core: boolean;
    readonly nova: boolean;
  }) => boolean;
}

export const KNOWN_EXTRA_SPEC_DIFFERENCES: readonly KnownExtraSpecDifference[] = [
  {
    name: 'digits-of-other-scripts',
    because:
      'Python reads any Unicode digit as one, in int() and in \\d, so Nova stores hw:numa_nodes=\uff12. The core takes ' +
      'ASCII digits only: what libvirt and others make of the rest nobody has tried.',
    recognises: ({ value, core, nova }) => nova && !core && /\p{Nd}/u.test(value.replace(/[0-9]/g, '')),
  },
];
