import { answerOf, type Schemas } from '@iopath/api-client';
import { defineCommand } from '../../command';
import { EXIT } from '../../exit-codes';
import type { Column } from '../../output/cell';
import { HOST } from '../host-argument';

const COLUMNS: readonly Column<Schemas['HostNicDto']>[] = [
  { name: 'Address', cell: ({ address }) => address },
  { name: 'Name', cell: ({ ifname }) => ifname },
  { name: 'Model', cell: ({ model }) => model?.title },
  { name: 'Driver', cell: ({ driver }) => driver },
  { name: 'Physical Network', cell: ({ physical_network }) => physical_network },
  { name: 'VFs', cell: ({ vfs }) => vfs },
  { name: 'Total VFs', cell: ({ total_vfs }) => total_vfs },
  {
    name: 'Warnings',
    cell: ({ warnings }) => ({ value: warnings, text: warnings.map(({ detail }) => detail).join('\n') }),
  },
  {
    name: 'Assumed',
    isLong: true,
    cell: ({ assumed }) => ({ value: assumed, text: assumed.map(({ why }) => why).join('\n') }),
  },
  { name: 'IDs', isLong: true, cell: ({ vendor_id, product_id }) => `${vendor_id}:${product_id}` },
];

export const hostNics = defineCommand({
  usage: 'nics <host>',
  describe: 'List the SR-IOV NICs of a host: which models they are, and what is wrong with their VFs',
  examples: [
    ['$0 host nics compute-01 --fit-width', 'models and warnings'],
    ['$0 host nics compute-01 --long -o json', 'with what is assumed for want of a fact'],
  ],
  positionals: HOST,
  options: {},
  output: 'list',
  columns: COLUMNS.map(({ name }) => name),
  run: async ({ host }, { api, printer }) => {
    const client = await api();
    const params = { path: { host_name: host } };
    printer.list(COLUMNS, (await answerOf(client.GET('/v1/hosts/{host_name}/nics', { params }))).nics);
    return EXIT.done;
  },
});
