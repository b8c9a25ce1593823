import { documented } from '../openapi/documented';
import { PAGE_QUERY } from '../paging/page.docs';
import { ApplyDriftDto, CODES, DriftAppliedDto, type DriftFindingDto, DriftListDto, SEVERITIES } from './drift.dto';
import { EXAMPLE_FINDING_ID } from './drift.example';

const DETAIL = 'VF 0000:17:00.2 is held for server 3b1f7c52-0000-4000-8000-000000000001, which is gone.';

const FINDING: DriftFindingDto = {
  id: EXAMPLE_FINDING_ID,
  code: 'vf_leaked',
  severity: 'critical',
  host_name: 'compute-05',
  subject: { kind: 'allocation', id: '0d6f2f0a-5a0e-5c3b-9a54-0d0b8f3f6a21' },
  detail: DETAIL,
  repair: {
    kind: 'ours',
    commands: [
      `curl -X POST "$IOPATH_URL/v1/drift:apply" -H "X-Auth-Token: $OS_TOKEN" -H "Content-Type: application/json" -d '{"ids":["${EXAMPLE_FINDING_ID}"],"dry_run":false}'`,
    ],
    applicable: true,
  },
  first_observed_at: '2026-11-21T08:00:00.000Z',
  observed_at: '2026-11-21T08:01:00.000Z',
};

export const driftDocs = {
  list: documented({
    id: 'listDrift',
    policy: 'io_advisor:drift:list',
    summary: 'List on what inventory, cloud and ledger do not agree',
    description:
      'As the newest synchronisation found it, after it had put right what it could: leaked VFs, orphaned allocations, ' +
      'stale inventories and more, each with the commands that repair it. Empty where no cloud is configured.',
    query: {
      ...PAGE_QUERY,
      host_name: { description: 'Only those of this host.', schema: { type: 'string', maxLength: 255 } },
      severity: { description: 'Only those of this severity.', schema: { type: 'string', enum: [...SEVERITIES] } },
      code: { description: 'Only those of this code.', schema: { type: 'string', enum: [...CODES] } },
    },
    answers: { 200: { description: 'A page.', type: DriftListDto, example: { findings: [FINDING], links: [] } } },
    problems: ['query.marker_unknown'],
  }),

  apply: documented({
    id: 'applyDrift',
    policy: 'io_advisor:drift:apply',
    summary: 'Put right what is the ledger’s',
    description:
      'Does, for findings whose repair is `ours`, what the next synchronisation would do, and releases devices of servers ' +
      'that Nova does not have. Only tells what it would do unless `dry_run` is false. What is the cloud’s it never ' +
      'touches; Placement’s allocations of Nova’s servers least of all.',
    body: {
      type: ApplyDriftDto,
      examples: { all: { summary: 'What would be done', value: { all: true, dry_run: true } } },
    },
    answers: {
      200: {
        description: 'One line a finding.',
        type: DriftAppliedDto,
        example: {
          dry_run: true,
          results: [
            {
              id: EXAMPLE_FINDING_ID,
              code: 'vf_leaked',
              host_name: 'compute-05',
              outcome: 'would_apply',
              detail: DETAIL,
            },
          ],
        },
      },
    },
    problems: ['drift.not_found', 'drift.not_ours'],
  }),
};
