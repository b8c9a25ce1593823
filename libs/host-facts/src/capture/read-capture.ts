import { readTar } from '../tar/read-tar';
import { unpacked } from '../tar/unpack';
import type { HostTree } from '../tree/host-tree';
import { rootOf } from '../tree/root-of';
import { readUmockdevTree } from '../umockdev/read-umockdev';

/** A host that somebody captured into one file. */
export interface Capture {
  readonly tree: HostTree;
  /** What was odd about the file, in words. */
  readonly warnings: readonly string[];
}

/** How a record of umockdev begins: with a device, but for comments. */
const RECORD = /^(?:[#@][^\n]{0,1000}\r?\n|\s){0,100}P: /;

/**
 * Reads a tar archive of `/sys` and `/proc`, or a record of umockdev, each plain or packed; which it is, its bytes tell.
 *
 * @throws UnreadableImport when it is neither, or is broken, too large or unsafe.
 */
export async function readCapture(bytes: Uint8Array): Promise<Capture> {
  if (RECORD.test(await firstOf(bytes))) return readUmockdevTree(bytes);
  const { tree, warnings } = await readTar(bytes);
  return { tree: rootOf(tree), warnings };
}

async function firstOf(bytes: Uint8Array): Promise<string> {
  for await (const chunk of unpacked(bytes)) return chunk.toString('latin1');
  return '';
}
