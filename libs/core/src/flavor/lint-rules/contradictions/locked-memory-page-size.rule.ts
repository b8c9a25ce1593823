import { extraSpecPointer } from '../../../nova/nova-refusal';
import type { ContradictionRule } from '../../lint/contradiction-rule';
import { remove, set } from '../../lint/lint-fix';

export const lockedMemoryPageSize: ContradictionRule = {
  exception: 'LockMemoryForbidden',
  rule: 'Locked memory needs a page size, be it `small`.',
  source: 'nova/virt/hardware.py get_locked_memory_constraint',
  fixes: () => [[set(extraSpecPointer('hw:mem_page_size'), 'small')], [remove(extraSpecPointer('hw:locked_memory'))]],
};
