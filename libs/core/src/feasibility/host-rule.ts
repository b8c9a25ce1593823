import type { HostState } from '../fleet/host-state';
import type { RequestContext } from '../planning/request-context';
import type { Rejection } from './rejection';

/** A question about the host as a whole; the first rule that refuses ends the host's candidacy. */
export interface HostRule {
  readonly name: string;
  reject(host: HostState, context: RequestContext): Rejection | null;
}
