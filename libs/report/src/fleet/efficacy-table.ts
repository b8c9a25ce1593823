import type { Efficacy, FleetMeasures } from '@iopath/core';
import { counted, figure } from '../figures';
import { html, type Html } from '../html';

type Row = readonly [what: string, of: (measures: FleetMeasures) => number, better: 'more' | 'less' | 'neither'];

const ROWS: readonly Row[] = [
  ['hosts in use', ({ hostsInUse }) => hostsInUse, 'less'],
  ['VMs', ({ vms }) => vms, 'neither'],
  ['free VFs', ({ freeVfs }) => freeVfs, 'more'],
  ['free VFs of no use where they are', ({ strandedVfs }) => strandedVfs, 'less'],
  ['VMs that meet the latency they asked for', ({ latencyMet }) => latencyMet.met, 'more'],
  ['sum of scores', ({ score }) => score, 'more'],
];

/** More changes of latency than that nobody reads. */
const MOST_CHANGES = 30;

/** What the plan does for the fleet as a whole. */
export function efficacyTable({ before, after, hostsFreed, waitingRequests, latencyChanges }: Efficacy): Html {
  const { asked, fitBefore, fitAfter } = waitingRequests;
  const sizes = [...new Set([...before.freeHugePages, ...after.freeHugePages].map(({ sizeKib }) => sizeKib))];
  const pages = ({ freeHugePages }: FleetMeasures, size: number): number =>
    freeHugePages.find(({ sizeKib }) => sizeKib === size)?.pages ?? 0;
  return html`<section>
    <h2>What it does for the fleet</h2>
    <table class="measures">
      <thead>
        <tr>
          <th scope="col"></th>
          <th scope="col">before</th>
          <th scope="col">after</th>
          <th scope="col">change</th>
        </tr>
      </thead>
      <tbody>
        ${ROWS.map(([what, of, better]) => row(what, of(before), of(after), better))}
        ${sizes.map((size) => row(`free huge pages of ${size} KiB`, pages(before, size), pages(after, size), 'more'))}
        ${asked === 0 ? null : row(`of ${counted(asked, 'rejected request')}, those that would fit`, fitBefore, fitAfter, 'more')}
      </tbody>
    </table>
    <p class="quiet">${counted(before.hosts, 'host')} in all; ${before.latencyMet.asked} VMs asked for a latency.</p>
    ${hostsFreed.length === 0 ? null : html`<p>Freed: ${hostsFreed.join(', ')}.</p>`}
    ${latencyChanges.length === 0 ? null : latencies(latencyChanges)}
  </section>`;
}

function row(what: string, before: number, after: number, better: Row[2]): Html {
  const change = after - before;
  const isGain = better === 'more' ? change > 0 : change < 0;
  const kind = change === 0 || better === 'neither' ? 'same' : isGain ? 'gain' : 'loss';
  const sign = change > 0 ? '+' : '';
  return html`<tr>
    <th scope="row">${what}</th>
    <td>${figure(before)}</td>
    <td>${figure(after)}</td>
    <td class="${kind}">${change === 0 ? '' : `${sign}${figure(change)}`}</td>
  </tr>`;
}

function latencies(changes: Efficacy['latencyChanges']): Html {
  const shown = changes.slice(0, MOST_CHANGES);
  const more = changes.length - shown.length;
  const p99 = (us: number | null): string => (us === null ? 'overloaded' : `${figure(us)} µs`);
  return html`<h3>Predicted p99 that changes</h3>
    <table class="measures">
      <thead>
        <tr>
          <th scope="col">VM</th>
          <th scope="col">device</th>
          <th scope="col">before</th>
          <th scope="col">after</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map(
          ({ vm, device, beforeUs, afterUs }) =>
            html`<tr>
              <th scope="row">${vm.name}</th>
              <td>${device}</td>
              <td>${p99(beforeUs)}</td>
              <td>${p99(afterUs)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${more === 0 ? null : html`<p class="quiet">and ${more} more</p>`}`;
}
