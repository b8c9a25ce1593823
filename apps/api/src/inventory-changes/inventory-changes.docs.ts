import { EXAMPLE_HOST, EXAMPLE_INVENTORY } from '../hosts/inventory.example';
import { InventoryDto } from '../hosts/inventory.dto';
import { documented } from '../openapi/documented';
import { PAGE_QUERY } from '../paging/page.docs';
import { diffText, historyText } from './change-text';
import {
  InventoryDiffDto,
  InventoryHistoryDto,
  type InventoryChangeDto,
  type TouchedHoldDto,
} from './inventory-change.dto';

const HOST_PATH = { host_name: { description: 'Name of the host.', example: EXAMPLE_HOST } };

const GONE: InventoryChangeDto = {
  code: 'vf.gone',
  subject: 'pfs/0000:3b:00.0/vfs/0000:3b:00.2',
  field: null,
  count: 1,
  text: 'VF 0 of ens1f0 (0000:3b:00.0) is gone.',
  before: '0',
  after: null,
  effect: 'breaks_guests',
};

const SLOWER: InventoryChangeDto = {
  code: 'pf.link_speed_changed',
  subject: 'pfs/0000:3b:00.0',
  field: 'link_speed_mbps',
  count: 1,
  text: 'PF ens1f0 (0000:3b:00.0) went from 25,000 to 10,000 Mbit/s.',
  before: 25_000,
  after: 10_000,
  effect: 'capacity_less',
};

const TOUCHED: TouchedHoldDto = {
  kind: 'allocation',
  id: '0d6f2f0a-5a0e-5c3b-9a54-0d0b8f3f6a21',
  recommendation_id: '6f1c2a0e-0d4b-4b0e-9d7e-6f0c7f1a2b3c',
  vm_name: 'db-1',
  member: 0,
  project_id: 'p1',
  state: 'orphaned',
  server_id: '3b1f7c52-0000-4000-8000-000000000001',
  device: '0000:3b:00.2',
  reasons: [
    {
      code: 'vf.gone',
      subject: GONE.subject,
      text: 'It holds VF 0000:3b:00.2 of PF 0000:3b:00.0, which is gone.',
    },
  ],
};

const TOLD = { changes: [GONE, SLOWER], changes_total: 2, touched: [TOUCHED], touched_total: 1 };

const HISTORY: InventoryHistoryDto = {
  host_name: EXAMPLE_HOST,
  history: [
    {
      id: '17',
      generation: 2,
      at: '2026-11-21T08:00:05.000Z',
      by: {
        actor: 'inventory',
        reason: 'put inventory',
        request_id: 'req-6f1c2a0e-0d4b-4b0e-9d7e-6f0c7f1a2b3c',
        user_id: null,
        user_project_id: null,
      },
      source: 'collector',
      ...TOLD,
    },
  ],
  links: [],
};

const DIFF: InventoryDiffDto = {
  host_name: EXAMPLE_HOST,
  generation: 1,
  ...TOLD,
  orphaned_allocations: [TOUCHED.id],
};

const AS_TEXT = 'With `Accept: text/plain` the same as lines for a terminal.';

export const inventoryChangesDocs = {
  list: documented({
    id: 'listInventoryChanges',
    policy: 'io_advisor:inventory:changes',
    summary: 'List what changed on a host',
    description:
      'What each write of its inventory changed, in sentences, newest first, and which allocations, reservations and ' +
      `recommendations that touched. A write that changes nothing is not in it. ${AS_TEXT}`,
    path: HOST_PATH,
    query: PAGE_QUERY,
    answers: {
      200: { description: 'A page.', type: InventoryHistoryDto, example: HISTORY, textExample: historyText(HISTORY) },
    },
    problems: ['host_name.malformed', 'host.not_found', 'query.marker_unknown'],
  }),

  diff: documented({
    id: 'diffHostInventory',
    policy: 'io_advisor:inventory:diff',
    summary: 'See what an inventory would change',
    description:
      'What a `PUT` of this document would change and touch, and nothing is written. `generation` is not looked at. Of a ' +
      `host that is not known all would be new. ${AS_TEXT}`,
    path: HOST_PATH,
    body: {
      type: InventoryDto,
      examples: { rack: { summary: 'Another rack', value: { ...EXAMPLE_INVENTORY, rack: 'r2' } } },
    },
    answers: {
      200: {
        description: 'What would be different.',
        type: InventoryDiffDto,
        example: DIFF,
        textExample: diffText(DIFF),
      },
    },
    problems: ['host_name.malformed'],
  }),
};
