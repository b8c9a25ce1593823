import { canonicalJson } from '../../inventory/canonical-inventory';
import type { RejectedRequest } from './rejected-request';

/** Rejected requests that ask for the same in all that decides whether they fit, as one that is sent again does. */
export interface AlikeRequests {
  /** The first of them, which stands for all. */
  readonly first: RejectedRequest;
  readonly recommendationIds: readonly string[];
}

/** Requests put together where one is tried for all; those that came most often first. */
export function alikeRequests(requests: readonly RejectedRequest[]): readonly AlikeRequests[] {
  const groups = new Map<string, { first: RejectedRequest; recommendationIds: string[] }>();
  for (const rejected of requests) {
    const text = textOf(rejected);
    const group = groups.get(text) ?? { first: rejected, recommendationIds: [] };
    group.recommendationIds.push(rejected.recommendationId);
    groups.set(text, group);
  }
  return [...groups.values()].sort((a, b) => b.recommendationIds.length - a.recommendationIds.length);
}

/** Everything but names, what only weighs places that fit, and how a place is held. */
function textOf({ request }: RejectedRequest): string {
  const {
    name: _name,
    weights: _weights,
    profile: _profile,
    reserve: _reserve,
    reservationTtlS: _ttl,
    ...asked
  } = request;
  return canonicalJson(asked);
}
