import { answerOf, type Schemas } from '@iopath/api-client';
import { defineCommand } from '../../command';
import { EXIT } from '../../exit-codes';
import type { Column } from '../../output/cell';
import { HOST } from '../host-argument';

const COLUMNS: readonly Column<Schemas['PfVfAdviceDto']>[] = [
  { name: 'PF Address', cell: ({ pf_address }) => pf_address },
  { name: 'Name', cell: ({ ifname }) => ifname },
  { name: 'Physical Network', cell: ({ physical_network }) => physical_network },
  { name: 'Verdict', cell: ({ verdict }) => verdict },
  { name: 'VFs', cell: ({ present_vfs }) => present_vfs },
  { name: 'VFs Held', cell: ({ held_vfs }) => held_vfs },
  { name: 'VFs Advised', cell: ({ recommended_vfs }) => recommended_vfs },
  { name: 'Why', cell: ({ why }) => ({ value: why, text: why.join('\n') }) },
  { name: 'Model', isLong: true, cell: ({ model }) => model },
  { name: 'Queues', isLong: true, cell: ({ queues }) => ({ value: queues }) },
  { name: 'Change', isLong: true, cell: ({ change }) => ({ value: change }) },
];

export const hostVfAdvice = defineCommand({
  usage: 'vf-advice <host>',
  describe: 'Advise how many VFs the PFs of a host should have, and what changing their number takes',
  examples: [['$0 host vf-advice compute-01 --fit-width', 'PF by PF, and why']],
  positionals: HOST,
  options: {},
  output: 'list',
  columns: COLUMNS.map(({ name }) => name),
  run: async ({ host }, { api, printer }) => {
    const client = await api();
    const params = { path: { host_name: host } };
    printer.list(COLUMNS, (await answerOf(client.GET('/v1/hosts/{host_name}/vf-advice', { params }))).pfs);
    return EXIT.done;
  },
});
