import type { Fault } from '@iopath/core';
import { type Retry, retryOf } from './problem-codes';

/** RFC 9457 document, with the members that the contract adds. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Path of the request that went wrong. */
  readonly instance: string;
  readonly code: string;
  /** Whether the same request can help if it is sent again. */
  readonly retry: Retry;
  readonly request_id: string;
  readonly errors?: readonly ProblemDetail[];
}

export interface ProblemDetail extends Fault {
  /** Name of the query parameter or header concerned; left out for faults in the body. */
  readonly parameter?: string;
}

/** Something the edge itself refuses, before any use case saw it. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors: readonly ProblemDetail[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.name = 'ProblemError';
  }
}

/** More faults than this help nobody, and a hostile body could ask for millions. */
const MAX_ERRORS = 100;

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  431: 'Request Header Fields Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

/** Builds the document for a failure; where the request came from is added by whoever answers it. */
export function toProblem(
  { status, code, message, errors }: Pick<ProblemError, 'status' | 'code' | 'message' | 'errors'>,
  instance: string,
  requestId: string,
): Problem {
  return {
    type: `urn:iopath-advisor:problem:${code}`,
    title: TITLES[status] ?? 'Error',
    status,
    detail: message,
    instance,
    code,
    retry: retryOf(code),
    request_id: requestId,
    ...(errors.length > 0 || status === 400 || status === 422 ? { errors: errors.slice(0, MAX_ERRORS) } : {}),
  };
}
