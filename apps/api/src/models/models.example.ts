import type { ModelSummaryDto } from './model.dto';

/** The first version that is ever calibrated. */
export const EXAMPLE_MODEL = '2026.11.1+c1';
export const SHIPPED_MODEL_VERSION = '2026.11.1';
export const EXAMPLE_CLASS = 'Intel(R) Xeon(R) Platinum 8362 CPU @ 2.80GHz / 15b3:101d';

export const EXAMPLE_SUMMARY: ModelSummaryDto = {
  version: EXAMPLE_MODEL,
  state: 'shadow',
  base: SHIPPED_MODEL_VERSION,
  scopes: [{ kind: 'hardware_class', name: EXAMPLE_CLASS }],
  created_at: '2026-11-21T08:00:05.000Z',
  created_by: null,
};
