import { beginOn, newCallState, planFor } from './call-state';
import { type TimedCall, TimeLimit } from './time-limit';

const LIMIT_MS = 100;

function callOn(thread: number | null): TimedCall {
  const call = { state: newCallState(), usedMs: 0 };
  if (thread !== null) beginOn(thread, call.state);
  return call;
}

/** How much of 60 ms is put on each. */
function charged(calls: readonly TimedCall[]): readonly number[] {
  new TimeLimit(LIMIT_MS, calls, () => undefined).charge(60);
  return calls.map(({ usedMs }) => usedMs);
}

describe('the time of a call', () => {
  it('does not run while it waits for a thread', () => {
    expect(charged([callOn(null)])).toEqual([0]);
  });

  it('runs while it waits for something else, of all that do', () => {
    expect(charged([callOn(1), callOn(1)])).toEqual([60, 60]);
  });

  it('stands still while its thread plans for another, whose it is; other threads are none of that', () => {
    const [planned, beside, elsewhere] = [callOn(1), callOn(1), callOn(2)];

    expect(planFor(planned.state, () => charged([planned, beside, elsewhere]))).toEqual([60, 0, 60]);
  });

  it('is over at the limit', () => {
    const call = callOn(1);
    const over: TimedCall[] = [];
    const limit = new TimeLimit(LIMIT_MS, [call], (each) => over.push(each));

    limit.charge(99);
    expect(over).toEqual([]);
    limit.charge(1);
    expect(over).toEqual([call]);
  });
});
