import { CloudError, type CloudServiceType } from '@iopath/usecases';
import type { CallReport, CloudLimits, CloudOptions } from '../cloud-options';
import { ConnectionTrouble } from './connection-trouble';
import { readErrorBody } from './error-body';
import { isTransientStatus, isWorthRepeating, pauseBeforeNextMs, retryAfterMs } from './retry-policy';
import type { Answer, Exchange, Method, Transport } from './transport';

export interface Call {
  readonly service: CloudServiceType;
  readonly method: Method;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Statuses that are answers, beside those below 400. */
  readonly accepted?: readonly number[];
  /** Left out: every method but POST is. */
  readonly isIdempotent?: boolean;
  readonly repeatsConflicts?: boolean;
  /** What no message may show, beside the tokens in the headers. */
  readonly secrets?: readonly string[];
}

const TOKEN_HEADERS: readonly string[] = ['x-auth-token', 'x-subject-token'];

type CallerOptions = Pick<CloudOptions, 'requestId' | 'onCall'> & {
  readonly limits: CloudLimits;
  readonly clock: () => number;
  readonly pause: (ms: number) => Promise<void>;
  readonly random: () => number;
};

/** Makes calls, again where that helps, and turns what goes wrong into {@link CloudError}s without secrets. */
export class Caller {
  constructor(
    private readonly transport: Transport,
    private readonly options: CallerOptions,
  ) {}

  /** @throws CloudError for a refusal, an error or no answer */
  async call(call: Call): Promise<Answer> {
    const { limits, clock, pause, random } = this.options;
    const limitMs = call.service === 'identity' ? limits.identityMs : limits.callMs;
    const endMs = clock() + limitMs;
    const signal = AbortSignal.timeout(limitMs);
    for (let attempt = 1; ; attempt += 1) {
      const { answer, error } = await this.attempt(call, attempt, signal);
      if (error === null) return answer;
      const repeatable = {
        isIdempotent: call.isIdempotent ?? call.method !== 'POST',
        repeatsConflicts: call.repeatsConflicts ?? false,
      };
      const asked = retryAfterMs(answer?.headers['retry-after'], clock());
      const pauseMs = pauseBeforeNextMs(attempt, asked, limits, random());
      const isLast = attempt >= limits.attempts || clock() + pauseMs >= endMs;
      if (isLast || !isWorthRepeating(error, repeatable)) throw error;
      await pause(pauseMs);
    }
  }

  private async attempt(call: Call, attempt: number, signal: AbortSignal): Promise<Attempt> {
    const startedMs = this.options.clock();
    try {
      const answer = await this.transport.exchange(this.exchangeOf(call), signal);
      this.report(call, attempt, startedMs, answer);
      return this.isAccepted(call, answer) ? { answer, error: null } : { answer, error: errorOf(call, answer) };
    } catch (error) {
      if (!(error instanceof ConnectionTrouble)) throw error;
      this.report(call, attempt, startedMs, null);
      return { answer: null, error };
    }
  }

  private isAccepted({ accepted = [] }: Call, { status }: Answer): boolean {
    return status < 400 || accepted.includes(status);
  }

  private exchangeOf({ service, method, url, headers = {}, body }: Call): Exchange {
    const requestId = this.options.requestId?.() ?? null;
    const global = requestId === null ? {} : { 'x-openstack-request-id': requestId };
    return { service, method, url, headers: { ...headers, ...global }, body };
  }

  private report({ service, method, url }: Call, attempt: number, startedMs: number, answer: Answer | null): void {
    const report: CallReport = {
      service,
      method,
      path: url.pathname,
      status: answer?.status ?? null,
      durationMs: this.options.clock() - startedMs,
      attempt,
      requestId: answer === null ? null : requestIdOf(answer),
    };
    this.options.onCall?.(report);
  }
}

type Attempt =
  { readonly answer: Answer; readonly error: null } | { readonly answer: Answer | null; readonly error: CloudError };

function errorOf(call: Call, answer: Answer): CloudError {
  const { service, method, url } = call;
  const { message, code } = readErrorBody(answer.json, answer.text);
  const text = message ?? `${service} answered ${method} ${url.pathname} with ${answer.status}.`;
  const isTransient = isTransientStatus(answer.status, code);
  return new CloudError(service, redacted(text, call), answer.status, code, requestIdOf(answer), isTransient);
}

function requestIdOf({ headers }: Answer): string | null {
  return headers['x-openstack-request-id'] ?? headers['x-compute-request-id'] ?? null;
}

/** A service may quote what it was sent. */
function redacted(text: string, { headers = {}, secrets = [] }: Call): string {
  const tokens = TOKEN_HEADERS.map((name) => headers[name]).filter((token) => token !== undefined);
  return [...tokens, ...secrets]
    .filter((secret) => secret !== '')
    .reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}
