import { documented } from '../openapi/documented';
import { PAGE_QUERY } from '../paging/page.docs';
import { BulkResultDto, HostDto, HostListDto, InventoryWrittenDto, PatchHostDto } from './host.dto';
import { HostFactsDto } from './host-facts.dto';
import { EXAMPLE_HOST, EXAMPLE_INVENTORY } from './inventory.example';
import { BulkInventoryDto, InventoryDto } from './inventory.dto';

const HOST_PATH = { host_name: { description: 'Name of the host.', example: EXAMPLE_HOST } };

const EXAMPLE_SUMMARY: HostDto = {
  host_name: EXAMPLE_HOST,
  state: 'active',
  generation: 1,
  availability_zone: 'nova',
  aggregates: ['sriov'],
  pfs: 1,
  vfs: 2,
  vfs_allocated: 0,
  observed_at: '2026-11-21T08:00:00.000Z',
  updated_at: '2026-11-21T08:00:05.000Z',
};

const EXAMPLE_WRITTEN: InventoryWrittenDto = {
  host_name: EXAMPLE_HOST,
  generation: 1,
  changes: { added: ['numa_nodes/0', 'pfs/0000:3b:00.0'], removed: [], changed: [] },
  orphaned_allocations: [],
  summary: ['The host is new: one NUMA node with 64 CPUs and one PF with 2 VFs.'],
};

export const hostsDocs = {
  putInventory: documented({
    id: 'putHostInventory',
    policy: 'io_advisor:inventory:put',
    summary: 'Replace the inventory of a host',
    description:
      'Takes the whole document or nothing of it. `generation` is the one you saw, null for a host that you believe ' +
      'does not exist. The same document again changes nothing, generation included, so a retry is harmless.',
    path: HOST_PATH,
    body: { type: InventoryDto, examples: { new_host: { summary: 'A new host', value: EXAMPLE_INVENTORY } } },
    answers: {
      200: { description: 'Replaced, or the same as before.', type: InventoryWrittenDto, example: EXAMPLE_WRITTEN },
      201: { description: 'The host is new.', type: InventoryWrittenDto, example: EXAMPLE_WRITTEN },
    },
    problems: ['host_name.malformed', 'host.not_found', 'host.generation_conflict', 'host.already_exists'],
  }),

  bulk: documented({
    id: 'bulkPutHostInventories',
    policy: 'io_advisor:inventory:put',
    summary: 'Replace the inventories of many hosts',
    description:
      'NDJSON: one inventory document a line, each with its `host_name`, at most 4 MiB a line, any number of lines. ' +
      'The answer has one result a line, in order, and begins before the body ends. A bad line fails alone: its ' +
      '`status` is the one that a `PUT` would have got, and `problem` the document.',
    headers: {
      'Idempotency-Key': {
        description:
          'The same key with the same body gives the first answer again; with another body it is refused. Then the ' +
          'body may have 64 MiB, and is answered when all of it is done.',
      },
    },
    body: {
      type: BulkInventoryDto,
      content: 'application/x-ndjson',
      examples: {
        one_line: {
          summary: 'One line',
          value: `${JSON.stringify({ host_name: EXAMPLE_HOST, ...EXAMPLE_INVENTORY })}\n`,
        },
      },
    },
    answers: {
      200: {
        description: 'A result a line.',
        type: BulkResultDto,
        content: 'application/x-ndjson',
        example: `${JSON.stringify({ line: 1, status: 201, created: true, ...EXAMPLE_WRITTEN })}\n`,
      },
    },
    problems: ['idempotency.key_malformed', 'idempotency.key_reused', 'idempotency.in_progress'],
  }),

  list: documented({
    id: 'listHosts',
    policy: 'io_advisor:host:list',
    summary: 'List hosts',
    description: 'Hosts by name, a page at a time.',
    query: PAGE_QUERY,
    answers: { 200: { description: 'A page.', type: HostListDto, example: { hosts: [EXAMPLE_SUMMARY], links: [] } } },
    problems: ['query.marker_unknown'],
  }),

  get: documented({
    id: 'getHost',
    policy: 'io_advisor:host:get',
    summary: 'Look at a host',
    description: 'State, generation and counts. The inventory is a resource of its own.',
    path: HOST_PATH,
    answers: { 200: { description: 'The host.', type: HostDto, example: EXAMPLE_SUMMARY } },
    problems: ['host_name.malformed', 'host.not_found'],
  }),

  getInventory: documented({
    id: 'getHostInventory',
    policy: 'io_advisor:inventory:get',
    summary: 'Read the inventory of a host',
    description: 'The document as it was put, with its present generation: change it and put it back.',
    path: HOST_PATH,
    answers: {
      200: { description: 'The document.', type: InventoryDto, example: { ...EXAMPLE_INVENTORY, generation: 1 } },
    },
    problems: ['host_name.malformed', 'host.not_found'],
  }),

  facts: documented({
    id: 'getHostFacts',
    policy: 'io_advisor:inventory:facts',
    summary: 'Look whose word the facts of a host are',
    description:
      'Each fact of the inventory with its source and age, who else tells it, and where sources contradict each other. ' +
      'docs/sync.md has the table of precedence, docs/inventory-import.md that of what was imported.',
    path: HOST_PATH,
    answers: {
      200: {
        description: 'The facts.',
        type: HostFactsDto,
        example: {
          host_name: EXAMPLE_HOST,
          sources: [
            {
              source: 'put',
              observed_at: '2026-11-21T08:00:00.000Z',
              age_s: 120,
              unchanged_since: '2026-11-21T08:00:00.000Z',
            },
          ],
          layers: [],
          facts: [{ name: 'numa_nodes', source: 'put', age_s: 120, others: [], told_by: [] }],
          fact_sources: [],
          unseen: [],
          assumed: [],
          compute_service: null,
          network_agents: null,
          warnings: [],
        },
      },
    },
    problems: ['host_name.malformed', 'host.not_found'],
  }),

  patch: documented({
    id: 'setHostState',
    policy: 'io_advisor:host:update',
    summary: 'Drain, disable or re-activate a host',
    description: 'Only `active` hosts are recommended. What a host holds stays until it is released.',
    path: HOST_PATH,
    body: {
      type: PatchHostDto,
      examples: { drain: { summary: 'Drain', value: { state: 'draining', generation: 1 } } },
    },
    answers: {
      200: {
        description: 'The host after the change.',
        type: HostDto,
        example: { ...EXAMPLE_SUMMARY, state: 'draining', generation: 2 },
      },
    },
    problems: ['host_name.malformed', 'host.not_found', 'host.generation_conflict'],
  }),

  delete: documented({
    id: 'deleteHost',
    policy: 'io_advisor:host:delete',
    summary: 'Forget a host',
    description:
      'Refused while anything is reserved or confirmed on the host, unless `orphan=true`: what is confirmed is then ' +
      'orphaned, and confirmed again if the host comes back; what is only reserved is released.',
    path: HOST_PATH,
    query: {
      orphan: {
        description: 'Orphan what is confirmed there and release what is only reserved, instead of refusing.',
        schema: { type: 'string', enum: ['true', 'false'] },
      },
    },
    answers: { 204: { description: 'Forgotten.' } },
    problems: ['host_name.malformed', 'host.not_found', 'host.has_allocations'],
  }),
};
