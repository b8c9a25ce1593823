import { documented } from '../../openapi/documented';
import { EXAMPLE_REPLAN_ID } from '../replans.example';
import { type AppliedStepDto, ApplyReplanDto, ReplanStepsDto, StepFailedDto } from './steps.dto';

const SERVER = '5e1f0a9b-8c7d-4e6f-a5b4-c3d2e1f0a9b8';

const PLANNED: AppliedStepDto = {
  id: 's1',
  state: null,
  recommendation_id: '0db4459b-b2ff-5f2f-b4b0-3db586fa496d',
  member: 0,
  server_id: SERVER,
  from_host: 'compute-01',
  to_host: 'compute-02',
  mechanism: 'cold',
  action: 'migrate',
  waits_for: [],
  attempts: 0,
  reservation_id: null,
  error: null,
  reported_by: null,
  reserved_at: null,
  started_at: null,
  finished_at: null,
  calls: [
    {
      service: 'compute',
      method: 'POST',
      path: `/servers/${SERVER}/action`,
      microversion: '2.56',
      body: { migrate: { host: 'compute-02' } },
    },
    {
      service: 'compute',
      method: 'POST',
      path: `/servers/${SERVER}/action`,
      microversion: '2.1',
      body: { confirmResize: null },
    },
  ],
  commands: [
    `openstack --os-compute-api-version 2.56 server migrate --host compute-02 --wait ${SERVER}`,
    `openstack server migration confirm ${SERVER}`,
  ],
};

const RESERVED: AppliedStepDto = {
  ...PLANNED,
  state: 'reserved',
  reservation_id: '0c1d2e3f-4a5b-5c6d-8e9f-a0b1c2d3e4f5',
  reserved_at: '2026-11-21T08:00:05.000Z',
};
const DONE: AppliedStepDto = {
  ...RESERVED,
  state: 'done',
  reported_by: 'api',
  started_at: '2026-11-21T08:00:06.000Z',
  finished_at: '2026-11-21T08:02:11.000Z',
};
const FAILED: AppliedStepDto = {
  ...DONE,
  state: 'failed',
  error: { code: 'step.reported_failed', detail: 'No valid host was found.' },
};

const answer = (status: ReplanStepsDto['status'], step: AppliedStepDto, dryRun = false): ReplanStepsDto => {
  return { id: EXAMPLE_REPLAN_ID, status, dry_run: dryRun, steps: [step] };
};

const PATH = { id: { description: 'Id of the re-plan.', example: EXAMPLE_REPLAN_ID } };
const STEP_PATH = { ...PATH, step_id: { description: 'Name of the step in its plan.', example: 's1' } };
const ANY = ['replan.not_found', 'replan.no_steps'] as const;
const OF_A_STEP = [
  ...ANY,
  'replan.step_not_found',
  'replan.step_through_cloud',
  'replan.step_not_begun',
  'replan.step_over',
] as const;

export const applyDocs = {
  apply: documented({
    id: 'applyReplan',
    policy: 'io_advisor:replan:apply',
    summary: 'Make the moves of a plan',
    description:
      'Tries the whole plan on the ledger as it is, and holds the targets of the steps that wait for nothing; from then on ' +
      'workers go on with it. Where a cloud is configured they ask Nova for each move, else each step waits for a caller ' +
      'to say how it ended. A plan that the fleet no longer allows is superseded, and nothing is changed. `dry_run` shows ' +
      'every call and command, and begins nothing.',
    path: PATH,
    body: {
      type: ApplyReplanDto,
      examples: {
        dry_run: { summary: 'Which calls would be made?', value: { dry_run: true } },
        apply: { summary: 'Make them', value: {} },
      },
    },
    answers: {
      200: { description: 'The steps.', type: ReplanStepsDto, example: answer('applying', RESERVED) },
    },
    problems: [...ANY, 'replan.not_planned', 'replan.outdated'],
  }),

  stop: documented({
    id: 'stopReplan',
    policy: 'io_advisor:replan:stop',
    summary: 'Begin no more steps',
    description:
      'A step that runs ends, and is settled; the others are skipped, and what was held for them is given back. It is ' +
      'not gone on with after that.',
    path: PATH,
    answers: {
      200: {
        description: 'The steps.',
        type: ReplanStepsDto,
        example: answer('stopped', { ...DONE, state: 'running' }),
      },
    },
    problems: [...ANY, 'replan.not_applying'],
  }),

  resume: documented({
    id: 'resumeReplan',
    policy: 'io_advisor:replan:resume',
    summary: 'Go on after a pause',
    description: 'Steps that failed are tried again, on the fleet as it is by then.',
    path: PATH,
    answers: {
      200: { description: 'The steps.', type: ReplanStepsDto, example: answer('applying', PLANNED) },
    },
    problems: [...ANY, 'replan.not_paused'],
  }),

  steps: documented({
    id: 'listReplanSteps',
    policy: 'io_advisor:replan:steps',
    summary: 'Look at the steps of a re-plan',
    description: 'What each step does, how far it is, and what it asks of the cloud.',
    path: PATH,
    answers: { 200: { description: 'The steps.', type: ReplanStepsDto, example: answer('planned', PLANNED, false) } },
    problems: [...ANY],
  }),

  done: documented({
    id: 'reportReplanStepDone',
    policy: 'io_advisor:replan:report',
    summary: 'Say that a step is made',
    description:
      'Where no cloud is configured: the VM holds its new place alone from then on, and the old one is given back. Said ' +
      'again: nothing.',
    path: STEP_PATH,
    answers: { 200: { description: 'The steps.', type: ReplanStepsDto, example: answer('applied', DONE) } },
    problems: [...OF_A_STEP],
  }),

  failed: documented({
    id: 'reportReplanStepFailed',
    policy: 'io_advisor:replan:report',
    summary: 'Say that a step could not be made',
    description:
      'Where no cloud is configured: the VM keeps what it had, its new place is given back, and the re-plan pauses. What ' +
      'is left is planned anew as a re-plan of its own.',
    path: STEP_PATH,
    body: {
      type: StepFailedDto,
      examples: { detail: { summary: 'With the reason', value: { detail: 'No valid host was found.' } } },
    },
    answers: { 200: { description: 'The steps.', type: ReplanStepsDto, example: answer('paused', FAILED) } },
    problems: [...OF_A_STEP],
  }),
};
