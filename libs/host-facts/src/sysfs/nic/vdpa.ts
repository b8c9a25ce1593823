import { normalisePciAddress } from '@iopath/core';
import { namesOf } from '../../tree/follow-links';
import type { HostTree } from '../../tree/host-tree';

const VDPA_DEVICES = '/sys/bus/vdpa/devices';

/** Names of vDPA devices by the PCI function that they are on; simulated ones are on none. */
export function vdpaByAddress(tree: HostTree): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of tree.list(VDPA_DEVICES)) {
    const place = tree.linkTarget(`${VDPA_DEVICES}/${name}`) ?? '';
    const address = namesOf(place)
      .map(normalisePciAddress)
      .findLast((one) => one !== null);
    if (address != null && !found.has(address)) found.set(address, name);
  }
  return found;
}
