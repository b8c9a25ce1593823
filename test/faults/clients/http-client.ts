import type { HistoryRecorder } from '../history/recorder';
import { readAnswer } from '../history/read-answer';
import { NOTHING_SEEN, type Operation, type OperationKind, type Outcome } from '../history/operation';

/** A call as it goes over the wire, and what it is called in the history. */
export interface Call {
  readonly kind: OperationKind;
  readonly target: string | null;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the checker has to know of it; the body when left out. */
  readonly input?: Readonly<Record<string, unknown>>;
  /** Hangs up after that long, as a client with no patience does; its answer is lost then. */
  readonly hangUpAfterMs?: number;
}

export interface Answered {
  readonly operation: Operation;
  readonly body: unknown;
}

const PATIENCE_MS = 20_000;

/** Sends calls to one API after another and writes down what was asked, when, and what came back. */
export class HttpClient {
  constructor(
    readonly name: string,
    private readonly recorder: HistoryRecorder,
  ) {}

  /** Never throws: whatever goes wrong is an outcome. */
  async send(baseUrl: string, call: Call): Promise<Answered> {
    const id = this.recorder.nextOperationId();
    const invokedMs = Date.now();
    const { outcome, body } = await exchange(baseUrl, call);
    const seen = outcome.kind === 'ok' ? readAnswer(body) : NOTHING_SEEN;
    const operation: Operation = {
      id,
      client: this.name,
      kind: call.kind,
      target: call.target ?? (call.kind === 'create' ? (seen.recommendations[0]?.id ?? null) : null),
      input: call.input ?? (call.body as Readonly<Record<string, unknown>> | undefined) ?? {},
      invokedMs,
      answeredMs: Date.now(),
      outcome,
      seen,
    };
    this.recorder.operation(operation);
    return { operation, body };
  }
}

interface Exchange {
  readonly outcome: Outcome;
  readonly body: unknown;
}

async function exchange(baseUrl: string, { method, path, body, headers, hangUpAfterMs }: Call): Promise<Exchange> {
  try {
    const answer = await fetch(baseUrl + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(hangUpAfterMs ?? PATIENCE_MS),
    });
    const content = parse(await answer.text());
    return { outcome: outcomeOf(answer.status, content), body: content };
  } catch (error) {
    return { outcome: lost(error), body: null };
  }
}

function outcomeOf(status: number, body: unknown): Outcome {
  if (status < 400) return { kind: 'ok', status };
  const code = (body as { readonly code?: unknown } | null)?.code;
  const text = typeof code === 'string' ? code : '';
  return status < 500 ? { kind: 'refused', status, code: text } : { kind: 'indeterminate', status, why: text };
}

function lost(error: unknown): Outcome {
  const { name, cause } = error as { readonly name?: string; readonly cause?: { readonly code?: string } };
  // Nobody listened, so nobody can have heard.
  if (cause?.code === 'ECONNREFUSED') return { kind: 'refused', status: 0, code: 'connection.refused' };
  return { kind: 'indeterminate', status: null, why: cause?.code ?? name ?? String(error) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
