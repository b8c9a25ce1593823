import { CloudError, RealisationFailed } from '@iopath/usecases';
import { ProblemError, type ProblemDetail } from './problem';

/** The cloud is asked again by people and programs that wait; a few seconds are what a restart of a service takes. */
const RETRY_AFTER = { 'retry-after': '5' };

/**
 * What to answer when a service of the cloud refused (502) or could not be asked (503): its own words, its own request id,
 * and what was left of the work. Null for anything else.
 */
export function cloudProblem(thrown: unknown): ProblemError | null {
  if (thrown instanceof RealisationFailed) return problemOf(thrown.cause, thrown.left.map(leftBehind));
  return thrown instanceof CloudError ? problemOf(thrown, []) : null;
}

function problemOf(error: CloudError, left: readonly ProblemDetail[]): ProblemError {
  const { service, status, code, requestId, message, isTransient } = error;
  const said = status === null ? 'did not answer' : `answered ${status}`;
  const id = requestId === null ? '' : `, request ${requestId}`;
  const asked: ProblemDetail = { pointer: '', code: `cloud.${service}`, message: `${said}${id}: ${message}` };
  const detail = `The ${service} service ${said}${code === null ? '' : ` (${code})`}: ${message}`;
  return isTransient
    ? new ProblemError(503, 'cloud.unavailable', detail, [asked, ...left], RETRY_AFTER)
    : new ProblemError(502, 'cloud.refused', detail, [asked, ...left]);
}

function leftBehind(what: string): ProblemDetail {
  return { pointer: '', code: 'realisation.left', message: `${what} is there still` };
}
