import { documented } from '../openapi/documented';
import { PAGE_QUERY } from '../paging/page.docs';
import { ModelDto, ModelListDto, ModelSummaryDto } from './model.dto';
import { EXAMPLE_CLASS, EXAMPLE_MODEL, EXAMPLE_SUMMARY, SHIPPED_MODEL_VERSION } from './models.example';

const VERSION = {
  version: { description: 'Version, shipped or calibrated. A `+` stands in a path as it is.', example: EXAMPLE_MODEL },
};

const SHIPPED: ModelSummaryDto = {
  version: SHIPPED_MODEL_VERSION,
  state: 'active',
  base: null,
  scopes: [{ kind: 'all', name: null }],
  created_at: null,
  created_by: null,
};

const DETAIL: ModelDto = {
  ...EXAMPLE_SUMMARY,
  parameters: [
    {
      scope: { kind: 'hardware_class', name: EXAMPLE_CLASS },
      parameters: [
        { name: 'vhost_net.adder_us', value: 27.4, spread: 0.12, unit: 'us', evidence: ['M120', 'M121'], thin: false },
      ],
    },
  ],
  history: [
    {
      at: '2026-11-21T08:00:05.000Z',
      action: 'calibrate',
      from_version: SHIPPED_MODEL_VERSION,
      to_version: EXAMPLE_MODEL,
      by: null,
      request_id: 'req-0c1d2e3f-4a5b-4c6d-8e9f-a0b1c2d3e4f5',
    },
  ],
};

export const modelsDocs = {
  list: documented({
    id: 'listModels',
    policy: 'io_advisor:model:list',
    summary: 'List versions of the performance model',
    description: 'The one that predicts, the one shipped, and those that calibrations made, newest first.',
    query: PAGE_QUERY,
    answers: {
      200: {
        description: 'A page.',
        type: ModelListDto,
        example: { active_version: SHIPPED.version, shipped: SHIPPED, models: [EXAMPLE_SUMMARY], links: [] },
      },
    },
    problems: ['query.marker_unknown'],
  }),

  get: documented({
    id: 'getModel',
    policy: 'io_advisor:model:get',
    summary: 'Look at a version of the performance model',
    description:
      'Its parameters: all of the shipped version, of a calibrated one those that were fitted, by scope. And what was ' +
      'said of it: who made, promoted and rolled it back.',
    path: VERSION,
    answers: { 200: { description: 'The version.', type: ModelDto, example: DETAIL } },
    problems: ['model.not_found'],
  }),

  promote: documented({
    id: 'promoteModel',
    policy: 'io_advisor:model:promote',
    summary: 'Predict by this version from here on',
    description:
      'The next decision is made by it, and the version that was active is retired. A retired version can be promoted ' +
      'again, and so can the shipped one. Promoting what is active changes nothing. Decisions that were made stay as they are.',
    path: VERSION,
    answers: {
      200: { description: 'It is active.', type: ModelSummaryDto, example: { ...EXAMPLE_SUMMARY, state: 'active' } },
    },
    problems: ['model.not_found'],
  }),

  rollback: documented({
    id: 'rollBackModel',
    policy: 'io_advisor:model:rollback',
    summary: 'Predict by what was active before this version',
    description:
      'Takes the promotion of the version that is active back. Again, it takes back the promotion before that. The same ' +
      'request again changes nothing.',
    path: VERSION,
    answers: { 200: { description: 'The version that is active instead.', type: ModelSummaryDto, example: SHIPPED } },
    problems: ['model.not_found', 'model.not_active', 'model.nothing_before'],
  }),
};
