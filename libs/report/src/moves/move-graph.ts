import type { ReplanStep } from '@iopath/core';
import { counted } from '../figures';
import { html, type Html } from '../html';
import { graphPicture, type PictureArrow, type PictureBox } from './graph-picture';

/** Up to so many steps each has a box; more are drawn as so many moves from host to host. */
const MOST_STEPS = 40;
/** More steps than that which wait for nothing, and nothing for them, are left out: they would only make a long column. */
const MOST_LOOSE = 8;
/** A graph of more pairs of hosts than that shows nothing any more. */
const MOST_PAIRS = 60;

/** What waits for what; of a large plan, which hosts send how many VMs where. */
export function moveGraph(steps: readonly ReplanStep[]): Html {
  if (steps.length === 0)
    return html`<section>
      <h2>Moves</h2>
      <p class="quiet">Nothing moves.</p>
    </section>`;
  return steps.length <= MOST_STEPS ? graphOfSteps(steps) : graphOfHosts(steps);
}

function graphOfSteps(steps: readonly ReplanStep[]): Html {
  const tied = new Set(steps.flatMap(({ id, waitsFor }) => waitsFor.flatMap(({ step }) => [id, step])));
  const loose = steps.length - tied.size;
  const boxes = (loose > MOST_LOOSE ? steps.filter(({ id }) => tied.has(id)) : steps).map(boxOfStep);
  const left = steps.length - boxes.length;
  const arrows = steps.flatMap(({ id, waitsFor }) =>
    waitsFor.map(({ step, reason }) => ({
      from: step,
      to: id,
      label: '',
      title: `${id} waits for ${step}: ${reason}`,
    })),
  );
  return html`<section>
    <h2>Moves</h2>
    <p class="quiet">An arrow leads from a step to those that wait for it. All others may go on at the same time.</p>
    ${left === 0 ? null : html`<p>${counted(left, 'step waits', 'steps wait')} for nothing, and nothing waits for them: see the table.</p>`}
    ${boxes.length === 0 ? null : graphPicture(boxes, arrows, 'Graph of the steps')}
  </section>`;
}

function boxOfStep({ id, vm, fromHost, toHost, mechanism, isTemporary }: ReplanStep): PictureBox {
  const how = isTemporary ? `${mechanism}, makes room` : mechanism;
  return {
    id,
    lines: [`${id}  ${vm.name}`, `${fromHost} → ${toHost}`, how],
    kind: isTemporary ? 'temporary' : 'step',
    title: `${id}: ${vm.name} from ${fromHost} to ${toHost}, ${how}`,
  };
}

function graphOfHosts(steps: readonly ReplanStep[]): Html {
  const pairs = new Map<string, { readonly from: string; readonly to: string; moves: number }>();
  for (const { fromHost, toHost } of steps) {
    const key = JSON.stringify([fromHost, toHost]);
    const pair = pairs.get(key) ?? { from: fromHost, to: toHost, moves: 0 };
    pair.moves++;
    pairs.set(key, pair);
  }
  const most = [...pairs.values()].sort((a, b) => b.moves - a.moves).slice(0, MOST_PAIRS);
  const hosts = [...new Set(most.flatMap(({ from, to }) => [from, to]))];
  const boxes = hosts.map((name): PictureBox => ({ id: name, lines: [name], kind: 'host', title: name }));
  const arrows = most.map(({ from, to, moves }): PictureArrow => ({
    from,
    to,
    label: String(moves),
    title: `${counted(moves, 'move')} from ${from} to ${to}`,
  }));
  const more = pairs.size - most.length;
  return html`<section>
    <h2>Moves</h2>
    <p class="quiet">
      ${counted(steps.length, 'step')}, drawn as moves from host to host; the table has each of them.
      ${more === 0 ? null : `${counted(more, 'pair')} of hosts with the fewest moves are left out.`}
    </p>
    ${graphPicture(boxes, arrows, 'Graph of moves between hosts')}
  </section>`;
}
