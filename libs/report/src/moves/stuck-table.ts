import type { StuckVm } from '@iopath/core';
import { rejectionList, relaxationList } from '../answers/reasons';
import { html, type Html } from '../html';

/** So many are told of in full; of the others a line each. */
const MOST_IN_FULL = 8;

/** VMs that should have moved and cannot, and what keeps them. */
export function stuckTable(stuck: readonly StuckVm[]): Html | null {
  if (stuck.length === 0) return null;
  const others = stuck.slice(MOST_IN_FULL);
  return html`<section>
    <h2>VMs that cannot move</h2>
    ${stuck.slice(0, MOST_IN_FULL).map(inFull)} ${others.length === 0 ? null : inLines(others)}
  </section>`;
}

function inFull({ vm, hostName, code, detail, rejections, relaxations, inTheWay }: StuckVm): Html {
  return html`<article class="stuck">
    <h3>${vm.name} <span class="quiet">on ${hostName}, ${code}</span></h3>
    <p>${detail}</p>
    ${inTheWay.length === 0 ? null : html`<p>In each other's way: ${inTheWay.map(({ name }) => name).join(', ')}.</p>`}
    ${rejectionList(rejections)} ${relaxationList(relaxations)}
  </article>`;
}

function inLines(stuck: readonly StuckVm[]): Html {
  return html`<table class="reasons">
    <thead>
      <tr>
        <th scope="col">VM</th>
        <th scope="col">on</th>
        <th scope="col">why</th>
        <th scope="col">most hosts refuse for</th>
      </tr>
    </thead>
    <tbody>
      ${stuck.map(
        ({ vm, hostName, code, detail, rejections: [most] }) =>
          html`<tr>
            <th scope="row">${vm.name}</th>
            <td>${hostName}</td>
            <td>${code}: ${detail}</td>
            <td>${most?.code ?? ''}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
