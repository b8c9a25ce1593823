import type { Interruption, ReplanStep } from '@iopath/core';
import { duration } from '../figures';
import { html, type Html } from '../html';

/** Every step, in an order in which they may be done. */
export function stepTable(steps: readonly ReplanStep[]): Html | null {
  if (steps.length === 0) return null;
  return html`<section>
    <h2>Steps</h2>
    <table class="steps">
      <thead>
        <tr>
          <th scope="col">step</th>
          <th scope="col">VM</th>
          <th scope="col">from</th>
          <th scope="col">to</th>
          <th scope="col">how</th>
          <th scope="col">interruption</th>
          <th scope="col">devices there</th>
          <th scope="col">waits for</th>
        </tr>
      </thead>
      <tbody>
        ${steps.map(stepRow)}
      </tbody>
    </table>
  </section>`;
}

function stepRow(step: ReplanStep): Html {
  const { id, vm, fromHost, toHost, mechanism, action, interruption, placement, waitsFor, isTemporary } = step;
  const devices = placement.devices.map(({ device, kind, address }) => `${device}: ${kind} ${address}`);
  return html`<tr>
    <th scope="row">${id}</th>
    <td>${vm.name}<br /><span class="quiet">${vm.projectId}</span></td>
    <td class="host">${fromHost}</td>
    <td class="host">${toHost}${isTemporary ? html`<br /><span class="quiet">for the time being</span>` : null}</td>
    <td>${mechanism}${action === 'none' ? null : html`<br /><span class="quiet">${action}</span>`}</td>
    <td>${lasting(interruption)}<br /><span class="quiet">${interruption.reason}</span></td>
    <td>${lines(devices)}</td>
    <td>
      ${waitsFor.map(({ step: other, reason }) => html`<div><b>${other}</b> <span class="quiet">${reason}</span></div>`)}
    </td>
  </tr>`;
}

function lasting({ atLeastS, atMostS }: Interruption): string {
  if (atMostS === 0) return 'none';
  return atLeastS === atMostS ? duration(atMostS) : `${duration(atLeastS)} to ${duration(atMostS)}`;
}

function lines(texts: readonly string[]): Html {
  return html`${texts.map((text) => html`<div class="code">${text}</div>`)}`;
}
