import { inventoryDocument } from '@iopath/host-facts';
import { type Collected } from '../collect/collect';
import { contentHash } from '../collect/content-hash';
import type { SentMemory } from '../spool/last-sent';
import type { Spool } from '../spool/spool';

export interface RecorderPorts {
  readonly spool: Spool;
  readonly memory: SentMemory;
  readonly hostName: string;
  /** Facts that did not change are sent again when those that the advisor has are older. */
  readonly refreshMs: number;
  readonly say: (line: string) => void;
  readonly clock: () => number;
}

/** Puts what was seen on its way when the advisor does not have it, or has it from too long ago. */
export class Recorder {
  /** Snapshots that were given up for want of room since this process began. */
  dropped = 0;

  constructor(private readonly ports: RecorderPorts) {}

  /** @returns whether it was put into the spool */
  record({ inventory }: Collected): boolean {
    const { spool, hostName, say } = this.ports;
    const { generation: _generation, ...document } = inventoryDocument(inventory, null);
    const hash = contentHash(document);
    if (!this.isNews(hash)) return false;
    const dropped = spool.put({ hostName, hash, document });
    if (dropped > 0) {
      this.dropped += dropped;
      say(`the spool is full: the ${dropped} oldest changes were given up, ${this.dropped} since the start`);
    }
    return true;
  }

  private isNews(hash: string): boolean {
    const { spool, memory, hostName, refreshMs, clock } = this.ports;
    if (spool.newestHash !== null) return spool.newestHash !== hash;
    const last = memory.get();
    if (last === null || last.hostName !== hostName || last.hash !== hash) return true;
    return clock() - last.atMs >= refreshMs;
  }
}
