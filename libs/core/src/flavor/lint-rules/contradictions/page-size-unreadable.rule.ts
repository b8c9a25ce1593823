import type { ContradictionRule } from '../../lint/contradiction-rule';
import { remove } from '../../lint/lint-fix';

export const pageSizeUnreadable: ContradictionRule = {
  exception: 'MemoryPageSizeInvalid',
  rule: 'A page size has a unit of bytes or bits (`2MB`), or is a bare number of KiB (`2048`).',
  source: 'nova/virt/hardware.py _get_numa_pagesize_constraint',
  fixes: (_given, { pointer }) => [[remove(pointer)]],
};
