import { documented } from '../openapi/documented';
import { SHIPPED_MODEL_VERSION } from '../models/models.example';
import { EXAMPLE_RECOMMENDATION_ID } from '../openapi/example-ids';

const EXAMPLE_PICTURE = '<svg width="1000" height="420" xmlns="http://www.w3.org/2000/svg">…</svg>';
const content = 'image/svg+xml';

export const chartsDocs = {
  paths: documented({
    id: 'getPathsChart',
    policy: 'io_advisor:recommendation:compare',
    summary: 'All paths side by side, as a picture',
    description:
      'What `/paths` tells, to look at: p50 and p99 with its interval, and throughput with its interval, of each path of each ' +
      'device. Hosts are not named. Of the example, where it was asked for and whoever looks may see it:\n\n' +
      `![Paths of the example](/v1/recommendations/${EXAMPLE_RECOMMENDATION_ID}/chart.svg)`,
    path: { id: { description: 'Id of the recommendation.', example: EXAMPLE_RECOMMENDATION_ID } },
    answers: { 200: { description: 'The picture, SVG.', content, example: EXAMPLE_PICTURE } },
    problems: ['recommendation.not_found', 'recommendation.refused_by_nova'],
  }),

  validation: documented({
    id: 'getValidationChart',
    policy: 'io_advisor:model:get',
    summary: 'Predicted against measured, as a picture',
    description:
      'Of a calibrated version the series that it came of, as they were then; what was kept from the fit is hollow. Of the ' +
      'shipped one the series there are; while there are none, the example table of the project, and the picture says so:\n\n' +
      `![The shipped model](/v1/models/${SHIPPED_MODEL_VERSION}/validation.svg)`,
    path: { version: { description: 'Version, shipped or calibrated.', example: SHIPPED_MODEL_VERSION } },
    answers: { 200: { description: 'The picture, SVG.', content, example: EXAMPLE_PICTURE } },
    problems: ['model.not_found'],
  }),
};
