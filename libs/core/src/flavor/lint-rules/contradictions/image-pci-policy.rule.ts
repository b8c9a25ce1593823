import type { ContradictionRule } from '../../lint/contradiction-rule';
import { remove } from '../../lint/lint-fix';

export const imagePciPolicy: ContradictionRule = {
  exception: 'ImagePCINUMAPolicyForbidden',
  rule: 'Flavor and image say the same of PCI NUMA affinity, where both speak of it.',
  source: 'nova/virt/hardware.py get_pci_numa_policy_constraint',
  fixes: (_given, { pointer }) => [[remove(pointer)]],
};
