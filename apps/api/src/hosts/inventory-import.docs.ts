import { documented } from '../openapi/documented';
import { IMPORT_FORMATS, InventoryImportedDto } from './inventory-import.dto';
import { EXAMPLE_HOST } from './inventory.example';

const EXAMPLE_NODE_STATE = `apiVersion: sriovnetwork.openshift.io/v1
kind: SriovNetworkNodeState
metadata:
  name: ${EXAMPLE_HOST}
status:
  interfaces:
    - pciAddress: "0000:3b:00.0"
      name: ens1f0
      vendor: "15b3"
      deviceID: 101d
      driver: mlx5_core
      mtu: 9000
      totalvfs: 8
      linkSpeed: 25000 Mb/s
`;

const EXAMPLE_IMPORTED: InventoryImportedDto = {
  host_name: EXAMPLE_HOST,
  generation: 2,
  changes: { added: [], removed: [], changed: ['pfs/0000:3b:00.0'] },
  orphaned_allocations: [],
  summary: ['The MTU of PF ens1f0 (0000:3b:00.0) went from 1,500 to 9,000.'],
  format: 'sriov-nodestate',
  fact_sources: [
    { fact: 'numa_nodes', source: 'operator' },
    { fact: 'pfs.mtu', source: 'sriov-nodestate' },
  ],
  unseen: [],
  assumed: [],
  warnings: [],
};

export const inventoryImportDocs = {
  import: documented({
    id: 'importHostInventory',
    policy: 'io_advisor:inventory:put',
    summary: "Lay another tool's inventory over that of a host",
    description:
      'The body is what the tool wrote, as it is, at most 32 MiB. Its facts are laid over what was put and over what was ' +
      'imported in other formats, fact by fact as docs/inventory-import.md ranks the sources; the same format again takes ' +
      'the place of the former. A host that is not there is made. All or nothing. What changes no fact changes no ' +
      'generation, and the same bytes again only move the time, so a retry is harmless. `PUT …/inventory` replaces all of ' +
      'it and drops what was imported.',
    path: { host_name: { description: 'Name of the host.', example: EXAMPLE_HOST } },
    query: {
      format: {
        description: 'What the body is.',
        required: true,
        example: 'sriov-nodestate',
        schema: { type: 'string', enum: [...IMPORT_FORMATS] },
      },
      observed_at: {
        description: 'When the facts were observed. Left out: as the body says, else when it came.',
        schema: { type: 'string', format: 'date-time' },
      },
      generation: {
        description: 'The generation you saw. Left out: whatever there is.',
        schema: { type: 'integer', minimum: 0, maximum: 2 ** 31 - 1 },
      },
      dry_run: {
        description: 'Only tell what would change: nothing is written, and `generation` is not looked at.',
        schema: { type: 'string', enum: ['true', 'false'] },
      },
    },
    payload: {
      description: 'XML, JSON, YAML, text or an archive, as the format wants it.',
      examples: { node_state: { summary: 'What the SR-IOV operator knows of a node', value: EXAMPLE_NODE_STATE } },
    },
    answers: {
      200: {
        description: 'Laid over the host, or the same as before.',
        type: InventoryImportedDto,
        example: EXAMPLE_IMPORTED,
      },
      201: { description: 'The host is new.', type: InventoryImportedDto, example: EXAMPLE_IMPORTED },
    },
    problems: [
      'host_name.malformed',
      'host.not_found',
      'host.generation_conflict',
      'import.malformed',
      'import.not_this_format',
      'import.too_large',
      'import.unsafe',
    ],
  }),
};
