import type { InventoryFacts } from '@iopath/core';
import { IMPORT_READERS, UnreadableImport } from '@iopath/host-facts';

export interface ReadingTask {
  readonly format: string;
  readonly bytes: Uint8Array;
}

/** An error's class does not come over from a thread, so a refusal is an answer. */
export type ReadingAnswer =
  | { readonly facts: InventoryFacts }
  | {
      readonly refused: {
        readonly code: UnreadableImport['code'];
        readonly message: string;
        readonly where: string | null;
      };
    };

/** What a reading thread runs. */
export async function read({ format, bytes }: ReadingTask): Promise<ReadingAnswer> {
  const reader = IMPORT_READERS.find((one) => one.format === format);
  if (reader === undefined) throw new Error(`No reader of ${format}.`);
  try {
    return { facts: await reader.read(bytes) };
  } catch (error) {
    if (!(error instanceof UnreadableImport)) throw error;
    const { code, message, where } = error;
    return { refused: { code, message, where } };
  }
}
