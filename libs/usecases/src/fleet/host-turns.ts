/**
 * Lets those who want the same host go one after another, in the order in which they came; whoever wants others does not
 * wait. A kindness among the users of one process, and no guarantee: that is the database's to give.
 */
export class HostTurns {
  private readonly last = new Map<string, Promise<void>>();

  /** Runs `work` when everybody who came before for one of these hosts is done, well or badly. */
  async inTurn<T>(hostNames: readonly string[], work: () => Promise<T>): Promise<T> {
    // In all queues at once, so that no two wait for each other.
    const before = hostNames.flatMap((name) => this.last.get(name) ?? []);
    let leave: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (leave = resolve));
    for (const name of hostNames) this.last.set(name, done);
    await Promise.all(before);
    try {
      return await work();
    } finally {
      leave();
      for (const name of hostNames) if (this.last.get(name) === done) this.last.delete(name);
    }
  }
}
