import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Inventory } from '@iopath/core';
import { documentOf } from '../../../apps/api/src/body/wire-body';
import { InventoryDto } from '../../../apps/api/src/hosts/inventory.dto';
import { toInventory } from '../../../apps/api/src/hosts/inventory.mapper';

/** One host of the lab: what `PUT /v1/hosts/{name}/inventory` takes, and what that says. */
export interface LabHost {
  readonly name: string;
  /** The document as it lies in the file. */
  readonly document: Readonly<Record<string, unknown>>;
  readonly inventory: Inventory;
}

/** The hosts that the lab has unless others are named. */
export const DEFAULT_HOSTS = path.resolve(__dirname, '../hosts');

/**
 * Reads `<host>.json` of a folder with the API's own reader, so that lab and advisor see one hardware.
 *
 * @throws when a document is one that the API would refuse
 */
export function readHosts(folder: string): readonly LabHost[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  if (files.length === 0) throw new RangeError(`there is no <host>.json in ${folder}`);
  return files.sort().map((file) => {
    const document = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Record<string, unknown>;
    return labHost(path.basename(file, '.json'), document);
  });
}

export function labHost(name: string, document: Readonly<Record<string, unknown>>): LabHost {
  return { name, document, inventory: toInventory(documentOf(InventoryDto, document)) };
}
