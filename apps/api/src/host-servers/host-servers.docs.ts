import { EXAMPLE_HOST } from '../hosts/inventory.example';
import { documented } from '../openapi/documented';
import { PAGE_QUERY } from '../paging/page.docs';
import { type HostServerDto, HostServerListDto } from './host-server.dto';

const EXAMPLE: HostServerDto = {
  id: '5e0c1d2b-7d53-4c36-9d0c-3c6a7d0f1b2e',
  is_server: true,
  name: 'db-1',
  status: 'ACTIVE',
  project_id: 'p1',
  host_name: EXAMPLE_HOST,
  foreign: true,
  reservation_id: null,
  holds: {
    vcpus: 0,
    pcpus: 2,
    memory_mib: 4096,
    disk_gib: 20,
    cells: [
      { numa_node: 0, shared_vcpus: 0, pinned_cpus: '4-5', unknown_pinned_cpus: 0, memory_mib: 4096, page_size_kib: 4 },
    ],
    devices: [{ kind: 'vf', address: '0000:3b:00.2', pf_address: '0000:3b:00.0', bandwidth_mbps: 0 }],
    devices_somewhere: [],
  },
  since: '2026-11-21T08:00:05.000Z',
  first_seen_at: '2026-11-21T08:00:05.000Z',
  last_seen_at: '2026-11-21T08:10:05.000Z',
};

export const hostServersDocs = {
  list: documented({
    id: 'listHostServers',
    policy: 'io_advisor:host:servers',
    summary: 'List the servers on a host',
    description:
      'Every server that Nova runs on the host as the last synchronisation found it, whoever placed it, and what else ' +
      'Placement has allocated there. What is `foreign` counts by itself; for the rest the reservation counts.',
    path: { host_name: { description: 'Name of the host.', example: EXAMPLE_HOST } },
    query: PAGE_QUERY,
    answers: {
      200: { description: 'A page.', type: HostServerListDto, example: { servers: [EXAMPLE], links: [] } },
    },
    problems: ['host_name.malformed', 'host.not_found', 'query.marker_unknown'],
  }),
};
