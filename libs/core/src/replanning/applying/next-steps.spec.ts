import { NO_LIMITS, type ReplanLimits } from '../replan-request';
import { nextSteps, type OrderedStep } from './next-steps';
import type { StepState } from './step-state';

const NOON = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;

function step(id: string, fromHost: string, toHost: string, after: readonly string[] = []): OrderedStep {
  return { id, fromHost, toHost, waitsFor: after.map((first) => ({ step: first, reason: 'its VF' })) };
}

const STEPS = [step('s1', 'a', 'x'), step('s2', 'a', 'y'), step('s3', 'b', 'x', ['s1', 's2']), step('s4', 'b', 'z')];

function next(states: readonly StepState[], limits: Partial<ReplanLimits> = {}, nowMs = NOON) {
  const stateOf = new Map(STEPS.map(({ id }, nth) => [id, states[nth] ?? 'waiting']));
  return nextSteps(STEPS, stateOf, { ...NO_LIMITS, ...limits }, nowMs);
}

describe('nextSteps', () => {
  it('holds the targets of all steps that wait for nothing', () => {
    expect(next([])).toEqual({ reserve: ['s1', 's2', 's4'], start: [] });
  });

  it('holds a target when all that the step waits for is done or gone, and not before', () => {
    expect(next(['done', 'running', 'waiting', 'done']).reserve).toEqual([]);
    expect(next(['done', 'skipped', 'waiting', 'done']).reserve).toEqual(['s3']);
    expect(next(['done', 'failed', 'waiting', 'done']).reserve).toEqual([]);
  });

  it('begins all that is held where nothing limits it', () => {
    expect(next(['reserved', 'reserved', 'waiting', 'reserved']).start).toEqual(['s1', 's2', 's4']);
  });

  it('begins no more at a time than it may, counting what runs', () => {
    expect(next(['reserved', 'reserved', 'waiting', 'reserved'], { maxParallel: 2 }).start).toEqual(['s1', 's2']);
    expect(next(['running', 'reserved', 'waiting', 'reserved'], { maxParallel: 2 }).start).toEqual(['s2']);
    expect(next(['running', 'running', 'waiting', 'reserved'], { maxParallel: 2 }).start).toEqual([]);
  });

  it('begins no more of one host than it may, whether they leave it or come to it', () => {
    expect(next(['reserved', 'reserved', 'waiting', 'reserved'], { maxParallelPerHost: 1 }).start).toEqual([
      's1',
      's4',
    ]);
    expect(next(['done', 'running', 'reserved', 'running'], { maxParallelPerHost: 1 }).start).toEqual([]);
    expect(next(['done', 'running', 'reserved', 'running'], { maxParallelPerHost: 2 }).start).toEqual(['s3']);
  });

  it('begins nothing outside of the windows, and what a window of its hosts allows inside', () => {
    const windows = [{ fromMs: NOON, toMs: NOON + HOUR, hosts: ['y'] }];
    const reserved: readonly StepState[] = ['reserved', 'reserved'];
    expect(next(reserved, { windows }, NOON - 1).start).toEqual([]);
    expect(next(reserved, { windows }, NOON).start).toEqual(['s2']);
    expect(next(reserved, { windows }, NOON + HOUR).start).toEqual([]);
    expect(next(reserved, { windows: [{ fromMs: NOON, toMs: NOON + HOUR, hosts: null }] }).start).toEqual(['s1', 's2']);
  });
});
