import { documented } from '../openapi/documented';
import { HealthDto, ReadinessDto, VersionDocumentDto } from './health.dto';
import { VersionsDto } from './versions.dto';

const EXAMPLE_VERSION = {
  id: 'v1.0',
  status: 'CURRENT',
  min_version: '1.0',
  max_version: '1.0',
  updated: '2026-11-21T00:00:00Z',
  links: [{ rel: 'self', href: 'http://127.0.0.1:8080/v1/' }],
};

export const versionsDocs = {
  list: documented({
    id: 'listVersions',
    policy: 'public',
    summary: 'List the versions of the API',
    description: 'Version discovery as in other OpenStack services.',
    answers: { 200: { description: 'The versions.', type: VersionsDto, example: { versions: [EXAMPLE_VERSION] } } },
    problems: [],
  }),

  get: documented({
    id: 'getVersion',
    policy: 'public',
    summary: 'Look at version 1 of the API',
    description: 'The entry of `GET /` for this version.',
    answers: { 200: { description: 'The version.', type: VersionDocumentDto, example: { version: EXAMPLE_VERSION } } },
    problems: [],
  }),
};

export const healthDocs = {
  health: documented({
    id: 'getHealth',
    policy: 'public',
    summary: 'Does the process run?',
    description: 'For the supervisor that restarts it. Says nothing of database and queue.',
    answers: { 200: { description: 'It runs.', type: HealthDto, example: { status: 'ok' } } },
    problems: [],
  }),

  ready: documented({
    id: 'getReadiness',
    policy: 'public',
    summary: 'Can it serve?',
    description: 'For the load balancer: whether database and queue answer.',
    answers: {
      200: {
        description: 'It can.',
        type: ReadinessDto,
        example: { status: 'ok', checks: { database: 'ok', queue: 'ok', cloud: 'not_configured' } },
      },
    },
    problems: ['service.not_ready'],
  }),

  metrics: documented({
    id: 'getMetrics',
    policy: 'public',
    summary: 'Metrics',
    description: "Counters and timings in Prometheus' text format.",
    answers: {
      200: {
        description: 'The metrics.',
        content: 'text/plain',
        example: '# TYPE advisor_http_request_duration_seconds histogram\n',
      },
    },
    problems: [],
  }),
};
