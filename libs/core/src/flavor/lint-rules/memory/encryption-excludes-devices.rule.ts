import { extraSpecPointer, imagePropertyPointer } from '../../../nova/nova-refusal';
import type { LintRule } from '../../lint/lint-rule';
import { isGivenAway } from '../../lint/lint-subject';

export const encryptionExcludesDevices: LintRule = {
  code: 'memory_encryption.with_devices',
  severity: 'error',
  rule: 'Encrypted guest memory (SEV) excludes devices that are given to the guest, by `pci_passthrough:alias` or by a port with a VF or PF; and it excludes suspend and live migration.',
  source: 'Nova, AMD SEV guide',
  find: (given) => {
    const byFlavor = given.isOn('hw:mem_encryption');
    if (!byFlavor && given.property('hw_mem_encryption') !== 'true') return [];
    const port = given.ports.findIndex(isGivenAway);
    const byAlias = given.spec('pci_passthrough:alias') !== null;
    if (port < 0 && !byAlias) return [];
    return [
      {
        pointer: byFlavor ? extraSpecPointer('hw:mem_encryption') : imagePropertyPointer('hw_mem_encryption'),
        message: `${byAlias ? 'The alias' : `Port ${port}`} gives the guest a device, which cannot reach encrypted memory.`,
        fixes: [],
      },
    ];
  },
};
