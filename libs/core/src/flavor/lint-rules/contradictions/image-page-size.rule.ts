import { extraSpecPointer, imagePropertyPointer } from '../../../nova/nova-refusal';
import type { ContradictionRule } from '../../lint/contradiction-rule';
import { remove, set } from '../../lint/lint-fix';

export const imagePageSize: ContradictionRule = {
  exception: 'MemoryPageSizeForbidden',
  rule: 'An image names a page size only where the flavor has `hw:mem_page_size` `any` or `large`; not even the same size is taken beside a fixed one.',
  source: 'nova/virt/hardware.py _get_numa_pagesize_constraint',
  fixes: (given) => [
    given.spec('hw:mem_page_size') === null
      ? [set(extraSpecPointer('hw:mem_page_size'), 'any')]
      : [remove(imagePropertyPointer('hw_mem_page_size'))],
    [remove(imagePropertyPointer('hw_mem_page_size'))],
  ],
};
