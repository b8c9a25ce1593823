import { answerOf, type Schemas } from '@iopath/api-client';
import { defineCommand } from '../command';
import { EXIT } from '../exit-codes';
import type { Printer } from '../output/printer';
import { allPages } from '../paging';
import { CHANGE_COLUMNS, PATH_COLUMNS, REASON_COLUMNS, refusedPaths, RULE_COLUMNS } from '../views/explanation-view';
import { ID } from './host-argument';

type Explanation = Schemas['ExplanationDto'];

const PARTS = ['paths', 'reasons', 'changes', 'rules'] as const;
type Part = (typeof PARTS)[number];

const ALL_COLUMNS = [...PATH_COLUMNS, ...REASON_COLUMNS, ...CHANGE_COLUMNS, ...RULE_COLUMNS].map(({ name }) => name);

export const explain = defineCommand({
  usage: 'explain <id>',
  describe: 'Tell why not elsewhere: refused paths, and the smallest changes that would help',
  examples: [
    ['$0 explain ID', 'every refused path, and what would make it fit'],
    ['$0 explain ID --host compute-01', 'only on one host'],
    ['$0 explain ID --part changes -o json', 'only the changes, for a program'],
  ],
  positionals: ID,
  options: {
    part: {
      choices: PARTS,
      describe:
        'paths: refused, host by host; reasons: counted over hosts; changes: what would help; rules: what each keeps out',
    },
    host: { type: 'string', describe: 'Only this host' },
    path: { type: 'string', describe: 'Only this path' },
    limit: { type: 'number', describe: 'So many hosts at most' },
  },
  output: 'list',
  columns: [...new Set(ALL_COLUMNS)],
  run: async ({ id, part, host, path, limit }, { api, printer }) => {
    const client = await api();
    const filter = { ...(host !== undefined && { host_name: host }), ...(path !== undefined && { path }) };
    let whole: Explanation | null = null;
    const hosts = await allPages(limit, async (page) => {
      const query = { ...filter, ...page };
      const answer = await answerOf(
        client.GET('/v1/recommendations/{id}/explanation', { params: { path: { id }, query } }),
      );
      whole ??= answer;
      return { items: answer.hosts, links: answer.links };
    });
    if (whole !== null) printParts(partsOf(part, printer), { ...(whole as Explanation), hosts: [...hosts] }, printer);
    return EXIT.done;
  },
});

/** People get the changes too; a program gets one list. */
function partsOf(part: Part | undefined, printer: Printer): readonly Part[] {
  if (part !== undefined) return [part];
  return printer.format === 'table' && !printer.hasColumns ? ['paths', 'changes'] : ['paths'];
}

function printParts(parts: readonly Part[], explanation: Explanation, printer: Printer): void {
  for (const part of parts) {
    const hasRows = part !== 'changes' || explanation.relaxations.length > 0;
    if (parts.length > 1 && hasRows) printer.heading(HEADINGS[part]);
    if (parts.length === 1 || hasRows) printPart(part, explanation, printer);
  }
}

const HEADINGS: Readonly<Record<Part, string>> = {
  paths: 'Refused:',
  reasons: 'Reasons:',
  changes: 'Any of these would make it fit:',
  rules: 'Rules:',
};

function printPart(part: Part, explanation: Explanation, printer: Printer): void {
  switch (part) {
    case 'paths':
      printer.list(PATH_COLUMNS, refusedPaths(explanation));
      break;
    case 'reasons':
      printer.list(REASON_COLUMNS, explanation.rejections);
      break;
    case 'changes':
      printer.list(CHANGE_COLUMNS, explanation.relaxations);
      break;
    case 'rules':
      printer.list(RULE_COLUMNS, explanation.waterfall);
      break;
  }
}
