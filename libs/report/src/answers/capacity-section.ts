import type { CapacityAnswer } from '@iopath/core';
import { counted } from '../figures';
import { html, type Html } from '../html';
import { rejectionList, relaxationList } from './reasons';

const MOST_HOSTS = 40;
const BAR = { width: 220, height: 10 } as const;

/** How many more of a request fit, where, and what runs out. */
export function capacitySection({ fits, isAll, byHost, bottleneck, relaxations }: CapacityAnswer): Html {
  const shown = [...byHost].sort((a, b) => b.vms - a.vms).slice(0, MOST_HOSTS);
  const most = Math.max(1, ...shown.map(({ vms }) => vms));
  return html`<section>
    <h2>${isAll ? '' : 'At least '}${counted(fits, 'more VM')} of this request ${fits === 1 ? 'fits' : 'fit'}</h2>
    <table class="measures">
      <tbody>
        ${shown.map(
          ({ hostName, vms }) =>
            html`<tr>
              <th scope="row">${hostName}</th>
              <td>
                <svg class="bar" width="${BAR.width}" height="${BAR.height}" aria-hidden="true">
                  <rect class="changed" width="${Math.round((vms / most) * BAR.width)}" height="${BAR.height}" rx="2" />
                </svg>
              </td>
              <td>${vms}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${byHost.length === shown.length ? null : html`<p class="quiet">on ${byHost.length} hosts in all</p>`}
    ${isAll ? html`<h3>What keeps the next one out</h3>` : null} ${isAll ? rejectionList(bottleneck) : null}
    ${relaxationList(relaxations)}
  </section>`;
}
