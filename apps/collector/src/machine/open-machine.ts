import { readFileSync, statSync } from 'node:fs';
import { DirectoryTree, readCapture, rootOf } from '@iopath/host-facts';
import { UsageError } from '../usage-error';
import { CapturedMachine } from './captured-machine';
import { LiveMachine } from './live-machine';
import type { Machine } from './machine';

/**
 * What is looked at: this machine, or what was captured of one. Each call gives it as it is then.
 *
 * @param root folder, tar archive or record of umockdev; null: this machine
 */
export function openMachine(root: string | null): () => Promise<Machine> {
  if (root !== null) return () => capturedAt(root);
  const opened = new Set<string>();
  return () => Promise.resolve(new LiveMachine(new DirectoryTree('/'), opened));
}

/** @throws UsageError when it is not there, UnreadableImport when it is a file that is no capture */
async function capturedAt(root: string): Promise<Machine> {
  if (isFolder(root)) return new CapturedMachine(rootOf(new DirectoryTree(root)));
  const { tree, warnings } = await readCapture(readFileSync(root));
  return new CapturedMachine(tree, warnings);
}

function isFolder(root: string): boolean {
  try {
    return statSync(root).isDirectory();
  } catch (error) {
    throw new UsageError(`--root: ${error instanceof Error ? error.message : String(error)}`);
  }
}
