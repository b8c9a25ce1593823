import { counted } from '../figures';
import { html, type Html } from '../html';
import { hostAmounts, type HostAmount } from './host-amounts';
import type { ChangedHost, HostsOfPlan } from './hosts-of-plan';

/** More hosts than that nobody looks at one by one. */
const MOST_HOSTS = 24;
const BAR = { width: 100, height: 10 } as const;

/** Hosts that change, each with what is taken of it before and after. */
export function hostBars({ changed, isAsPlanned }: HostsOfPlan): Html {
  const shown = changed.slice(0, MOST_HOSTS);
  const more = changed.length - shown.length;
  return html`<section>
    <h2>Hosts before and after</h2>
    ${isAsPlanned ? null : MOVED_ON} ${changed.length === 0 ? html`<p class="quiet">No host changes.</p>` : null}
    <div class="hosts">${shown.map(hostCard)}</div>
    ${more === 0 ? null : html`<p class="quiet">${counted(more, 'more host')} change by fewer moves.</p>`}
  </section>`;
}

const MOVED_ON = html`<p class="warning">
  The fleet has moved on since this was planned: VMs that are elsewhere by now are left out of the picture.
</p>`;

function hostCard({ before, after, leaving, coming }: ChangedHost): Html {
  const then = new Map(hostAmounts(after).map((amount) => [amount.what, amount]));
  const moves = [
    ...(leaving > 0 ? [counted(leaving, 'VM leaves', 'VMs leave')] : []),
    ...(coming > 0 ? [counted(coming, 'VM comes', 'VMs come')] : []),
  ];
  return html`<article>
    <h3>${before.hostName}</h3>
    <p class="quiet">${moves.join(', ')}</p>
    <table class="bars">
      <thead>
        <tr>
          <th scope="col"></th>
          <th scope="col">before</th>
          <th scope="col">after</th>
        </tr>
      </thead>
      <tbody>
        ${hostAmounts(before).map((amount) => barRow(amount, then.get(amount.what) ?? amount))}
      </tbody>
    </table>
  </article>`;
}

function barRow(before: HostAmount, after: HostAmount): Html {
  const isChanged = before.used !== after.used;
  return html`<tr>
    <th scope="row">${before.what}</th>
    <td>${bar(before, 'before')}</td>
    <td>${bar(after, isChanged ? 'changed' : 'before')}</td>
  </tr>`;
}

function bar({ used, total, inWords }: HostAmount, kind: 'before' | 'changed'): Html {
  const width = Math.round(Math.min(1, used / total) * BAR.width);
  return html`<svg class="bar" width="${BAR.width}" height="${BAR.height}" aria-hidden="true">
      <rect class="trough" width="${BAR.width}" height="${BAR.height}" rx="2" />
      <rect class="${kind}" width="${width}" height="${BAR.height}" rx="2" />
    </svg>
    <span class="amount">${inWords}</span>`;
}
