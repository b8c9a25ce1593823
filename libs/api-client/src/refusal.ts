import { STATUS_CODES } from 'node:http';
import type { components } from './generated/advisor.v1';

type Schemas = components['schemas'];

/** Why the service refused, as RFC 9457 has it; `title` alone where something before the service answered. */
export type Problem = Partial<Schemas['ProblemDto']> & { readonly title: string; readonly status: number };

/** The service, or what stands before it, answered with an error. */
export class Refusal extends Error {
  constructor(
    readonly problem: Problem,
    /** By which the service's log tells more; null when there was none. */
    readonly requestId: string | null,
  ) {
    super(problem.detail ?? problem.title);
    this.name = 'Refusal';
  }
}

/** There was no answer at all. */
export class Unreachable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Unreachable';
  }
}

/** An error's body as a problem, whoever wrote it: a proxy's page has no more to say than its status. */
export function problemOf(body: unknown, status: number): Problem {
  const isProblem = typeof body === 'object' && body !== null && 'title' in body && typeof body.title === 'string';
  if (isProblem) return { ...(body as Problem), status };
  return { status, title: STATUS_CODES[status] ?? 'An answer that is not of this API' };
}
