/**
 * What becomes of one call, told by the thread that serves it without a message: a thread that plans reads and sends none.
 * Two words of shared memory: how far the call has come, and the thread it is on.
 */
export type CallState = Int32Array<SharedArrayBuffer>;

const STAGE = 0;
const THREAD = 1;
const WORDS = 2;

/** Handed over, and not begun. */
const WAITING = 0;
/** Begun, and waiting for something: for the database, for another's planning. */
const RUNNING = 1;
/** The one that its thread plans for. */
const PLANNING = 2;

export function newCallState(): CallState {
  return new Int32Array(new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT));
}

export function beginOn(threadId: number, state: CallState): void {
  Atomics.store(state, THREAD, threadId);
  Atomics.store(state, STAGE, RUNNING);
}

/** Runs `plan`, which does not wait for anything, as the planning of this call. */
export function planFor<T>(state: CallState, plan: () => T): T {
  Atomics.store(state, STAGE, PLANNING);
  try {
    return plan();
  } finally {
    Atomics.store(state, STAGE, RUNNING);
  }
}

export function hasBegun(state: CallState): boolean {
  return Atomics.load(state, STAGE) !== WAITING;
}

export function isPlanning(state: CallState): boolean {
  return Atomics.load(state, STAGE) === PLANNING;
}

/** Where it was begun; 0, which is the main thread, before that. */
export function threadOf(state: CallState): number {
  return Atomics.load(state, THREAD);
}
