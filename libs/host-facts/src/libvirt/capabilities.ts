import type { NumaNodeFacts, SettingFacts } from '@iopath/core';
import type { SourceNotes } from '../notes/source-notes';
import { attribute, childNamed, childrenNamed, childText, type XmlElement } from '../xml/xml-element';
import { numaNodeOfCell } from './cells';

export interface CapabilityFacts {
  readonly settings: SettingFacts;
  /** Left out: libvirt tells no topology. */
  readonly numaNodes?: readonly NumaNodeFacts[];
}

/** `virsh capabilities`: what `/capabilities/host` tells of processors, NUMA nodes and the IOMMU. What guests may be, it skips. */
export function factsOfCapabilities(capabilities: XmlElement, notes: SourceNotes): CapabilityFacts {
  const host = childNamed(capabilities, 'host');
  const cpu = childNamed(host, 'cpu');
  const cells = childNamed(childNamed(host, 'topology'), 'cells');
  const nodes = cells === null ? null : distinct(childrenNamed(cells, 'cell'), notes);
  const arch = childText(cpu, 'arch');
  const model = childText(cpu, 'model');
  const smtActive = nodes === null ? null : isSmtActive(nodes);
  const iommu = attribute(childNamed(host, 'iommu'), 'support');
  return {
    settings: {
      cpu: { ...(arch && { arch }), ...(model && { model }), ...(smtActive !== null && { smtActive }) },
      // Whether /sys/kernel/iommu_groups holds any group (`virHostHasIOMMU`): what works, not what was asked for.
      ...((iommu === 'yes' || iommu === 'no') && { iommu: { enabled: iommu === 'yes' } }),
    },
    ...(nodes !== null && { numaNodes: nodes }),
  };
}

function distinct(cells: readonly XmlElement[], notes: SourceNotes): readonly NumaNodeFacts[] {
  const nodes = new Map<number, NumaNodeFacts>();
  for (const cell of cells) {
    const node = numaNodeOfCell(cell, notes);
    if (node === null) continue;
    if (nodes.has(node.id)) notes.warn(`cell ${node.id} is there twice; the first one counts.`);
    else nodes.set(node.id, node);
  }
  return [...nodes.values()];
}

/** Null where siblings are not told. */
function isSmtActive(nodes: readonly NumaNodeFacts[]): boolean | null {
  const told = nodes.filter(({ cpus, siblings }) => (cpus?.length ?? 0) > 0 && siblings !== undefined);
  return told.length === 0 ? null : told.some(({ siblings = [] }) => siblings.length > 0);
}
