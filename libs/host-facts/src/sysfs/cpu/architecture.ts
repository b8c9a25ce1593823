import type { HostTree } from '../../tree/host-tree';
import { attributeOf, firstValues } from '../attributes';
import { hwlocInfo } from '../kernel/hwloc-info';
import { kernelRelease } from '../kernel/kernel.probe';

const HEAD_CHARACTERS = 16 * 1024;

/** Names of `uname -m` that Nova runs on; kernels of Debian call the first two after their packages. */
const BY_RELEASE: readonly (readonly [RegExp, string])[] = [
  [/[.-](x86_64|amd64)\b/, 'x86_64'],
  [/[.-](aarch64|arm64)\b/, 'aarch64'],
  [/[.-](ppc64le|powerpc64le|ppc64el)\b/, 'ppc64le'],
  [/[.-]s390x\b/, 's390x'],
];

/** What `/proc/cpuinfo` looks like on each; it does not name the architecture. */
const BY_CPUINFO: readonly (readonly [(cpuinfo: ReadonlyMap<string, string>) => boolean, string])[] = [
  [(cpu) => / lm /.test(` ${cpu.get('flags') ?? ''} `), 'x86_64'],
  [(cpu) => cpu.has('flags') && cpu.has('cpu family'), 'i686'],
  [(cpu) => cpu.has('CPU implementer') && Number(cpu.get('CPU architecture')) >= 8, 'aarch64'],
  [(cpu) => cpu.get('vendor_id') === 'IBM/S390', 's390x'],
  [(cpu) => /^rv64/.test(cpu.get('isa') ?? ''), 'riscv64'],
];

/** Its name as `uname -m` gives it, and whether that is inferred; null when nothing tells. */
export function architectureOf(tree: HostTree): { readonly name: string; readonly inferred: string | null } | null {
  const told = attributeOf(tree, '/proc/sys/kernel/arch') ?? hwlocInfo(tree).get('Architecture') ?? '';
  if (told !== '') return { name: told, inferred: null };
  const release = kernelRelease(tree) ?? '';
  const byRelease = BY_RELEASE.find(([shape]) => shape.test(release))?.[1];
  if (byRelease !== undefined) return { name: byRelease, inferred: 'by the release of the kernel' };
  const cpuinfo = firstValues(cpuinfoHead(tree), ':');
  const byCpuinfo = BY_CPUINFO.find(([isOf]) => isOf(cpuinfo))?.[1];
  if (byCpuinfo !== undefined) return { name: byCpuinfo, inferred: 'by the shape of /proc/cpuinfo' };
  if (/^POWER\d/.test(cpuinfo.get('cpu') ?? '')) {
    return { name: 'ppc64le', inferred: 'by the shape of /proc/cpuinfo, little endian as Linux distributions are' };
  }
  if (/^cpu:type:x86/.test(attributeOf(tree, '/sys/devices/system/cpu/modalias') ?? '')) {
    return { name: 'x86_64', inferred: 'by the alias of its CPU driver, 64 bits as hosts are' };
  }
  return null;
}

/** The first CPUs' paragraphs: the others say the same, and of 512 CPUs they are a MiB. */
export function cpuinfoHead(tree: HostTree): string {
  return (tree.read('/proc/cpuinfo') ?? '').slice(0, HEAD_CHARACTERS);
}
