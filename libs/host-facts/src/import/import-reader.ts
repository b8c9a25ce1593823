import type { InventoryFacts } from '@iopath/core';

/** Reads one format of other tools into what it tells of a host. */
export interface ImportReader {
  /** As callers name it: `libvirt`, `sriov-nodestate` … */
  readonly format: string;
  /** In words, for the documentation: which command or service writes it. */
  readonly what: string;
  /** @throws UnreadableImport when the bytes are not this format, or are broken, or are too many. */
  read(bytes: Uint8Array): InventoryFacts | Promise<InventoryFacts>;
}

/**
 * `import.malformed`: broken XML, JSON, YAML or archive; `import.not_this_format`: readable, and not what was promised;
 * `import.too_large`: more bytes, entries or depth than a host has; `import.unsafe`: an archive that leaves its root, a
 * document that declares entities.
 */
export type UnreadableImportCode = 'import.malformed' | 'import.not_this_format' | 'import.too_large' | 'import.unsafe';

/** Thrown by readers; the message says what is wrong in words for a caller, and `where` in which line or entry. */
export class UnreadableImport extends Error {
  constructor(
    readonly code: UnreadableImportCode,
    message: string,
    readonly where: string | null = null,
  ) {
    super(message);
  }
}
