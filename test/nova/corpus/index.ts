import { CONFLICTS } from './conflicts.data';
import { EXTRA_SPECS } from './extra-specs.data';
import { MEANINGS } from './meanings.data';
import { MEMORY } from './memory.data';
import { NETWORKS } from './networks.data';
import { PCI } from './pci.data';
import { PFS_AND_VFS } from './pf-vf.data';
import { PINNING } from './pinning.data';
import type { Scenario } from './scenario';

/** Written after the handbook's golden tables: 1.2, 1.5, 2.5, 3.2 to 3.4 and 3.7. */
export const CORPUS: readonly Scenario[] = [
  ...EXTRA_SPECS,
  ...CONFLICTS,
  ...MEANINGS,
  ...PINNING,
  ...MEMORY,
  ...PCI,
  ...PFS_AND_VFS,
  ...NETWORKS,
];
