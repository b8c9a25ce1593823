import { Outbox } from '@iopath/usecases';

/** Which recommendations were accepted and not yet handed to the queue. */
export class InMemoryOutbox extends Outbox {
  readonly waiting = new Set<string>();

  override async relay(_olderThanMs: number, limit: number, dispatch: (id: string) => Promise<void>): Promise<number> {
    const ids = [...this.waiting].slice(0, limit);
    for (const id of ids) {
      await dispatch(id);
      this.waiting.delete(id);
    }
    return ids.length;
  }

  override markDispatched(recommendationId: string): Promise<void> {
    this.waiting.delete(recommendationId);
    return Promise.resolve();
  }
}
