import { documented } from '../openapi/documented';
import { PAGE_QUERY } from '../paging/page.docs';
import { ProfileDto, ProfileListDto, PutProfileDto } from './profile.dto';

export const EXAMPLE_PROFILE = 'telco';

const PATH = { name: { description: 'Name of the profile.', example: EXAMPLE_PROFILE } };

const DOCUMENT = {
  description: 'For the core network: latency first, on few hosts.',
  weights: { latency: 50, throughput: 15, numa_locality: 20, scarcity: 5, host_headroom: 10, server_group: 20 },
  targets: { nic_latency_us: 80, nic_throughput_mbps: 5000, disk_latency_us: 300, disk_iops: 10_000 },
  packs: true,
  defaults: { migration: 'cold_ok', isolation: 'shared', reservation_ttl_s: 900 },
} satisfies Partial<ProfileDto>;

const PROFILE: ProfileDto = {
  name: EXAMPLE_PROFILE,
  version: 1,
  generation: 1,
  built_in: false,
  ...DOCUMENT,
  created_at: '2026-11-21T08:00:05.000Z',
};

export const profilesDocs = {
  list: documented({
    id: 'listProfiles',
    policy: 'io_advisor:profile:list',
    summary: 'List profiles',
    description: 'Current versions by name, a page at a time: those that come with the product and your own.',
    query: PAGE_QUERY,
    answers: { 200: { description: 'A page.', type: ProfileListDto, example: { profiles: [PROFILE], links: [] } } },
    problems: ['query.marker_unknown'],
  }),

  get: documented({
    id: 'getProfile',
    policy: 'io_advisor:profile:get',
    summary: 'Read a profile',
    description:
      'The current version, or any that it ever had; the versions of a deleted profile stay readable. Change what you ' +
      'read and put it back, or put an older version back to return to it.',
    path: PATH,
    query: {
      version: {
        description: 'An older version; left out: the current one.',
        schema: { type: 'integer', minimum: 1 },
      },
    },
    answers: { 200: { description: 'The profile.', type: ProfileDto, example: PROFILE } },
    problems: ['profile_name.malformed', 'profile.not_found', 'profile.version_not_found'],
  }),

  put: documented({
    id: 'putProfile',
    policy: 'io_advisor:profile:put',
    summary: 'Write a profile',
    description:
      'Makes its next version, or the first one. `generation` is the one you saw, null for a profile that you believe ' +
      'does not exist. What is current already changes nothing, so a retry is harmless. Requests that came before, ' +
      'decided or not, keep the version that was current then.',
    path: PATH,
    body: {
      type: PutProfileDto,
      examples: { new_profile: { summary: 'A new profile', value: { generation: null, ...DOCUMENT } } },
    },
    answers: {
      200: { description: 'A new version, or the same as before.', type: ProfileDto, example: PROFILE },
      201: { description: 'The profile is new.', type: ProfileDto, example: PROFILE },
    },
    problems: ['profile_name.malformed', 'profile.not_found', 'profile.generation_conflict', 'profile.already_exists'],
  }),

  delete: documented({
    id: 'deleteProfile',
    policy: 'io_advisor:profile:delete',
    summary: 'Delete a profile of your own',
    description: 'No request may name it from now on. What was decided by it stays, and so do its versions.',
    path: PATH,
    answers: { 204: { description: 'Deleted.' } },
    problems: ['profile_name.malformed', 'profile.not_found', 'profile.built_in'],
  }),
};
