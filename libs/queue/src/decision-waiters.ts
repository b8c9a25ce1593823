/** Those who wait to hear that a recommendation is decided. */
export class DecisionWaiters {
  private readonly waiting = new Map<string, Set<() => void>>();

  /** Resolves at the next {@link announce} of this id, or after `timeoutMs`. */
  wait(recommendationId: string, timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.forget(recommendationId, done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      const others = this.waiting.get(recommendationId);
      if (others === undefined) this.waiting.set(recommendationId, new Set([done]));
      else others.add(done);
    });
  }

  announce(recommendationId: string): void {
    for (const done of [...(this.waiting.get(recommendationId) ?? [])]) done();
  }

  /** Lets everybody go, at the end of the process. */
  releaseAll(): void {
    for (const id of [...this.waiting.keys()]) this.announce(id);
  }

  private forget(recommendationId: string, done: () => void): void {
    const others = this.waiting.get(recommendationId);
    others?.delete(done);
    if (others?.size === 0) this.waiting.delete(recommendationId);
  }
}
