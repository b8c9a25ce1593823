import { hwlocReader } from '../hwloc/hwloc-reader';
import { ironicReader } from '../ironic/ironic-reader';
import { libvirtReader } from '../libvirt/libvirt-reader';
import { lshwReader } from '../lshw/lshw-reader';
import { lxdReader } from '../lxd/lxd-reader';
import { novaConfReader } from '../nova-conf/nova-conf-reader';
import { sriovNodeStateReader } from '../sriov-nodestate/sriov-nodestate-reader';
import { sysfsReader } from '../sysfs/sysfs-reader';
import { umockdevReader } from '../umockdev/umockdev-reader';
import type { ImportReader } from './import-reader';

/** Every format that can be imported, in the order that the documentation shows them in. */
export const IMPORT_READERS: readonly ImportReader[] = [
  sysfsReader,
  umockdevReader,
  libvirtReader,
  hwlocReader,
  sriovNodeStateReader,
  ironicReader,
  lxdReader,
  novaConfReader,
  lshwReader,
];
