import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { newRequestId } from '../request-context/request-context.hooks';
import { ProblemError, toProblem } from './problem';

const HEADERS_TOO_LARGE = new ProblemError(431, 'request.headers_too_large', 'The headers are too large.');
const TIMED_OUT = new ProblemError(408, 'request.timeout', 'The request took too long to arrive.');
const MALFORMED = new ProblemError(400, 'request.malformed', 'This is not HTTP as RFC 9112 has it.');

/** Answers what Node could not even read as HTTP, and hangs up. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemFor(error.code);
  const requestId = newRequestId();
  const body = JSON.stringify(toProblem(problem, '/', requestId));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Openstack-Request-Id: ${requestId}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function problemFor(code: string | undefined): ProblemError {
  if (code === 'HPE_HEADER_OVERFLOW') return HEADERS_TOO_LARGE;
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? TIMED_OUT : MALFORMED;
}
