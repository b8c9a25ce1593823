import type { InventoryFacts, NumaNodeFacts, SettingFacts } from '@iopath/core';
import type { HostTree } from '../tree/host-tree';
import { coreFacts } from './cpu/cores.probe';
import { cpuFacts } from './cpu/cpu.probe';
import { interruptVirtualisation } from './kernel/interrupt-virtualisation.probe';
import { iommuFacts } from './kernel/iommu.probe';
import { kernelFacts } from './kernel/kernel.probe';
import { numaNodes } from './memory/numa-nodes.probe';
import { isNetworkFunction, nicFacts } from './nic/nics.probe';
import { pciDeviceFacts } from './pci/pci-devices.probe';
import { pciFunctions } from './pci/pci-functions';
import { sriovRelations } from './pci/sriov';
import { TreeNotes } from './tree-notes';

/** What no file of `/sys` or `/proc` tells: it takes a program, an ioctl or opening a device. */
const TOLD_ELSEWHERE: readonly (readonly [fact: string, detail: string])[] = [
  ['vhost.net', 'whether /dev/vhost-net opens'],
  ['vhost.user', 'the datapath of Open vSwitch'],
  ['vhost.vdpa', 'whether /dev/vhost-vdpa-* opens'],
  ['vfio', 'whether /dev/vfio/vfio opens'],
  ['versions.qemu', 'qemu-system-* --version'],
  ['versions.libvirt', 'libvirtd --version'],
  ['pfs.combined_queues_max', 'ethtool -l'],
  ['pfs.hw_tc_offload', 'ethtool -k'],
  ['pfs.firmware_version', 'ethtool -i'],
  ['pfs.eswitch_mode', 'devlink dev eswitch show'],
];

/**
 * Everything that the files of `/sys` and `/proc` tell of a host, whoever holds them: the machine itself, a captured tree.
 * Throws nothing: what is missing or makes no sense is left out and noted. Lists are left out where the tree has no such
 * folder, so that a capture of CPUs alone does not say that there are no NICs.
 */
export function readSysfs(tree: HostTree): InventoryFacts {
  const notes = new TreeNotes(() => tree.denied);
  const nodes = numaNodes(tree, notes)?.map((node): NumaNodeFacts => ({
    ...node,
    ...coreFacts(tree, node.cpus ?? [], notes),
  }));
  const functions = pciFunctions(tree, notes);
  const relations = sriovRelations(tree, functions, notes);
  const settings = settingFacts(tree, functions, notes);
  const { pfs, orphans } = nicFacts(tree, functions, relations, notes);
  const others = functions.filter((fn) => !isNetworkFunction(fn));
  const devices = pciDeviceFacts(tree, others, relations, notes);
  for (const [fact, detail] of TOLD_ELSEWHERE) notes.unseen(fact, detail);
  return {
    source: 'sysfs',
    observedAtMs: null,
    settings,
    ...(nodes && { numaNodes: nodes }),
    ...(functions.length > 0 && { pfs, pciDevices: [...devices, ...orphans] }),
    ...notes.all,
  };
}

function settingFacts(tree: HostTree, functions: Parameters<typeof iommuFacts>[1], notes: TreeNotes): SettingFacts {
  const { release, commandLine } = kernelFacts(tree, notes);
  return {
    ...(release !== null && { versions: { kernel: release } }),
    ...(commandLine !== null && { kernelCommandLine: commandLine }),
    cpu: { ...cpuFacts(tree, notes), ...interruptVirtualisation(tree, notes) },
    iommu: iommuFacts(tree, functions, notes),
  };
}
