import { answerOf, type AdvisorApi, type Schemas } from '@iopath/api-client';
import { defineCommand } from '../../command';
import { EXIT } from '../../exit-codes';
import { readDocument } from '../../import/read-document';
import { printable } from '../../output/printable';
import type { Printer } from '../../output/printer';
import { CHANGE_COLUMNS, TOUCHED_COLUMNS, writeLine } from '../../views/change-view';
import { HOST } from '../host-argument';

const PARTS = ['changes', 'touched'] as const;
type Part = (typeof PARTS)[number];

type Told = Pick<Schemas['InventoryDiffDto'], 'changes' | 'changes_total' | 'touched' | 'touched_total'>;

const ALL_COLUMNS = [...CHANGE_COLUMNS, ...TOUCHED_COLUMNS].map(({ name }) => name);

export const hostDiff = defineCommand({
  usage: 'diff <host>',
  describe:
    'Tell what the last write of its inventory changed, or what another inventory would change, and whom it touches',
  examples: [
    ['$0 host diff compute-01', 'what changed last'],
    ['$0 host diff compute-01 -f inventory.json', 'what this document would change; nothing is written'],
    ['$0 host diff compute-01 --part touched -o json', 'only which VMs it touches'],
  ],
  positionals: HOST,
  options: {
    file: {
      alias: 'f',
      type: 'string',
      requiresArg: true,
      describe: 'An inventory document, JSON or YAML; - is standard input',
    },
    part: {
      choices: PARTS,
      describe: 'changes: of the inventory; touched: allocations, reservations and recommendations',
    },
  },
  output: 'list',
  columns: [...new Set(ALL_COLUMNS)],
  run: async ({ host, file, part }, { api, printer, surroundings, tell }) => {
    const document = file === undefined ? null : await readDocument(file, surroundings);
    const told = await askChanges(await api(), host, document);
    if (told === null) {
      tell(`Nothing is kept of what changed on ${printable(host)}.`);
      return EXIT.done;
    }
    if (told.heading !== null) printer.heading(told.heading);
    printParts(partsOf(part, printer), told, printer);
    const left = told.changes_total - told.changes.length + told.touched_total - told.touched.length;
    if (left > 0) tell(`${left} more are not shown.`);
    return EXIT.done;
  },
});

async function askChanges(
  client: AdvisorApi,
  host: string,
  document: unknown,
): Promise<(Told & { readonly heading: string | null }) | null> {
  const path = { host_name: host };
  if (document !== null) {
    const body = document as Schemas['InventoryDto'];
    const diff = await answerOf(client.POST('/v1/hosts/{host_name}/inventory:diff', { params: { path }, body }));
    return { ...diff, heading: null };
  }
  const params = { path, query: { limit: 1 } };
  const { history } = await answerOf(client.GET('/v1/hosts/{host_name}/inventory/changes', { params }));
  const [last] = history;
  return last === undefined ? null : { ...last, heading: writeLine(last) };
}

/** People get both; a program gets one list. */
function partsOf(part: Part | undefined, printer: Printer): readonly Part[] {
  if (part !== undefined) return [part];
  return printer.format === 'table' && !printer.hasColumns ? PARTS : ['changes'];
}

function printParts(parts: readonly Part[], { changes, touched }: Told, printer: Printer): void {
  if (parts.includes('changes')) printer.list(CHANGE_COLUMNS, changes);
  if (!parts.includes('touched') || (parts.length > 1 && touched.length === 0)) return;
  if (parts.length > 1) printer.heading('Touches:');
  printer.list(TOUCHED_COLUMNS, touched);
}
