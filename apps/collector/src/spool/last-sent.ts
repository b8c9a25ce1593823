import { readFileSync } from 'node:fs';
import { writeDurably } from '../files/write-durably';

/** What became of the last snapshot that was settled. */
export interface LastSent {
  readonly sequence: number;
  readonly hostName: string;
  readonly hash: string;
  readonly outcome: 'accepted' | 'refused';
  /** When its facts were seen, or when they were refused; milliseconds since the epoch. */
  readonly atMs: number;
}

/** Remembers across starts what was sent last, so that the same is not sent again. */
export class SentMemory {
  private last: LastSent | null;

  constructor(private readonly file: string) {
    this.last = readLast(file);
  }

  get(): LastSent | null {
    return this.last;
  }

  set(last: LastSent): void {
    writeDurably(this.file, `${JSON.stringify(last)}\n`);
    this.last = last;
  }
}

/** A memory that is lost or broken costs one sending too many. */
function readLast(file: string): LastSent | null {
  try {
    const last = JSON.parse(readFileSync(file, 'utf8')) as LastSent;
    const isWhole = Number.isSafeInteger(last.sequence) && typeof last.hash === 'string' && Number.isFinite(last.atMs);
    return isWhole ? last : null;
  } catch {
    return null;
  }
}
