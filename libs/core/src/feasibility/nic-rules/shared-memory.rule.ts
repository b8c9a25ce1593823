import type { NicPathRule } from '../nic-rule';

/** The smallest base page of any host, KiB: asking for it is asking for no huge page anywhere. */
const SMALLEST_PAGE_KIB = 4;

/**
 * OVS-DPDK cannot read memory that is made of base pages: a guest that states them boots, and its interface passes no
 * traffic (handbook 1.3). What `any` comes to is seen host by host.
 */
export const sharedMemory: NicPathRule = {
  name: 'shared-memory',
  reject(path, _nic, { topologies: { own } }) {
    if (path.needs.guestMemory !== 'shared') return null;
    const stated = own?.cells[0]?.pageSize ?? null;
    const isSmall = stated === 'small' || (typeof stated === 'number' && stated <= SMALLEST_PAGE_KIB);
    return isSmall ? notShared(typeof stated === 'number' ? `${stated} KiB pages` : 'hw:mem_page_size=small') : null;
  },
};

/** The refusal of guests whose memory the switch could not read. */
export function notShared(available: string) {
  return { code: 'memory.not_shared', required: 'guest memory in huge pages', available };
}
