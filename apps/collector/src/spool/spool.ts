import { mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { removeDurably, syncFolder, writeDurably } from '../files/write-durably';

/** A snapshot of a host on its way to the advisor. */
export interface Snapshot {
  readonly hostName: string;
  /** Of what the document tells, without when (`contentHash`). */
  readonly hash: string;
  /** As `PUT …/inventory` takes it, but for the generation. */
  readonly document: Readonly<Record<string, unknown>>;
}

export interface SpooledSnapshot extends Snapshot {
  /** Snapshots are sent in the order of these numbers. */
  readonly sequence: number;
}

export interface SpoolLimits {
  readonly snapshots: number;
  readonly bytes: number;
}

export const DEFAULT_SPOOL_LIMITS: SpoolLimits = { snapshots: 1000, bytes: 256 * 1024 * 1024 };

/** Snapshots that an advisor refused are kept for people to look at, the newest of them. */
const REFUSED_KEPT = 20;
const NAME = /^(\d{16})\.json$/;

interface Entry {
  readonly sequence: number;
  readonly bytes: number;
}

/**
 * Snapshots on disk that no advisor has accepted yet, in the order in which they were seen. One is there before it is sent
 * and goes after it was accepted, so that whoever ends this process at whatever moment, none is lost.
 */
export class Spool {
  private entries: Entry[];
  private next: number;
  private newest: string | null;
  private readonly refusedFolder: string;

  /**
   * @param folder where they lie; made when it is not there
   * @param firstSequence higher than of any snapshot that was sent before
   */
  constructor(
    private readonly folder: string,
    firstSequence: number,
    private readonly limits: SpoolLimits = DEFAULT_SPOOL_LIMITS,
  ) {
    this.refusedFolder = path.join(folder, 'refused');
    mkdirSync(this.refusedFolder, { recursive: true, mode: 0o700 });
    this.entries = this.findEntries();
    this.next = Math.max(firstSequence, (this.entries.at(-1)?.sequence ?? 0) + 1);
    const last = this.entries.at(-1);
    this.newest = last === undefined ? null : (this.readEntry(last.sequence)?.hash ?? null);
  }

  get size(): number {
    return this.entries.length;
  }

  /** Hash of the snapshot that was put in last; null when there is none. */
  get newestHash(): string | null {
    return this.newest;
  }

  /**
   * Puts a snapshot in; it is on disk when this returns. Makes room by giving up the oldest ones, never the newest.
   *
   * @returns how many were given up
   */
  put(snapshot: Snapshot): number {
    const sequence = this.next;
    const text = `${JSON.stringify({ sequence, ...snapshot })}\n`;
    writeDurably(this.fileOf(sequence), text);
    this.next += 1;
    this.entries.push({ sequence, bytes: Buffer.byteLength(text) });
    this.newest = snapshot.hash;
    return this.makeRoom();
  }

  /** The oldest snapshot. One that cannot be read is set aside, and the next one is taken. */
  first(): SpooledSnapshot | null {
    for (let entry = this.entries[0]; entry !== undefined; entry = this.entries[0]) {
      const snapshot = this.readEntry(entry.sequence);
      if (snapshot !== null) return snapshot;
      this.setAside(entry.sequence);
    }
    return null;
  }

  /** It was accepted. */
  remove(sequence: number): void {
    removeDurably(this.fileOf(sequence));
    this.forget(sequence);
  }

  /**
   * It will never be accepted.
   *
   * @returns where it lies now
   */
  setAside(sequence: number): string {
    const file = path.join(this.refusedFolder, path.basename(this.fileOf(sequence)));
    // It may have been given up for want of room while it was on its way.
    if (!this.entries.some((entry) => entry.sequence === sequence)) return file;
    renameSync(this.fileOf(sequence), file);
    syncFolder(this.refusedFolder);
    syncFolder(this.folder);
    this.forget(sequence);
    for (const name of namesIn(this.refusedFolder).slice(0, -REFUSED_KEPT)) {
      removeDurably(path.join(this.refusedFolder, name));
    }
    return file;
  }

  private makeRoom(): number {
    let dropped = 0;
    const isFull = () =>
      this.entries.length > this.limits.snapshots ||
      this.entries.reduce((sum, { bytes }) => sum + bytes, 0) > this.limits.bytes;
    while (this.entries.length > 1 && isFull()) {
      const [oldest] = this.entries as [Entry];
      this.remove(oldest.sequence);
      dropped += 1;
    }
    return dropped;
  }

  private forget(sequence: number): void {
    this.entries = this.entries.filter((entry) => entry.sequence !== sequence);
    if (this.entries.length === 0) this.newest = null;
  }

  private findEntries(): Entry[] {
    for (const name of readdirSync(this.folder)) {
      // Of a process that ended while it wrote: the snapshot was never promised to anybody.
      if (name.endsWith('.tmp')) removeDurably(path.join(this.folder, name));
    }
    return namesIn(this.folder).map((name) => ({
      sequence: Number(name.slice(0, 16)),
      bytes: statSync(path.join(this.folder, name)).size,
    }));
  }

  private readEntry(sequence: number): SpooledSnapshot | null {
    try {
      const read = JSON.parse(readFileSync(this.fileOf(sequence), 'utf8')) as Partial<SpooledSnapshot>;
      const { hostName, hash, document } = read;
      if (typeof hostName !== 'string' || typeof hash !== 'string') return null;
      if (typeof document !== 'object' || document === null) return null;
      return { sequence, hostName, hash, document };
    } catch (error) {
      if (error instanceof SyntaxError) return null;
      throw error;
    }
  }

  private fileOf(sequence: number): string {
    return path.join(this.folder, `${String(sequence).padStart(16, '0')}.json`);
  }
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort();
}
