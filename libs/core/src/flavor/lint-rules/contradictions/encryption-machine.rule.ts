import type { ContradictionRule } from '../../lint/contradiction-rule';
import { set } from '../../lint/lint-fix';

export const encryptionMachine: ContradictionRule = {
  exception: 'InvalidMachineType',
  rule: 'Encrypted memory needs the q35 machine type.',
  source: 'nova/virt/hardware.py get_mem_encryption_constraint',
  fixes: (_given, { pointer }) => [[set(pointer, 'q35')]],
};
