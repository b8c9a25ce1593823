import type { PlanObjective, ReplanPlan } from '@iopath/core';
import { counted, figure } from './figures';
import { html, type Html } from './html';

const BOUND_BY: Readonly<Record<PlanObjective['boundBy'], string>> = {
  optimum: 'it is the best there is: proven by the exact optimum',
  solver: 'proven by the solver, which ran out of time',
  relaxation: 'proven by a linear relaxation',
  best_places: 'proven by the best place of each VM alone',
};

const TERMS: readonly (readonly [keyof PlanObjective['terms'], string])[] = [
  ['stuck', 'VMs that cannot leave'],
  ['goal', 'goal not reached'],
  ['disruption', 'disruption by moves'],
  ['score_lost', 'score lost'],
  ['stranded', 'stranded VFs'],
];

const PERCENT = 100;

/** What the plan comes to, and how good any could be. */
export function objectiveSection({ status, steps, stuck, objective }: ReplanPlan): Html {
  const { value, bound, gap, boundBy, terms } = objective;
  const outcome =
    status === 'complete'
      ? `Everything that has to move does, in ${counted(steps.length, 'step')}.`
      : `${counted(stuck.length, 'VM')} cannot move; ${counted(steps.length, 'step')} for the others.`;
  const made = TERMS.filter(([term]) => terms[term] !== 0).map(([term, words]) => `${words} ${figure(terms[term])}`);
  return html`<section>
    <p class="outcome ${status}">${outcome}</p>
    <dl class="figures">
      <div>
        <dt>points</dt>
        <dd>${figure(value)}</dd>
      </div>
      <div>
        <dt>no plan is below</dt>
        <dd>${figure(bound)}</dd>
      </div>
      <div>
        <dt>gap</dt>
        <dd>${figure(gap * PERCENT)} %</dd>
      </div>
    </dl>
    <p class="quiet">
      Fewer points are better. The bound: ${BOUND_BY[boundBy]}.
      ${made.length === 0 ? null : `The points are made of: ${made.join(', ')}.`}
    </p>
  </section>`;
}
