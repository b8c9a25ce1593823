import type { ChangeEffect } from '@iopath/core';
import type { InventoryDiffDto, InventoryHistoryDto, ToldChangesDto } from './inventory-change.dto';

/** As in a unified diff, with `!` for what may break guests. */
const MARKS: Readonly<Record<ChangeEffect, string>> = {
  breaks_guests: '!',
  capacity_less: '-',
  capacity_more: '+',
  note: ' ',
};

/** Entries of a history as text for a terminal, newest first. */
export function historyText({ host_name: hostName, history }: InventoryHistoryDto): string {
  if (history.length === 0) return `Nothing is kept of ${hostName}.\n`;
  return history
    .map((entry) => {
      const { by, at, generation, source } = entry;
      const who = [by.reason ?? by.actor, ...(source === null ? [] : [`from ${source}`])].join(', ');
      const request = by.request_id === null ? '' : ` (${by.request_id})`;
      return `@@ ${hostName}, generation ${generation}, ${at}: ${who}${request}\n${toldText(entry)}`;
    })
    .join('\n');
}

/** What an inventory would change, as text for a terminal. */
export function diffText(diff: InventoryDiffDto): string {
  const { host_name: hostName, generation } = diff;
  const from = generation === null ? 'not known yet' : `generation ${generation}`;
  return `@@ ${hostName}, ${from}: would change\n${toldText(diff)}`;
}

function toldText({ changes, changes_total: total, touched, touched_total: touchedTotal }: ToldChangesDto): string {
  const lines = [
    ...(total === 0 ? ['  Nothing changes.'] : changes.map(({ effect, text }) => `${MARKS[effect]} ${text}`)),
    ...moreThan(changes.length, total),
    ...(touchedTotal === 0 ? [] : ['  Touched:']),
    ...touched.map((hold) => {
      const server = hold.server_id === null ? '' : `, server ${hold.server_id}`;
      const why = hold.reasons.map(({ text }) => text).join(' ');
      return `    ${hold.kind} ${hold.id} of ${hold.vm_name} (${hold.state}${server}): ${why}`;
    }),
    ...moreThan(touched.length, touchedTotal),
  ];
  return `${lines.join('\n')}\n`;
}

function moreThan(shown: number, total: number): readonly string[] {
  return total > shown ? [`    and ${total - shown} more`] : [];
}
