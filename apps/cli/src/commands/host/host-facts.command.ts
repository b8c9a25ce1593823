import { answerOf, type Schemas } from '@iopath/api-client';
import { defineCommand } from '../../command';
import { EXIT } from '../../exit-codes';
import type { Column } from '../../output/cell';
import { HOST } from '../host-argument';

const COLUMNS: readonly Column<Schemas['HostFactDto']>[] = [
  { name: 'Fact', cell: ({ name }) => name },
  { name: 'Source', cell: ({ source }) => source },
  { name: 'Age (s)', cell: ({ age_s }) => age_s },
  { name: 'Told By', cell: ({ told_by }) => ({ value: told_by }) },
  { name: 'Others', cell: ({ others }) => ({ value: others }) },
];

export const hostFacts = defineCommand({
  usage: 'facts <host>',
  describe: 'Show whose word each fact of a host is, and how old',
  examples: [
    ['$0 host facts compute-01', 'fact by fact'],
    ['$0 host facts compute-01 --sort-column "Age (s)" --sort-descending', 'the oldest first'],
  ],
  positionals: HOST,
  options: {},
  output: 'list',
  columns: COLUMNS.map(({ name }) => name),
  run: async ({ host }, { api, printer, tell }) => {
    const client = await api();
    const params = { path: { host_name: host } };
    const answer = await answerOf(client.GET('/v1/hosts/{host_name}/facts', { params }));
    printer.list(COLUMNS, answer.facts);
    for (const { code, subject, kept, other, source } of answer.warnings) {
      tell(`Warning: ${subject}: ${kept} is kept, and ${source} says ${other} (${code}).`);
    }
    for (const { fact, reason, detail } of answer.unseen) tell(`Not seen: ${fact}: ${detail} (${reason}).`);
    for (const { fact, why } of answer.assumed) tell(`Assumed: ${fact}: ${why}.`);
    return EXIT.done;
  },
});
