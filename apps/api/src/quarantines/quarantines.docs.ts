import { documented } from '../openapi/documented';
import { EXAMPLE_QUARANTINE_ID } from '../openapi/example-ids';
import { PAGE_QUERY } from '../paging/page.docs';
import { OpenQuarantineDto, QUARANTINE_STATES, QuarantineDto, QuarantineListDto } from './quarantine.dto';

const ASKED = { host_name: 'compute-05', device_address: '0000:17:00.0', note: 'loses packets' };

const EXAMPLE: QuarantineDto = {
  id: EXAMPLE_QUARANTINE_ID,
  ...ASKED,
  pf_address: null,
  reason: 'operator',
  allocation_id: null,
  since: '2026-11-21T08:00:05.000Z',
  by: 'api',
  cleared_at: null,
  cleared_by: null,
};

/** The same after it was cleared. */
export const CLEARED: QuarantineDto = { ...EXAMPLE, cleared_at: '2026-11-21T09:00:00.000Z', cleared_by: 'api' };

export const quarantinesDocs = {
  list: documented({
    id: 'listQuarantines',
    policy: 'io_advisor:quarantine:list',
    summary: 'List quarantines',
    description: 'Devices that nobody is given, and those that once were such, a page at a time.',
    query: {
      host_name: { description: 'Only those of this host.', schema: { type: 'string', maxLength: 255 } },
      state: {
        description: 'Only those that last, or only those cleared.',
        schema: { type: 'string', enum: [...QUARANTINE_STATES] },
      },
      ...PAGE_QUERY,
    },
    answers: {
      200: { description: 'A page.', type: QuarantineListDto, example: { quarantines: [EXAMPLE], links: [] } },
    },
    problems: ['query.marker_unknown'],
  }),

  open: documented({
    id: 'openQuarantine',
    policy: 'io_advisor:quarantine:create',
    summary: 'Set a device aside',
    description:
      'Nobody is given the device until it is cleared. A PF takes its VFs with it, and a VF keeps its PF from being given ' +
      'as a whole. Whoever holds the device keeps it.',
    headers: { 'Idempotency-Key': { description: 'The same key and body give the first answer again.' } },
    body: {
      type: OpenQuarantineDto,
      examples: { pf: { summary: 'A PF', value: ASKED } },
    },
    answers: { 201: { description: 'The quarantine.', type: QuarantineDto, example: EXAMPLE } },
    problems: [
      'host.not_found',
      'quarantine.already_open',
      'idempotency.key_malformed',
      'idempotency.key_reused',
      'idempotency.in_progress',
    ],
  }),

  clear: documented({
    id: 'clearQuarantine',
    policy: 'io_advisor:quarantine:clear',
    summary: 'Give a device back to the fleet',
    description: 'For when it is clean, or repaired. Clearing again changes nothing.',
    path: { id: { description: 'Id of the quarantine.', example: EXAMPLE_QUARANTINE_ID } },
    answers: { 200: { description: 'The quarantine after it.', type: QuarantineDto, example: CLEARED } },
    problems: ['quarantine.not_found'],
  }),
};
