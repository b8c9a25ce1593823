import type { Schemas } from '@iopath/api-client';
import type { Column } from '../output/cell';

export const CHANGE_COLUMNS: readonly Column<Schemas['InventoryChangeDto']>[] = [
  { name: 'Effect', cell: ({ effect }) => effect },
  { name: 'Change', cell: ({ text }) => text },
  { name: 'Code', isLong: true, cell: ({ code }) => code },
  { name: 'Subject', isLong: true, cell: ({ subject }) => subject },
  { name: 'Field', isLong: true, cell: ({ field }) => field },
  { name: 'Before', isLong: true, cell: ({ before }) => before },
  { name: 'After', isLong: true, cell: ({ after }) => after },
  { name: 'Count', isLong: true, cell: ({ count }) => count },
];

export const TOUCHED_COLUMNS: readonly Column<Schemas['TouchedHoldDto']>[] = [
  { name: 'Kind', cell: ({ kind }) => kind },
  { name: 'ID', cell: ({ id }) => id },
  { name: 'VM', cell: ({ vm_name }) => vm_name },
  { name: 'State', cell: ({ state }) => state },
  { name: 'Device', cell: ({ device }) => device },
  {
    name: 'Why',
    cell: ({ reasons }) => ({ value: reasons, text: reasons.map(({ text }) => text).join('\n') }),
  },
  { name: 'Server ID', isLong: true, cell: ({ server_id }) => server_id },
  { name: 'Project ID', isLong: true, cell: ({ project_id }) => project_id },
  { name: 'Recommendation ID', isLong: true, cell: ({ recommendation_id }) => recommendation_id },
];

/** Which of several writes it was, in a line above its changes. */
export function writeLine({ at, by, generation, source }: Schemas['KeptInventoryChangeDto']): string {
  const from = source == null ? '' : `, from ${source}`;
  return `Generation ${generation}, written at ${at} by ${by.actor}${from}:`;
}
