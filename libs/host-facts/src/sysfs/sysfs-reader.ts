import type { InventoryFacts } from '@iopath/core';
import { type ImportReader, UnreadableImport } from '../import/import-reader';
import { readTar } from '../tar/read-tar';
import { rootOf } from '../tree/root-of';
import { readSysfs } from './read-sysfs';

/** Captured `/sys` and `/proc` of a host in a tar archive. */
export const sysfsReader: ImportReader = {
  format: 'sysfs',
  what: '`/sys` and `/proc` in a tar archive (plain, gzip, bzip2): must-gather, sosreport, hwloc-gather-topology, ghw snapshots',
  read: readArchive,
};

async function readArchive(bytes: Uint8Array): Promise<InventoryFacts> {
  const { tree, warnings } = await readTar(bytes);
  const host = rootOf(tree);
  if (!host.exists('/sys') && !host.exists('/proc')) {
    throw new UnreadableImport('import.not_this_format', 'The archive has neither sys nor proc of a host in it.');
  }
  const facts = readSysfs(host);
  return { ...facts, warnings: [...warnings, ...facts.warnings] };
}
