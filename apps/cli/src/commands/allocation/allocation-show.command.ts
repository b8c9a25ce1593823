import { answerOf } from '@iopath/api-client';
import { defineCommand } from '../../command';
import { EXIT } from '../../exit-codes';
import { ALLOCATION_FIELDS, allocationFields } from '../../views/allocation-view';
import { ID } from '../host-argument';

export const allocationShow = defineCommand({
  usage: 'show <id>',
  describe: 'Show an allocation',
  examples: [['$0 allocation show ID -c state -o value', 'how far it is']],
  positionals: ID,
  options: {},
  output: 'show',
  columns: ALLOCATION_FIELDS,
  run: async ({ id }, { api, printer }) => {
    const client = await api();
    printer.show(allocationFields(await answerOf(client.GET('/v1/allocations/{id}', { params: { path: { id } } }))));
    return EXIT.done;
  },
});
