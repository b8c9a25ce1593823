import { answerOf } from '@iopath/api-client';
import { defineCommand } from '../../command';
import { EXIT } from '../../exit-codes';
import { HOST_FIELDS, hostFields } from '../../views/host-view';
import { HOST } from '../host-argument';

export const hostShow = defineCommand({
  usage: 'show <host>',
  describe: 'Show a host: NUMA nodes, PFs and VFs, other devices',
  examples: [
    ['$0 host show compute-01', 'all that is known of it'],
    ['$0 host show compute-01 -c pfs -o json', 'its PFs and VFs, for a program'],
  ],
  positionals: HOST,
  options: {},
  output: 'show',
  columns: HOST_FIELDS,
  run: async ({ host }, { api, printer }) => {
    const client = await api();
    const params = { path: { host_name: host } };
    const [found, inventory] = await Promise.all([
      answerOf(client.GET('/v1/hosts/{host_name}', { params })),
      answerOf(client.GET('/v1/hosts/{host_name}/inventory', { params })),
    ]);
    printer.show(hostFields(found, inventory));
    return EXIT.done;
  },
});
