import type { ReplanStep } from '../replan-plan';
import type { MaintenanceWindow, ReplanLimits } from '../replan-request';
import type { StepState } from './step-state';

/** What decides when a step may go on. */
export type OrderedStep = Pick<ReplanStep, 'id' | 'fromHost' | 'toHost' | 'waitsFor'>;

export interface NextSteps {
  /** Whose target is to be held now, in the order of the plan: nothing that they wait for is left. */
  readonly reserve: readonly string[];
  /** Whose move may begin now, in the order of the plan. */
  readonly start: readonly string[];
}

/**
 * What comes next. A target is held as soon as all that the step waits for is done, ahead of its turn, so that nobody else
 * takes it meanwhile; a move begins when windows and limits let it.
 *
 * @param nowMs milliseconds since the epoch
 */
export function nextSteps(
  steps: readonly OrderedStep[],
  stateOf: ReadonlyMap<string, StepState>,
  limits: Pick<ReplanLimits, 'maxParallel' | 'maxParallelPerHost' | 'windows'>,
  nowMs: number,
): NextSteps {
  const isIn = (state: StepState) => (step: OrderedStep) => stateOf.get(step.id) === state;
  const reserve = steps
    .filter(isIn('waiting'))
    .filter(({ waitsFor }) => waitsFor.every((first) => isBehind(first.step)));
  const start: OrderedStep[] = [];
  const underWay = steps.filter(isIn('running'));
  for (const step of steps.filter(isIn('reserved'))) {
    const beside = [...underWay, ...start];
    if (!isInWindow(step, limits.windows, nowMs) || beside.length >= (limits.maxParallel ?? Infinity)) continue;
    const perHost = limits.maxParallelPerHost ?? Infinity;
    if (hostsOf(step).some((host) => beside.filter((other) => hostsOf(other).includes(host)).length >= perHost))
      continue;
    start.push(step);
  }
  return { reserve: reserve.map(({ id }) => id), start: start.map(({ id }) => id) };

  /** A VM that is gone frees its place as well as one that has moved. */
  function isBehind(id: string): boolean {
    const state = stateOf.get(id);
    return state === 'done' || state === 'skipped';
  }
}

function hostsOf({ fromHost, toHost }: OrderedStep): readonly string[] {
  return [fromHost, toHost];
}

function isInWindow(step: OrderedStep, windows: readonly MaintenanceWindow[], nowMs: number): boolean {
  return (
    windows.length === 0 ||
    windows.some(
      ({ fromMs, toMs, hosts }) =>
        fromMs <= nowMs && nowMs < toMs && (hosts === null || hostsOf(step).some((host) => hosts.includes(host))),
    )
  );
}
