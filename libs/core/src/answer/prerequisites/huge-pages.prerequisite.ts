import { pinsOf } from '../../nova-fit/host-fit';
import type { PrerequisitesOf } from './prerequisite';

/** x86 and most others have base pages of 4 KiB; nothing has to be set up for these. */
const BASE_PAGE_KIB = 4;

/** Huge pages are there from the boot of the host: made later they are too few on some node (handbook 5.3). */
export const hugePages: PrerequisitesOf = ({ host, assignment: { anchor } }) => {
  const sizes = new Set(anchor.fit === null ? [] : pinsOf(anchor.fit).map(({ pageSizeKib }) => pageSizeKib));
  return [...sizes]
    .filter((sizeKib) => sizeKib > BASE_PAGE_KIB)
    .map((sizeKib) => {
      const perNode = host.cells.map(({ id, pages }) => {
        const total = pages.find((pool) => pool.sizeKib === sizeKib)?.total ?? 0;
        return `echo ${total} > /sys/devices/system/node/node${id}/hugepages/hugepages-${sizeKib}kB/nr_hugepages`;
      });
      return {
        code: 'host.huge_pages',
        what: `pages of ${sizeKib} KiB on each NUMA node of ${host.hostName}, set up at its boot`,
        snippet: perNode.join('\n'),
        met: true,
      };
    });
};
