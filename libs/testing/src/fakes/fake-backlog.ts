import { type Backlog, BacklogStore } from '@iopath/usecases';

/** A queue as long as a spec wants it. */
export class FakeBacklog extends BacklogStore {
  parts: Backlog = [];
  decided = 0;
  /** How often it was counted. */
  reads = 0;
  /** Set to let something happen while the queue is counted. */
  whileReading: () => void = () => undefined;

  override read(): Promise<Backlog> {
    this.reads++;
    const parts = this.parts;
    this.whileReading();
    return Promise.resolve(parts);
  }

  override decidedWithin(): Promise<number> {
    return Promise.resolve(this.decided);
  }

  override hurryAged(): Promise<void> {
    return Promise.resolve();
  }
}
