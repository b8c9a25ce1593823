import { readPageSize } from '../../../nova/memory-page-size';
import { extraSpecPointer } from '../../../nova/nova-refusal';
import { set } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';
import { isVhostUser } from '../../lint/lint-subject';

const KEY = 'hw:mem_page_size';
/** Base pages of x86-64 and of the two kinds of aarch64 kernels. */
const LARGEST_BASE_PAGE_KIB = 64;

export const vhostUserPages: LintRule = {
  code: 'vhost_user.no_huge_pages',
  severity: 'error',
  rule: 'A vhost-user port needs guest memory that the switch shares: huge pages by `hw:mem_page_size` (or `[libvirt]file_backed_memory` on every host). Without them, or with `small`, the server boots and the port passes no traffic; `any` may end on small pages.',
  source: 'nova/virt/libvirt/driver.py _get_guest_memory_backing_config; Neutron, OVS-DPDK guide',
  find: (given) => {
    const port = given.ports.findIndex(isVhostUser);
    const text = given.spec(KEY) ?? '';
    const size = readPageSize(text === 'any' || text === 'large' ? (given.property('hw_mem_page_size') ?? text) : text);
    const huge = size === 'large' || (typeof size === 'number' && size > LARGEST_BASE_PAGE_KIB);
    if (port < 0 || huge) return [];
    return [
      {
        pointer: extraSpecPointer(KEY),
        message: `Port ${port} is vhost-user, and the flavor does not make sure of huge pages.`,
        fixes: [[set(extraSpecPointer(KEY), 'large')]],
      },
    ];
  },
};
