import type { VmRequest } from '../request/vm-request';
import type { PlanningPolicy } from './planning-policy';

/**
 * Stands for all requests that are alike in whatever rules and Nova's fit read: what they find of a host for one of them they
 * find for all. Scores are not covered: they hang on prices, which move with every VF that is taken.
 */
export type RequestShape = object;

/** Clouds have few flavors that many ask for at a time; what is kept for a shape may be large where no two hosts are alike. */
const MOST_SHAPES = 4;
/** Hosts change, and what is kept of those that are no more is thrown away with the shape. */
const MOST_REQUESTS = 256;

interface KnownShape {
  readonly shape: RequestShape;
  requests: number;
}

/** By their texts, the one asked for last at the end. */
const known = new Map<string, KnownShape>();

/** The same object for requests of one shape, as long as it is remembered. */
export function shapeOf(request: VmRequest, policy: PlanningPolicy): RequestShape {
  // Where a group's VMs are the fleet tells. Of several NICs one may leave none for the next, and which of two equal devices
  // it takes is a matter of its score.
  if (request.constraints.group !== null || request.nics.length > 1) return {};
  const text = textOf(request, policy);
  const found = known.get(text);
  const current = found !== undefined && found.requests < MOST_REQUESTS ? found : { shape: {}, requests: 0 };
  current.requests++;
  known.delete(text);
  known.set(text, current);
  for (const [oldest] of known) if (known.size > MOST_SHAPES) known.delete(oldest);
  return current.shape;
}

/** Everything but what no rule reads, so that what is added to requests makes shapes finer and never wrong. */
function textOf(request: VmRequest, policy: PlanningPolicy): string {
  const { name: _name, count: _count, reserve: _reserve, reservationTtlS: _ttl, weights: _weights, ...asked } = request;
  const { profiles: _profiles, turn: _turn, model: _model, factAges: _factAges, ...settings } = policy;
  return JSON.stringify([asked, settings]);
}
