import type { HostTree } from '../../tree/host-tree';
import { attributeOf } from '../attributes';
import type { TreeNotes } from '../tree-notes';
import { hwlocInfo } from './hwloc-info';

/** The kernel's release, such as `6.1.0-18-amd64`; null when the tree does not tell. */
export function kernelRelease(tree: HostTree): string | null {
  const told =
    attributeOf(tree, '/proc/sys/kernel/osrelease') ??
    /^Linux version (\S{1,255})/.exec(attributeOf(tree, '/proc/version') ?? '')?.[1] ??
    hwlocInfo(tree).get('OSRelease') ??
    // sosreport: `Linux HOST RELEASE …`.
    /^Linux \S+ (\S{1,255})/.exec(attributeOf(tree, '/sos_commands/kernel/uname_-a') ?? '')?.[1];
  return told === undefined || told === '' ? null : told;
}

/** What the kernel was started with. */
export function kernelCommandLine(tree: HostTree): string | null {
  const line = attributeOf(tree, '/proc/cmdline');
  return line === null || line === '' ? null : line;
}

/** Release and command line, with what is missing noted. */
export function kernelFacts(
  tree: HostTree,
  notes: TreeNotes,
): { readonly release: string | null; readonly commandLine: string | null } {
  const release = kernelRelease(tree);
  const commandLine = kernelCommandLine(tree);
  if (release === null) {
    // GRUB names the image that it started, and distributions name images after releases.
    const booted = /\/vmlinu[xz]-(\S{1,200})/.exec(parametersNamed(commandLine, 'BOOT_IMAGE')[0] ?? '')?.[1];
    if (booted !== undefined) {
      notes.assume('versions.kernel', 'BOOT_IMAGE= of the kernel command line');
      return { release: booted, commandLine };
    }
  }
  if (release === null) notes.unseen('versions.kernel', '/proc/version', '/proc/version');
  if (commandLine === null) notes.unseen('kernel_command_line', '/proc/cmdline', '/proc/cmdline');
  return { release, commandLine };
}

/** Values of a parameter of the command line, in their order: the kernel goes by the last one of most. */
export function parametersNamed(commandLine: string | null, name: string): readonly string[] {
  return (commandLine ?? '')
    .split(/\s+/)
    .filter((word) => word.startsWith(`${name}=`))
    .map((word) => word.slice(name.length + 1));
}
