import path from 'node:path';
import type { InventoryFacts } from '@iopath/core';
import { IMPORT_READERS, type ImportReader, UnreadableImport } from '@iopath/host-facts';
import { Piscina } from 'piscina';
import type { ReadingAnswer, ReadingTask } from './reading-thread';

export interface ReadingThreadsOptions {
  /** Reading that takes longer is ended together with its thread. Left out: a minute. */
  readonly timeLimitMs?: number;
  /** What is smaller is read where it is: that takes less than the way to a thread and back. Left out: 64 KiB. */
  readonly smallBytes?: number;
  /** Options of node for the thread; left out: this process's. */
  readonly execArgv?: readonly string[];
}

const MINUTE_MS = 60_000;
const SMALL_BYTES = 64 * 1024;
const HEAP_MIB = 1024;

/**
 * Reads large inventories of other tools on a thread of its own, one after the other: seconds of unpacking and parsing would
 * otherwise keep everybody waiting whom this process serves.
 */
export class ReadingThreads {
  /** As {@link IMPORT_READERS}, and refusing in the same words. */
  readonly readers: readonly ImportReader[];
  private readonly pool: Piscina<ReadingTask, ReadingAnswer>;
  private readonly timeLimitMs: number;

  constructor({ timeLimitMs = MINUTE_MS, smallBytes = SMALL_BYTES, execArgv }: ReadingThreadsOptions = {}) {
    this.timeLimitMs = timeLimitMs;
    // Built or not, the thread's file is what this one is.
    const filename = path.join(__dirname, `reading-thread${path.extname(__filename)}`);
    this.pool = new Piscina({
      filename,
      name: 'read',
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: MINUTE_MS,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
      ...(execArgv && { execArgv: [...execArgv] }),
    });
    this.readers = IMPORT_READERS.map((reader) => ({
      ...reader,
      read: (bytes) => (bytes.length <= smallBytes ? reader.read(bytes) : this.read(reader.format, bytes)),
    }));
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }

  private async read(format: string, bytes: Uint8Array): Promise<InventoryFacts> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), this.timeLimitMs);
    try {
      const answer = await this.pool.run({ format, bytes }, { signal: limit.signal });
      if ('facts' in answer) return answer.facts;
      throw new UnreadableImport(answer.refused.code, answer.refused.message, answer.refused.where);
    } catch (error) {
      if (limit.signal.aborted || isOutOfMemory(error)) {
        throw new UnreadableImport('import.too_large', 'To read it takes more time or memory than a host is worth.');
      }
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
