import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import type { Fault, RogueAttempt } from './evidence';
import type { Operation } from './operation';

/** Keeps all that happens, in memory for the checker and as JSON lines for people. */
export class HistoryRecorder {
  readonly operations: Operation[] = [];
  readonly faults: Fault[] = [];
  readonly rogueAttempts: RogueAttempt[] = [];
  private readonly file: WriteStream;
  private operationIds = 0;

  constructor(file: string) {
    this.file = createWriteStream(file);
  }

  nextOperationId(): number {
    return ++this.operationIds;
  }

  operation(operation: Operation): void {
    this.operations.push(operation);
    this.write({ event: 'operation', ...operation });
  }

  fault(fault: Fault): void {
    this.faults.push(fault);
    this.write({ event: 'fault', ...fault });
  }

  rogueAttempt(attempt: RogueAttempt): void {
    this.rogueAttempts.push(attempt);
    this.write({ event: 'rogue', ...attempt });
  }

  async close(): Promise<void> {
    this.file.end();
    await once(this.file, 'finish');
  }

  private write(line: object): void {
    this.file.write(`${JSON.stringify(line)}\n`);
  }
}
