import type { UnlockAnswer } from '@iopath/core';
import { counted } from '../figures';
import { html, type Html } from '../html';

/** Which changes would have let rejected requests in. */
export function unlockSection({ days, rejected, stillRejected, isAll, changes }: UnlockAnswer): Html {
  return html`<section>
    <h2>What would let rejected requests in</h2>
    <p>
      In the last ${counted(days, 'day')} ${counted(rejected, 'request was', 'requests were')} rejected;
      ${stillRejected} of them still find no place.
      ${isAll ? null : 'Time ended before every change was tried on all of them.'}
    </p>
    ${changes.length === 0 ? html`<p class="quiet">No change that is known here lets any of them in.</p>` : null}
    <table class="reasons">
      <thead>
        <tr>
          <th scope="col">change</th>
          <th scope="col">lets in</th>
          <th scope="col">costs</th>
        </tr>
      </thead>
      <tbody>
        ${changes.map(
          ({ change, costs, unlocks }) =>
            html`<tr>
              <th scope="row">${change}</th>
              <td>${unlocks.length}</td>
              <td>${costs}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}
