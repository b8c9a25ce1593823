import { HttpException } from '@nestjs/common';
import { UnreadableImport } from '@iopath/host-facts';
import { DecisionTimedOut, PlanningThreadLost, Refusal, type RefusalKind } from '@iopath/usecases';
import { cloudProblem } from './cloud-problem';
import { isOutage } from './outage';
import { ProblemError } from './problem';

const STATUS_OF: Readonly<Record<RefusalKind, number>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_many: 429,
  unavailable: 503,
};

/** Codes for what the HTTP layer below us refuses, by status. */
const CODE_OF: Readonly<Record<number, string>> = {
  400: 'request.malformed',
  404: 'route.not_found',
  405: 'method.not_allowed',
  408: 'request.timeout',
  413: 'body.too_large',
  414: 'url.too_long',
  415: 'body.unsupported_media_type',
  503: 'service.unavailable',
};

function retryAfter(seconds: number): { readonly 'retry-after': string } {
  return { 'retry-after': String(seconds) };
}

const RETRY_SOON = retryAfter(1);

/** What to answer for anything that was thrown. Null when nobody foresaw it: a defect, to be logged and not shown. */
export function toProblemError(thrown: unknown): ProblemError | null {
  if (thrown instanceof ProblemError) return thrown;
  if (thrown instanceof Refusal) {
    const headers =
      thrown.kind === 'unavailable' || thrown.kind === 'too_many' ? retryAfter(thrown.retryAfterS ?? 1) : {};
    // What is wrong with a query string is 400, wherever it is found.
    const status = thrown.code.startsWith('query.') ? 400 : STATUS_OF[thrown.kind];
    return new ProblemError(status, thrown.code, thrown.message, thrown.faults, headers);
  }
  if (thrown instanceof UnreadableImport) {
    const { code, message, where } = thrown;
    const place = where === null ? '' : ` (${where})`;
    return new ProblemError(422, code, `${message}${place}`, [{ pointer: '', code, message: where ?? message }]);
  }
  if (thrown instanceof DecisionTimedOut) {
    return new ProblemError(503, 'planning.timed_out', `${thrown.message} It was ended.`, [], RETRY_SOON);
  }
  if (thrown instanceof PlanningThreadLost) {
    const detail = 'What planned this was lost before it was done. What it may have reserved can be read.';
    return new ProblemError(503, 'planning.interrupted', detail, [], RETRY_SOON);
  }
  const ofCloud = cloudProblem(thrown);
  if (ofCloud !== null) return ofCloud;
  const status = statusOf(thrown);
  const code = status === null ? undefined : CODE_OF[status];
  if (status !== null && code !== undefined) return new ProblemError(status, code, messageOf(thrown));
  if (isOutage(thrown)) {
    return new ProblemError(503, 'service.unavailable', 'A service behind this one cannot be reached.', [], RETRY_SOON);
  }
  return null;
}

/** Nest's HTTP exceptions and Fastify's own errors both say which status they mean. */
function statusOf(thrown: unknown): number | null {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const isFastifys = thrown instanceof Error && 'statusCode' in thrown && 'code' in thrown;
  return isFastifys && typeof thrown.statusCode === 'number' && String(thrown.code).startsWith('FST_')
    ? thrown.statusCode
    : null;
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : 'The request could not be served.';
}
