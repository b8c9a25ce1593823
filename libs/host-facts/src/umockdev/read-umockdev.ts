import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import type { InventoryFacts } from '@iopath/core';
import { UnreadableImport } from '../import/import-reader';
import { readSysfs } from '../sysfs/read-sysfs';
import { parseUmockdev, type UmockdevRecord } from './parse-umockdev';

/** A record of every device of a large host has some MiB. */
const MAX_BYTES = 64 * 1024 * 1024;

const unzip = promisify(gunzip);

/**
 * Reads what `umockdev-record --all` wrote, plain or packed by gzip: devices of a host with their attributes.
 *
 * @throws UnreadableImport when it is no such record, or is broken, or too large.
 */
export async function readUmockdev(bytes: Uint8Array): Promise<InventoryFacts> {
  const { tree, warnings } = await readUmockdevTree(bytes);
  const facts = readSysfs(tree);
  return { ...facts, source: 'umockdev', warnings: [...warnings, ...facts.warnings] };
}

/** The same, as the files that they were. */
export async function readUmockdevTree(bytes: Uint8Array): Promise<UmockdevRecord> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = Buffer.from(isGzip ? await unzipped(bytes) : bytes);
  if (text.length > MAX_BYTES) throw tooLarge();
  return parseUmockdev(text.toString('utf8'));
}

async function unzipped(bytes: Uint8Array): Promise<Uint8Array> {
  try {
    return await unzip(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreadableImport('import.malformed', `The gzip data is broken or breaks off: ${reason}`);
  }
}

function tooLarge(): UnreadableImport {
  return new UnreadableImport('import.too_large', `The record has more than ${MAX_BYTES} bytes.`);
}
