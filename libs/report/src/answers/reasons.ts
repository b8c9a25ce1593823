import type { RejectionCount, Relaxation } from '@iopath/core';
import { counted } from '../figures';
import { html, type Html } from '../html';

/** What hosts refuse for, the most common first. */
export function rejectionList(rejections: readonly RejectionCount[]): Html | null {
  if (rejections.length === 0) return null;
  return html`<table class="reasons">
    <thead>
      <tr>
        <th scope="col">refused for</th>
        <th scope="col">hosts</th>
        <th scope="col">for example</th>
      </tr>
    </thead>
    <tbody>
      ${rejections.map(
        ({ code, hosts, example }) =>
          html`<tr>
            <th scope="row">${code}</th>
            <td>${hosts}</td>
            <td>${example.hostName}: needs ${example.required}, has ${example.available}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** What would let it fit. */
export function relaxationList(relaxations: readonly Relaxation[]): Html | null {
  if (relaxations.length === 0) return null;
  return html`<h4>What would help</h4>
    <ul>
      ${relaxations.map(
        ({ change, costs, hostsUnlocked }) =>
          html`<li>${change} <span class="quiet">(${counted(hostsUnlocked, 'host')}; ${costs})</span></li>`,
      )}
    </ul>`;
}
