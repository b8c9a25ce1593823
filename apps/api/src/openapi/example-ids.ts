import answer from '../../../../examples/answers/latency-critical.json';

/**
 * Ids in the examples are real: a recommendation that is asked for with an `Idempotency-Key` has an id made of project
 * and key, and what it reserves has ids made of that. So the examples run one after another as they stand.
 */
export const EXAMPLE_IDEMPOTENCY_KEY = 'example-latency-critical';
export const EXAMPLE_RECOMMENDATION_ID = answer.id;
export const EXAMPLE_ALLOCATION = answer.vf_allocations[0];
export const EXAMPLE_ALLOCATION_ID = EXAMPLE_ALLOCATION?.id ?? '';
/** Made of host, device, and how many quarantines it had before; see `quarantine.store.ts`. */
export const EXAMPLE_QUARANTINE_ID = 'f77deccc-6f37-5410-8296-8cd46ef979ea';
