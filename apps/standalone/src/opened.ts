interface Closer {
  readonly name: string;
  readonly close: () => Promise<unknown>;
  readonly limitMs: number;
}

/** Whatever holds the process longer than this is left behind, unless it is given more. */
const LIMIT_MS = 5_000;

/** What was opened, to be closed in the opposite order. */
export class Opened {
  private readonly closers: Closer[] = [];
  private closing: Promise<void> | null = null;

  constructor(private readonly onTrouble: (name: string, error: unknown) => void) {}

  get isClosing(): boolean {
    return this.closing !== null;
  }

  add(name: string, close: () => Promise<unknown>, limitMs: number = LIMIT_MS): void {
    this.closers.push({ name, close, limitMs });
  }

  /** Closes all of it, come what may: one that fails or takes too long does not keep the others open. */
  closeAll(): Promise<void> {
    this.closing ??= this.closeEach();
    return this.closing;
  }

  private async closeEach(): Promise<void> {
    for (let closer = this.closers.pop(); closer !== undefined; closer = this.closers.pop()) {
      await this.close(closer);
    }
  }

  private async close({ name, close, limitMs }: Closer): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`not closed within ${limitMs} ms`)), limitMs);
    });
    try {
      await Promise.race([close(), limit]);
    } catch (error) {
      this.onTrouble(name, error);
    } finally {
      clearTimeout(timer);
    }
  }
}
