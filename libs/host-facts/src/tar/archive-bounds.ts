import { UnreadableImport } from '../import/import-reader';

const MIB = 1024 * 1024;

export interface ArchiveBounds {
  readonly compressedBytes: number;
  readonly unpackedBytes: number;
  readonly unpackedBytesOfBzip2: number;
  readonly entries: number;
  readonly keptBytes: number;
  readonly pathBytes: number;
  readonly pathDepth: number;
}

/** What a capture of a host stays below by far; what exceeds it is no capture, or is made to exhaust who reads it. */
export const ARCHIVE_BOUNDS: ArchiveBounds = {
  /** As sent. */
  compressedBytes: 256 * MIB,
  /** Unpacked, kept or not: a capture may have a log of some hundred MB in it. */
  unpackedBytes: 1024 * MIB,
  /** The same for bzip2, of which some 80 MiB a second are unpacked on the thread that serves others. */
  unpackedBytesOfBzip2: 512 * MIB,
  entries: 400_000,
  /** Text of the files that are kept. */
  keptBytes: 64 * MIB,
  pathBytes: 4096,
  pathDepth: 64,
};

/** Counts up to a bound. */
export class Bound {
  private counted = 0;

  constructor(
    private readonly most: number,
    /** `bytes when it is unpacked` */
    private readonly what: string,
  ) {}

  /** @throws UnreadableImport `import.too_large` when it is more than there may be. */
  add(count: number): void {
    this.counted += count;
    if (this.counted > this.most) {
      throw new UnreadableImport('import.too_large', `The archive has more than ${this.most} ${this.what}.`);
    }
  }
}
