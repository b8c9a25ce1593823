import { answerOf, type Schemas } from '@iopath/api-client';
import { defineCommand } from '../../command';
import { EXIT, type ExitCode } from '../../exit-codes';
import { ALLOCATION_COLUMNS } from '../../views/allocation-view';

export const allocationRelease = defineCommand({
  usage: 'release <id..>',
  describe: 'Give devices back',
  examples: [
    ['$0 allocation release ID', 'one'],
    ['$0 allocation release ID --cleanup failed', 'its device is set aside, since it could not be cleaned'],
  ],
  positionals: { id: { type: 'string', array: true, demandOption: true, describe: 'Ids of allocations' } },
  options: {
    cleanup: { choices: ['done', 'failed'], default: 'done', describe: 'Whether the device is fit for another VM' },
  },
  output: 'list',
  columns: ALLOCATION_COLUMNS.map(({ name }) => name),
  run: async ({ id: ids, cleanup }, { api, printer, report }) => {
    const client = await api();
    const released: Schemas['AllocationDto'][] = [];
    let worst: ExitCode = EXIT.done;
    // One that is refused keeps no other one from being given back.
    for (const id of ids) {
      try {
        const call = client.POST('/v1/allocations/{id}:release', {
          params: { path: { id } },
          body: { cleanup: cleanup as 'done' },
        });
        released.push(await answerOf(call));
      } catch (error) {
        worst = report(error);
      }
    }
    if (released.length > 0) printer.list(ALLOCATION_COLUMNS, released);
    return worst;
  },
});
