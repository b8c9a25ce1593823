import { answerOf, type Schemas } from '@iopath/api-client';
import { defineCommand } from '../../command';
import { EXIT } from '../../exit-codes';
import type { Column } from '../../output/cell';
import { allPages } from '../../paging';

type Listed = Schemas['RecommendationListDto']['recommendations'][number];

const COLUMNS: readonly Column<Listed>[] = [
  { name: 'ID', cell: ({ id }) => id },
  { name: 'Name', cell: ({ name }) => name },
  { name: 'Status', cell: ({ status }) => status },
  { name: 'Host Name', cell: ({ host_name }) => host_name },
  { name: 'Created At', cell: ({ created_at }) => created_at },
  { name: 'Project ID', isLong: true, cell: ({ project_id }) => project_id },
];

export const recommendationList = defineCommand({
  usage: 'list',
  describe: 'List recommendations, the newest first',
  examples: [['$0 recommendation list --limit 20', 'the last twenty']],
  positionals: {},
  options: { limit: { type: 'number', describe: 'So many at most' } },
  output: 'list',
  columns: COLUMNS.map(({ name }) => name),
  run: async ({ limit }, { api, printer }) => {
    const client = await api();
    const found = await allPages(limit, async (page) => {
      const answer = await answerOf(client.GET('/v1/recommendations', { params: { query: page } }));
      return { items: answer.recommendations, links: answer.links };
    });
    printer.list(COLUMNS, found);
    return EXIT.done;
  },
});
