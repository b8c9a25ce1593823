import { closeSync, fsyncSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes a file whole or not at all, whatever ends this process or this machine in between: beside it, to disk, and then
 * under its name.
 *
 * @throws as node:fs does, when the disk is full or the folder may not be written
 */
export function writeDurably(file: string, text: string): void {
  const unfinished = `${file}.tmp`;
  const descriptor = openSync(unfinished, 'w', 0o600);
  try {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(unfinished, file);
  syncFolder(path.dirname(file));
}

/** Removes a file for good; one that is gone already is no fault. */
export function removeDurably(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  syncFolder(path.dirname(file));
}

/** What a folder holds is on disk only once the folder is (fsync(2)). */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
