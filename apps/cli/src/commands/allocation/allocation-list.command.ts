import { answerOf } from '@iopath/api-client';
import { defineCommand } from '../../command';
import { EXIT } from '../../exit-codes';
import { allPages } from '../../paging';
import { ALLOCATION_COLUMNS } from '../../views/allocation-view';

export const allocationList = defineCommand({
  usage: 'list',
  describe: 'List allocations of devices, the newest first',
  examples: [
    ['$0 allocation list --host compute-01 --state reserved', 'what waits on a host to be confirmed'],
    ['$0 allocation list --long', 'with servers, PFs and recommendations'],
  ],
  positionals: {},
  options: {
    host: { type: 'string', describe: 'Only on this host' },
    project: { type: 'string', describe: 'Only of this project, by its id' },
    state: {
      choices: ['reserved', 'confirmed', 'orphaned', 'released', 'expired'],
      describe: 'Only in this state',
    },
    limit: { type: 'number', describe: 'So many at most' },
  },
  output: 'list',
  columns: ALLOCATION_COLUMNS.map(({ name }) => name),
  run: async ({ limit, host, project, state }, { api, printer }) => {
    const client = await api();
    const filter = {
      ...(host !== undefined && { host_name: host }),
      ...(project !== undefined && { project_id: project }),
      ...(state !== undefined && { state: state as 'reserved' }),
    };
    const found = await allPages(limit, async (page) => {
      const answer = await answerOf(client.GET('/v1/allocations', { params: { query: { ...filter, ...page } } }));
      return { items: answer.allocations, links: answer.links };
    });
    printer.list(ALLOCATION_COLUMNS, found);
    return EXIT.done;
  },
});
