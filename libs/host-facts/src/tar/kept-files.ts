const KIB = 1024;

/** Files of sysfs have a page at most; what is larger there is memory of a device. */
const MAX_SYS_BYTES = 64 * KIB;
/** `/proc/interrupts` and `/proc/cpuinfo` of 512 CPUs have some MiB. */
const MAX_PROC_BYTES = 8 * KIB * KIB;
/** `nova.conf` with all its comments has half a MiB. */
const MAX_ETC_BYTES = 1024 * KIB;

/** Folders of the top of sysfs, for archives that are of `/sys` alone. */
const TOP_OF_SYSFS: ReadonlySet<string> = new Set(['devices', 'class', 'bus', 'block', 'kernel', 'module']);

/** Configuration of Nova and Neutron, the host's name, what is mounted. */
const OF_ETC: ReadonlySet<string> = new Set(['nova', 'neutron', 'kolla', 'hostname', 'mtab']);

/** Outputs of `dmesg`, and of what the collector would ask the host. */
const OF_SOS: ReadonlySet<string> = new Set(['kernel', 'networking', 'openvswitch', 'virsh', 'libvirt']);

/** Folders that a capture puts a host into, and one more. */
const MAX_DEPTH_OF_TOP = 7;

/** Process folders have nothing that is read, and thousands of files. */
const OF_PROCESSES = /^\d+$/;

/**
 * How many bytes of a file are read, by where it lies below the host's root: what is read by nobody is not kept. Wherever in
 * the archive that root is.
 *
 * @returns null when it is not kept.
 */
export function bytesKept(
  names: readonly string[],
): { readonly most: number; readonly whenLonger: 'cut' | 'skip' } | null {
  const at = names.findIndex((name) => name === 'sys' || name === 'proc' || name === 'etc' || name === 'sos_commands');
  const below = names[at + 1] ?? '';
  if (at < 0)
    return names.slice(0, MAX_DEPTH_OF_TOP).some((name) => TOP_OF_SYSFS.has(name))
      ? { most: MAX_SYS_BYTES, whenLonger: 'skip' }
      : null;
  switch (names[at]) {
    case 'sys':
      return { most: MAX_SYS_BYTES, whenLonger: 'skip' };
    case 'proc':
      return OF_PROCESSES.test(below) && below !== '1' ? null : { most: MAX_PROC_BYTES, whenLonger: 'cut' };
    case 'etc':
      return OF_ETC.has(below) ? { most: MAX_ETC_BYTES, whenLonger: 'skip' } : null;
    default:
      return OF_SOS.has(below) ? { most: MAX_SYS_BYTES, whenLonger: 'cut' } : null;
  }
}
