import { constants, gunzipSync } from 'node:zlib';

/** As far as the first tag, key or section is looked for. */
const HEAD_BYTES = 64 * 1024;
const PACKED_HEAD_BYTES = 16 * 1024;
/** Where a tar archive says that it is one (POSIX.1-2017, pax, "ustar Interchange Format"). */
const TAR_MAGIC_AT = 257;

interface Sign {
  readonly format: string;
  readonly sign: RegExp;
}

/** Which element a document of a tool begins with; what stands before it are declarations and comments. */
const XML_ROOTS: readonly Sign[] = [
  { format: 'libvirt', sign: /^(capabilities|device|devices|nodedevs)$/ },
  { format: 'hwloc', sign: /^topology$/ },
  { format: 'lshw', sign: /^(list|node)$/ },
];

/** Words that a text of a tool has and no other one's, the most telling first. */
const TEXT_SIGNS: readonly Sign[] = [
  { format: 'sriov-nodestate', sign: /"?kind"?\s*:\s*"?SriovNetworkNodeState/ },
  { format: 'umockdev', sign: /^P: \/devices\//m },
  { format: 'ironic', sign: /"(?:inventory|numa_topology|bmc_address|system_vendor)"\s*:/ },
  { format: 'ironic', sign: /^\s*\[\s*\[\s*"\w+"\s*,\s*"/ },
  { format: 'lxd', sign: /"(?:gpu|pci|network|storage|usb)"\s*:\s*\{\s*"(?:cards|devices|disks)"/ },
  { format: 'lshw', sign: /"class"\s*:\s*"(?:system|bus|processor|memory|network|bridge)"/ },
  { format: 'nova-conf', sign: /^\[(?:DEFAULT|compute|pci|libvirt|filter_scheduler)\]\s*$/m },
];

/**
 * Which tool wrote this, by how it begins.
 *
 * @returns the name of its import format; null when it is like none
 */
export function guessFormat(bytes: Uint8Array): string | null {
  if (isArchive(bytes)) return formatOfPacked(bytes);
  const head = new TextDecoder().decode(bytes.subarray(0, HEAD_BYTES));
  const root = xmlRoot(head);
  const found =
    root === null ? TEXT_SIGNS.find(({ sign }) => sign.test(head)) : XML_ROOTS.find(({ sign }) => sign.test(root));
  return found?.format ?? null;
}

/** tar, or what gzip and bzip2 make of it. */
function isArchive(bytes: Uint8Array): boolean {
  const [first, second, third] = bytes;
  if (first === 0x1f && second === 0x8b) return true;
  if (first === 0x42 && second === 0x5a && third === 0x68) return true;
  return new TextDecoder().decode(bytes.subarray(TAR_MAGIC_AT, TAR_MAGIC_AT + 5)) === 'ustar';
}

/** A record of umockdev is packed too, and is no archive: its first lines tell. */
function formatOfPacked(bytes: Uint8Array): string {
  try {
    // What is cut off does not end as it should; so much cannot become more than some 16 MiB (RFC 1951: 1032 to 1).
    const head = gunzipSync(bytes.subarray(0, PACKED_HEAD_BYTES), { finishFlush: constants.Z_SYNC_FLUSH });
    return head.subarray(0, HEAD_BYTES).toString('latin1').startsWith('P: /devices/') ? 'umockdev' : 'sysfs';
  } catch {
    // Not gzip, or broken: the service says what is wrong with it.
    return 'sysfs';
  }
}

function xmlRoot(head: string): string | null {
  if (!head.trimStart().startsWith('<')) return null;
  return /<([A-Za-z][\w.-]*)/.exec(head)?.[1] ?? null;
}
