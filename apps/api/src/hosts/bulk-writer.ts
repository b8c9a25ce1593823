import type { Logger } from '@iopath/observability';
import type { Cause, PutInventory } from '@iopath/usecases';
import { MAX_JSON_BYTES } from '../body/body-parsers';
import type { NdjsonLine } from '../body/ndjson-lines';
import { parseJson } from '../body/parse-json';
import { bodyTooLarge, documentOf } from '../body/wire-body';
import { ProblemError, toProblem } from '../problem/problem';
import { toProblemError } from '../problem/to-problem-error';
import { isHostName } from './host-name';
import { fromInventoryWritten } from './host.dto';
import { BulkInventoryDto } from './inventory.dto';
import { toInventory } from './inventory.mapper';

/** Enough to keep the database busy, few enough for its connections. */
const PARALLEL = 4;

/** The request that the lines came with, for the problems of bad ones. */
export interface BulkOrigin {
  readonly instance: string;
  readonly requestId: string;
  readonly caller: Pick<Cause, 'caller'>;
}

/** Writes inventories line by line, some at a time, and answers in the order of the lines. */
export class BulkWriter {
  constructor(
    private readonly putInventory: PutInventory,
    private readonly logger: Logger,
  ) {}

  /** Yields one line of NDJSON a document, as soon as it is known. A bad line fails alone. */
  async *results(lines: AsyncIterable<NdjsonLine>, origin: BulkOrigin): AsyncGenerator<string> {
    const iterator = lines[Symbol.asyncIterator]();
    const running: Promise<object>[] = [];
    const lastOfHost = new Map<string, Promise<object>>();
    let coming: Promise<IteratorResult<NdjsonLine>> | null = iterator.next();
    while (coming !== null || running.length > 0) {
      const event = await firstOf(running.length < PARALLEL ? coming : null, running[0] ?? null);
      if (event.kind === 'result') {
        void running.shift();
        yield `${JSON.stringify(event.result)}\n`;
      } else if (event.line.done === true) coming = null;
      else {
        running.push(this.start(event.line.value, origin, lastOfHost));
        coming = iterator.next();
      }
    }
  }

  /** Two lines of one host are written one after the other. */
  private start(line: NdjsonLine, origin: BulkOrigin, lastOfHost: Map<string, Promise<object>>): Promise<object> {
    const read = this.read(line);
    if (read.document === null) return Promise.resolve(this.failed(line, read.hostName, read.error, origin));
    const before = lastOfHost.get(read.hostName) ?? Promise.resolve();
    const result = before.then(() => this.write(line, read.hostName, read.document, origin));
    lastOfHost.set(read.hostName, result);
    void result.then(() => {
      if (lastOfHost.get(read.hostName) === result) lastOfHost.delete(read.hostName);
    });
    return result;
  }

  private read(line: NdjsonLine): ReadLine {
    let hostName: string | null = null;
    try {
      if (line.bytes === null) throw bodyTooLarge(MAX_JSON_BYTES);
      const json = parseJson(line.bytes);
      hostName = hostNameOf(json);
      const document = documentOf(BulkInventoryDto, json);
      return { hostName: document.host_name, document, error: null };
    } catch (error) {
      return { hostName, document: null, error };
    }
  }

  private async write(line: NdjsonLine, hostName: string, dto: BulkInventoryDto, origin: BulkOrigin): Promise<object> {
    try {
      const written = await this.putInventory.execute(hostName, dto.generation ?? null, toInventory(dto), {
        actor: 'inventory',
        reason: 'put inventories',
        requestId: origin.requestId,
        ...origin.caller,
      });
      const status = written.created ? 201 : 200;
      const { host_name, ...rest } = fromInventoryWritten(hostName, written);
      return { line: line.number, host_name, status, created: written.created, ...rest };
    } catch (error) {
      return this.failed(line, hostName, error, origin);
    }
  }

  private failed(line: NdjsonLine, hostName: string | null, thrown: unknown, origin: BulkOrigin): object {
    const error = toProblemError(thrown) ?? this.unforeseen(thrown);
    const problem = toProblem(error, origin.instance, origin.requestId);
    return { line: line.number, host_name: hostName, status: error.status, problem };
  }

  private unforeseen(thrown: unknown): ProblemError {
    this.logger.error({ err: thrown }, 'unforeseen failure');
    return new ProblemError(500, 'internal.error', 'The service failed on this line. Its log says why.');
  }
}

type ReadLine =
  | { readonly hostName: string; readonly document: BulkInventoryDto; readonly error: null }
  | { readonly hostName: string | null; readonly document: null; readonly error: unknown };

function hostNameOf(json: unknown): string | null {
  const name = typeof json === 'object' && json !== null && 'host_name' in json ? json.host_name : null;
  return isHostName(name) ? name : null;
}

type BulkEvent =
  | { readonly kind: 'line'; readonly line: IteratorResult<NdjsonLine> }
  | { readonly kind: 'result'; readonly result: object };

/** What comes first: another line, or the result that is due next. At least one of them is not null. */
function firstOf(line: Promise<IteratorResult<NdjsonLine>> | null, result: Promise<object> | null): Promise<BulkEvent> {
  return Promise.race([
    ...(result === null ? [] : [result.then((one): BulkEvent => ({ kind: 'result', result: one }))]),
    ...(line === null ? [] : [line.then((one): BulkEvent => ({ kind: 'line', line: one }))]),
  ]);
}
