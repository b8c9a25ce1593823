import type { Surroundings, TextSink } from './surroundings';

/** A terminal, or a pipe, that keeps what is written to it. */
export class KeptText implements TextSink {
  text = '';
  isTerminal = false;
  columns: number | null = null;

  write(text: string): void {
    this.text += text;
  }
}

/** A shell in which nothing is set. */
export class SpecSurroundings implements Surroundings {
  readonly stdout = new KeptText();
  readonly stderr = new KeptText();
  readonly homeDirectory = '/home/nobody';
  stdin = '';

  constructor(
    readonly env: NodeJS.ProcessEnv = {},
    readonly workingDirectory = '/nowhere',
  ) {}

  readStdin(): Promise<Uint8Array> {
    return Promise.resolve(Buffer.from(this.stdin));
  }
}
