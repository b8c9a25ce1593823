import { readPageSize } from '../../../nova/memory-page-size';
import { extraSpecPointer } from '../../../nova/nova-refusal';
import type { LintRule } from '../../lint/lint-rule';

const KEY = 'hw:mem_page_size';
const SMALLEST_PAGE_KIB = 4;

export const pageSizeNoSuchPage: LintRule = {
  code: 'page_size.no_such_page',
  severity: 'warning',
  rule: 'Pages are powers of two, from 4 KiB up: 4, 2048 and 1048576 KiB on x86-64. No host has pages of another size, so that a flavor asking for them fits nowhere.',
  source: 'nova/virt/hardware.py _numa_cell_supports_pagesize_request',
  find: (given) => {
    const size = readPageSize(given.spec(KEY) ?? '');
    // Nova takes a size of 0 for none.
    if (typeof size !== 'number' || size === 0 || isPage(size)) return [];
    const message = `No host has pages of ${size} KiB.`;
    return [{ pointer: extraSpecPointer(KEY), message, fixes: [] }];
  },
};

function isPage(sizeKib: number): boolean {
  return sizeKib >= SMALLEST_PAGE_KIB && Number.isInteger(Math.log2(sizeKib));
}
