import { EXAMPLE_SERIES_ID } from '../benchmarks/benchmarks.example';
import { EXAMPLE_CLASS, EXAMPLE_MODEL, SHIPPED_MODEL_VERSION } from '../models/models.example';
import { documented } from '../openapi/documented';
import { CalibrationDto, CreateCalibrationDto } from './calibration.dto';

const EXAMPLE: CalibrationDto = {
  version: EXAMPLE_MODEL,
  state: 'shadow',
  base: SHIPPED_MODEL_VERSION,
  from_version: SHIPPED_MODEL_VERSION,
  scopes: [
    {
      scope: { kind: 'hardware_class', name: EXAMPLE_CLASS },
      parameters: [
        {
          name: 'vhost_net.adder_us',
          unit: 'us',
          prior: { value: 33.5, spread: 0.46 },
          observations: 1,
          posterior: { value: 27.4, spread: 0.41 },
          clipped: false,
        },
      ],
      errors: [
        {
          series_id: EXAMPLE_SERIES_ID,
          metric: 'rtt_p50_us',
          measured: 49,
          before: 74.8,
          after: 52.3,
          held_back: false,
        },
      ],
      held_back_error: null,
      series: [EXAMPLE_SERIES_ID],
    },
  ],
  unused: [],
  created_at: '2026-11-21T08:00:05.000Z',
  created_by: null,
};

export const calibrationsDocs = {
  create: documented({
    id: 'createCalibration',
    policy: 'io_advisor:calibration:create',
    summary: 'Fit the performance model to what was measured',
    description:
      'Makes a version of the model in the shadow: it predicts nothing until it is promoted. Each scope is fitted by itself ' +
      'from the shipped parameters; scopes that are not fitted here are taken over from the version that is active.',
    body: {
      type: CreateCalibrationDto,
      examples: {
        each_class: { summary: 'Each hardware class that was measured', value: {} },
        one_host: { summary: 'One host', value: { scopes: [{ kind: 'host', name: 'compute-05' }] } },
      },
    },
    answers: { 201: { description: 'The version, and how it came about.', type: CalibrationDto, example: EXAMPLE } },
    problems: ['calibration.nothing_to_fit', 'calibration.too_many_series'],
  }),

  get: documented({
    id: 'getCalibration',
    policy: 'io_advisor:calibration:get',
    summary: 'Look at how a version was fitted',
    description: 'What it was fitted to, and how far it is from that.',
    path: { version: { description: 'Calibrated version.', example: EXAMPLE_MODEL } },
    answers: { 200: { description: 'How it came about.', type: CalibrationDto, example: EXAMPLE } },
    problems: ['model.not_found'],
  }),
};
