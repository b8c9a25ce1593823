import { DirectoryTree, rootOf } from '@iopath/host-facts';
import { CapturedMachine } from './captured-machine';
import { LiveMachine } from './live-machine';
import type { Machine } from './machine';

/**
 * What is looked at: this machine, or what was captured of one. Each call gives it as it is then.
 *
 * @param root folder, tarball or record; null: this machine
 */
export function openMachine(root: string | null): () => Promise<Machine> {
  if (root !== null) return () => Promise.resolve(new CapturedMachine(rootOf(new DirectoryTree(root))));
  const opened = new Set<string>();
  return () => Promise.resolve(new LiveMachine(new DirectoryTree('/'), opened));
}
