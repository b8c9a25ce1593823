import { answerOf, type Schemas } from '@iopath/api-client';
import { defineCommand } from '../../command';
import { EXIT } from '../../exit-codes';
import type { Column } from '../../output/cell';
import { allPages } from '../../paging';

const COLUMNS: readonly Column<Schemas['HostDto']>[] = [
  { name: 'Host Name', cell: ({ host_name }) => host_name },
  { name: 'State', cell: ({ state }) => state },
  { name: 'Availability Zone', cell: ({ availability_zone }) => availability_zone },
  { name: 'Aggregates', isLong: true, cell: ({ aggregates }) => ({ value: aggregates }) },
  { name: 'PFs', cell: ({ pfs }) => pfs },
  { name: 'VFs', cell: ({ vfs }) => vfs },
  { name: 'VFs Allocated', cell: ({ vfs_allocated }) => vfs_allocated },
  { name: 'Generation', isLong: true, cell: ({ generation }) => generation },
  { name: 'Observed At', cell: ({ observed_at }) => observed_at },
  { name: 'Updated At', isLong: true, cell: ({ updated_at }) => updated_at },
];

export const hostList = defineCommand({
  usage: 'list',
  describe: 'List hosts, by name',
  examples: [
    ['$0 host list', 'all hosts'],
    ['$0 host list -c "Host Name" -o value', 'their names, one a line'],
    ['$0 host list --sort-column VFs --sort-descending', 'those with the most VFs first'],
  ],
  positionals: {},
  options: {
    state: { choices: ['active', 'draining', 'disabled'], describe: 'Only hosts in this state' },
    limit: { type: 'number', describe: 'So many at most' },
  },
  output: 'list',
  columns: COLUMNS.map(({ name }) => name),
  run: async ({ limit, state }, { api, printer }) => {
    const client = await api();
    const hosts = await allPages(limit, async (page) => {
      const answer = await answerOf(client.GET('/v1/hosts', { params: { query: page } }));
      return { items: answer.hosts, links: answer.links };
    });
    printer.list(
      COLUMNS,
      hosts.filter((host) => state === undefined || host.state === state),
    );
    return EXIT.done;
  },
});
