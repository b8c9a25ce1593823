import { AsyncLocalStorage } from 'node:async_hooks';
import { parentPort, threadId } from 'node:worker_threads';
import type { DecisionObserver, Planner } from '@iopath/usecases';
import { beginOn, type CallState, planFor } from './call-state';
import { carryError } from './carried-error';
import { PostingObserver } from './carried-event';
import type { PlanningAnswer, PlanningCall } from './planning-call';

/** What a planner on a thread of its own gets from it. */
export interface PlanningThread {
  /** Is heard on the main thread. */
  readonly observer: DecisionObserver;
  /** To be wrapped around every planning: says on whose behalf the thread does nothing else meanwhile. */
  readonly whilePlanning: <T>(plan: () => T) => T;
}

/** What the pool calls in a thread. */
export type ServedCall = (call: PlanningCall) => Promise<PlanningAnswer>;

/**
 * The whole of a thread: opens its planner, reads the fleet ahead of the first call, and serves calls. The thread's file
 * exports this as `serve`.
 */
export function servePlanning(open: (thread: PlanningThread) => Promise<Planner>): ServedCall {
  const onBehalfOf = new AsyncLocalStorage<CallState>();
  const opened = open({
    observer: new PostingObserver((event) => parentPort?.postMessage(event)),
    whilePlanning: (plan) => {
      const state = onBehalfOf.getStore();
      return state === undefined ? plan() : planFor(state, plan);
    },
  });
  // A fleet that cannot be read now is read by the first call, which tells why it cannot.
  const settled = opened.then((planner) => planner.readFleet()).catch(() => undefined);

  return async ({ method, args, state }) => {
    try {
      await settled;
      const planner = await opened;
      beginOn(threadId, state);
      const call = planner[method].bind(planner) as (...args: readonly unknown[]) => Promise<unknown>;
      return { value: await onBehalfOf.run(state, () => call(...args)) };
    } catch (error) {
      return { error: carryError(error) };
    }
  };
}
