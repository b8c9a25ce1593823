import { answerOf } from '@iopath/api-client';
import { defineCommand } from '../../command';
import { EXIT } from '../../exit-codes';
import { ALLOCATION_FIELDS, allocationFields } from '../../views/allocation-view';
import { ID } from '../host-argument';

export const allocationConfirm = defineCommand({
  usage: 'confirm <id>',
  describe: 'Say which server uses the device',
  examples: [['$0 allocation confirm ID --server SERVER_ID', 'from now on it does not expire']],
  positionals: ID,
  options: {
    server: { type: 'string', demandOption: true, requiresArg: true, describe: 'Nova’s id of the server' },
    generation: { type: 'number', describe: 'Refuse if the allocation has moved on from this generation' },
  },
  output: 'show',
  columns: ALLOCATION_FIELDS,
  run: async ({ id, server, generation }, { api, printer }) => {
    const client = await api();
    const confirmed = await answerOf(
      client.POST('/v1/allocations/{id}:confirm', {
        params: { path: { id } },
        body: { server_id: server, ...(generation !== undefined && { generation }) },
      }),
    );
    printer.show(allocationFields(confirmed));
    return EXIT.done;
  },
});
