import type { FactSource } from './host-sources';

/** Kinds of contradiction between sources; drift shows them. */
export const MERGE_WARNINGS = {
  'pf.physical_network_differs': "The PF's physical network is another one in the agent's device_mappings.",
  'bridge.physical_network_differs': "The bridge's physical network is another one in the agent's bridge_mappings.",
  'reserved.exceeds_total': 'Placement keeps back more than was put: the put reservation stays.',
  'totals.differ': 'Placement counts another amount than follows from what was put: one of the two is out of date.',
  'pci_device.not_put': 'Placement has a provider for a PCI device that was not put.',
  'compute_service.absent': 'Nova knew this host and does so no more.',
} as const;
export type MergeWarningCode = keyof typeof MERGE_WARNINGS;

/** Two sources contradict each other. */
export interface MergeWarning {
  readonly code: MergeWarningCode;
  /** What it is about, as a path in the inventory document. */
  readonly subject: string;
  /** What the merged inventory says. */
  readonly kept: string;
  readonly other: string;
  /** Who says the other. */
  readonly source: FactSource;
}
