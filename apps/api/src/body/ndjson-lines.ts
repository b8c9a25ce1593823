import type { Readable } from 'node:stream';

export interface NdjsonLine {
  /** Number of the line, from 1. */
  readonly number: number;
  /** Null when the line was longer than is taken. */
  readonly bytes: Buffer | null;
}

const NEWLINE = 0x0a;

/** Cuts a stream into lines, blank ones left out. Never holds more than one line of at most `maxBytes` and one chunk. */
export async function* ndjsonLines(stream: Readable, maxBytes: number): AsyncGenerator<NdjsonLine> {
  const current = new LineBuffer(maxBytes);
  let number = 1;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      current.add(chunk.subarray(from, end));
      if (!current.isBlank()) yield { number, bytes: current.bytes() };
      current.clear();
      number++;
      from = end + 1;
    }
    current.add(chunk.subarray(from));
  }
  if (!current.isBlank()) yield { number, bytes: current.bytes() };
}

class LineBuffer {
  private parts: Buffer[] = [];
  private length = 0;

  constructor(private readonly maxBytes: number) {}

  add(part: Buffer): void {
    this.length += part.length;
    if (this.length > this.maxBytes) this.parts = [];
    else if (part.length > 0) this.parts.push(part);
  }

  isBlank(): boolean {
    return this.length <= this.maxBytes && this.parts.every((part) => /^[ \t\r]*$/.test(part.toString('latin1')));
  }

  bytes(): Buffer | null {
    return this.length > this.maxBytes ? null : Buffer.concat(this.parts);
  }

  clear(): void {
    this.parts = [];
    this.length = 0;
  }
}
