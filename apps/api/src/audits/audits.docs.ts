import { AUDIT_CODES } from '@iopath/core';
import { documented } from '../openapi/documented';
import { PAGE_QUERY } from '../paging/page.docs';
import { AuditDto, AuditListDto, type AuditSummaryDto, StartAuditDto } from './audit.dto';
import { EXAMPLE_AUDIT_ID, EXAMPLE_AUDIT_KEY } from './audits.example';

const SUMMARY: AuditSummaryDto = {
  id: EXAMPLE_AUDIT_ID,
  origin: 'request',
  repair: false,
  started_at: '2026-11-21T08:00:00.000Z',
  finished_at: '2026-11-21T08:00:01.000Z',
  hosts: 24,
  counts: [{ code: 'used.differs', found: 1, left: 1 }],
};

const AUDIT: AuditDto = {
  ...SUMMARY,
  discrepancies: [
    {
      code: 'used.differs',
      subject: 'host compute-01, vcpus',
      expected: '8',
      found: '12',
      repair: AUDIT_CODES['used.differs'],
      repairable: true,
      repaired: false,
    },
  ],
};

export const auditsDocs = {
  start: documented({
    id: 'startAudit',
    policy: 'io_advisor:audit:create',
    summary: 'Audit the ledger',
    description:
      'Derives the whole ledger anew from its rows, in one consistent view, and tells each discrepancy with its repair. ' +
      'With `repair` it puts right what the rows leave no doubt about, each repair under its host’s lock; it deletes no ' +
      'hold that it cannot account for. The answer comes when the audit is over; one runs at a time.',
    headers: {
      'Idempotency-Key': {
        description: 'The same key with the same body gives the first answer again. The key fixes the id, too.',
        example: EXAMPLE_AUDIT_KEY,
      },
    },
    body: {
      type: StartAuditDto,
      examples: { look: { summary: 'Look only', value: { repair: false } } },
    },
    answers: {
      201: {
        description: 'The audit, which is over.',
        type: AuditDto,
        example: AUDIT,
        headers: { Location: 'Where the audit can be read again.' },
      },
    },
    problems: ['audit.running', 'idempotency.key_malformed', 'idempotency.key_reused', 'idempotency.in_progress'],
  }),

  list: documented({
    id: 'listAudits',
    policy: 'io_advisor:audit:list',
    summary: 'List audits',
    description: 'Newest first, a page at a time, those of the last 90 days: asked for, scheduled, and by command.',
    query: PAGE_QUERY,
    answers: { 200: { description: 'A page.', type: AuditListDto, example: { audits: [SUMMARY], links: [] } } },
    problems: ['query.marker_unknown'],
  }),

  get: documented({
    id: 'getAudit',
    policy: 'io_advisor:audit:get',
    summary: 'Look at an audit',
    description: 'What it found, and what it repaired.',
    path: { id: { description: 'Id of the audit.', example: EXAMPLE_AUDIT_ID } },
    answers: { 200: { description: 'The audit.', type: AuditDto, example: AUDIT } },
    problems: ['audit.not_found'],
  }),
};
