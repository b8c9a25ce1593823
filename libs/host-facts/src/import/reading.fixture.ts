import type { InventoryFacts } from '@iopath/core';
import { type ImportReader, UnreadableImport } from './import-reader';

/** What a reader makes of a text. The readers that specs use this for answer at once. */
export function factsIn(reader: ImportReader, text: string): InventoryFacts {
  return reader.read(new TextEncoder().encode(text)) as InventoryFacts;
}

/** Why a text was refused; null when it was not. */
export function refusalOf(reading: () => unknown): { readonly code: string; readonly where: string | null } | null {
  try {
    reading();
    return null;
  } catch (error) {
    if (!(error instanceof UnreadableImport)) throw error;
    return { code: error.code, where: error.where };
  }
}
