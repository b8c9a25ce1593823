import { createHash } from 'node:crypto';
import type { ReplanPlan } from '@iopath/core';
import { capacitySection } from './answers/capacity-section';
import { unlockSection } from './answers/unlock-section';
import { moment } from './figures';
import { efficacyTable } from './fleet/efficacy-table';
import { hostBars } from './fleet/host-bars';
import { hostsOfPlan } from './fleet/hosts-of-plan';
import { html, Html } from './html';
import { moveGraph } from './moves/move-graph';
import { stepTable } from './moves/step-table';
import { stuckTable } from './moves/stuck-table';
import { objectiveSection } from './objective-section';
import { PAGE_STYLE } from './page-style';
import type { ReplanReport } from './replan-report';

/** `Content-Security-Policy` of the page: nothing is loaded, nothing runs, and no style but its own counts. */
export const REPORT_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** To the letter what the policy's hash is of. */
const STYLE = new Html(`<style>${PAGE_STYLE}</style>`);

const TITLES: Readonly<Record<ReplanReport['reason'], string>> = {
  drain: 'Drain',
  failure: 'Failure',
  rebalance: 'Rebalancing',
  consolidate: 'Consolidation',
  what_if: 'What if',
};

/** The report of a re-plan as one HTML page that needs nothing else: to look at, to send on, or to print. */
export function reportPage(report: ReplanReport): string {
  const { id, reason, status, requestedAtMs, plannedAtMs } = report;
  const planned = plannedAtMs === null ? 'not planned yet' : `planned ${moment(plannedAtMs)}`;
  const title = `${TITLES[reason]}: re-plan ${id}`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${STYLE}
      </head>
      <body>
        <header>
          <h1>${TITLES[reason]}</h1>
          <p class="quiet">Re-plan ${id}, ${status}. Asked for ${moment(requestedAtMs)}, ${planned}.</p>
        </header>
        <main>${resultOf(report)}</main>
      </body>
    </html> `;
  return page.text;
}

function resultOf({ result, hosts }: ReplanReport): Html {
  if (result === null) return html`<p class="outcome">There is no result yet. Load the page again later.</p>`;
  switch (result.kind) {
    case 'plan':
      return planSections(result, hosts);
    case 'capacity':
      return capacitySection(result);
    case 'unlock':
      return unlockSection(result);
  }
}

function planSections(plan: ReplanPlan, hosts: ReplanReport['hosts']): Html {
  return html`${objectiveSection(plan)} ${efficacyTable(plan.efficacy)} ${moveGraph(plan.steps)}
    ${stuckTable(plan.stuck)} ${hostBars(hostsOfPlan(hosts, plan))} ${stepTable(plan.steps)}
    <footer><p class="quiet">Fleet ${plan.fleetDigest}, model ${plan.modelVersion}.</p></footer>`;
}
