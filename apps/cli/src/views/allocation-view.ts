import type { Schemas } from '@iopath/api-client';
import type { Column, Field } from '../output/cell';

type Allocation = Schemas['AllocationDto'];

export const ALLOCATION_COLUMNS: readonly Column<Allocation>[] = [
  { name: 'ID', cell: ({ id }) => id },
  { name: 'Host Name', cell: ({ host_name }) => host_name },
  { name: 'Device', cell: ({ device }) => device },
  { name: 'Kind', cell: ({ kind }) => kind },
  { name: 'Address', cell: ({ vf_address }) => vf_address },
  { name: 'NUMA Node', cell: ({ numa_node }) => numa_node },
  { name: 'State', cell: ({ state }) => state },
  { name: 'Expires At', cell: ({ expires_at }) => expires_at },
  { name: 'Server ID', isLong: true, cell: ({ server_id }) => server_id },
  { name: 'PF Address', isLong: true, cell: ({ pf_address }) => pf_address },
  { name: 'Recommendation ID', isLong: true, cell: ({ recommendation_id }) => recommendation_id },
  { name: 'Project ID', isLong: true, cell: ({ project_id }) => project_id },
  { name: 'Generation', isLong: true, cell: ({ generation }) => generation },
  { name: 'Created At', isLong: true, cell: ({ created_at }) => created_at },
];

export const ALLOCATION_FIELDS = [
  ...(['id', 'recommendation_id', 'reservation_id', 'project_id', 'member', 'host_name', 'device', 'kind'] as const),
  ...(['pf_address', 'vf_address', 'numa_node', 'state', 'server_id', 'generation', 'expires_at'] as const),
  ...(['created_at', 'updated_at'] as const),
];

export function allocationFields(allocation: Allocation): readonly Field[] {
  return ALLOCATION_FIELDS.map((name) => ({ name, value: allocation[name] }));
}
