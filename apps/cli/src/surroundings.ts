/** Where text goes. */
export interface TextSink {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Columns of the terminal; null when it is none, or does not say. */
  readonly columns: number | null;
}

/** All that the program knows of the outside beside its arguments and the network. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly workingDirectory: string;
  readonly homeDirectory: string;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  /** All of standard input. */
  readStdin(): Promise<Uint8Array>;
}
