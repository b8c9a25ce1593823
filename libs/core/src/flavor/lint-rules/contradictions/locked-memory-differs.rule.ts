import type { ContradictionRule } from '../../lint/contradiction-rule';
import { remove } from '../../lint/lint-fix';

export const lockedMemoryDiffers: ContradictionRule = {
  exception: 'FlavorImageLockedMemoryConflict',
  rule: 'Flavor and image say the same of locked memory, where both speak of it.',
  source: 'nova/virt/hardware.py get_locked_memory_constraint',
  fixes: (_given, { pointer }) => [[remove(pointer)]],
};
