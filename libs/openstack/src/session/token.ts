import { CloudError } from '@iopath/usecases';
import type { Answer } from '../call/transport';
import { WireRecord } from '../wire/wire-record';
import { readCatalog, type CatalogEntry } from './catalog';

/** The service's own token. */
export interface Token {
  readonly value: string;
  /** By this machine's clock. */
  readonly expiresAtMs: number;
  readonly projectId: string | null;
  readonly catalog: readonly CatalogEntry[];
}

/**
 * Reads the answer of `POST /v3/auth/tokens`. What counts of its times is how long it lives, so that clocks that differ do
 * not matter.
 *
 * @param askedAtMs when it was asked for, by this machine's clock
 */
export function readToken(answer: Answer, askedAtMs: number): Token {
  const value = answer.headers['x-subject-token'];
  if (value === undefined) {
    const message = 'identity answered a login without a token (X-Subject-Token).';
    throw new CloudError('identity', message, answer.status, 'cloud.malformed_answer', null, false);
  }
  const token = WireRecord.of(answer.json, 'identity', 'answer').record('token');
  const expiresAtMs = token.timeMs('expires_at');
  const issuedAtMs = token.timeMsOrNull('issued_at') ?? askedAtMs;
  return {
    value,
    expiresAtMs: askedAtMs + (expiresAtMs - issuedAtMs),
    projectId: token.recordOrNull('project')?.text('id') ?? null,
    catalog: readCatalog(token),
  };
}
