/** An operation with the times between which it took effect, if it did. */
export interface TimedOperation {
  readonly invokedMs: number;
  /** Infinity when its outcome is not known: it may take effect at any time, or never. */
  readonly answeredMs: number;
}

/** One way in which an operation may take effect. */
export interface Step<State> {
  readonly state: State;
  /** Not before this moment. */
  readonly earliestMs: number;
}

/** A sequential object: what each operation does to it, alone. */
export interface Model<State, O extends TimedOperation> {
  readonly initial: State;
  /**
   * All states that `operation` can lead to with the answer that it got, when it takes effect between the two moments;
   * none when this answer is impossible in this state at that time.
   */
  apply(state: State, operation: O, earliestMs: number, latestMs: number): readonly Step<State>[];
  /** Equal for equal states. */
  key(state: State): string;
}

export type SearchResult<O> =
  | { readonly kind: 'found' }
  /** `placed` is the longest order that came about, `stuck` what could not follow it. */
  | { readonly kind: 'impossible'; readonly placed: readonly O[]; readonly stuck: readonly O[] }
  /** The search was given up: there are too many orders. */
  | { readonly kind: 'too_large' };

const MOST_VISITS = 300_000;

/**
 * Looks for a serial order of the operations that explains every answer and keeps to real time: J. M. Wing and C. Gong,
 * "Testing and verifying concurrent objects" (1993), with the memory of states seen that G. Lowe added ("Testing for
 * linearizability", 2016). Time is part of the state: each operation is placed as early as it can be, for what may happen
 * at a moment may happen unless it comes too late.
 */
export function findSerialOrder<State, O extends TimedOperation>(
  model: Model<State, O>,
  operations: readonly O[],
): SearchResult<O> {
  const ops = [...operations].sort((a, b) => a.answeredMs - b.answeredMs || a.invokedMs - b.invokedMs);
  const isPlaced = ops.map(() => false);
  const order: number[] = [];
  let requiredLeft = ops.filter(isRequired).length;
  let longest: readonly number[] = [];
  let visits = 0;
  /** Earliest moment at which each combination of placed operations and state was come to. */
  const seen = new Map<string, number>();

  const search = (state: State, nowMs: number): boolean => {
    if (requiredLeft === 0) return true;
    const deadlineMs =
      ops.find((operation, index) => !isPlaced[index] && isRequired(operation))?.answeredMs ?? Infinity;
    for (let index = 0; index < ops.length; index++) {
      const operation = ops[index] as O;
      if (isPlaced[index] || operation.invokedMs > deadlineMs) continue;
      const earliestMs = Math.max(nowMs, operation.invokedMs);
      isPlaced[index] = true;
      order.push(index);
      if (isRequired(operation)) requiredLeft--;
      for (const step of model.apply(state, operation, earliestMs, deadlineMs)) {
        const changesNothing = !isRequired(operation) && model.key(step.state) === model.key(state);
        if (changesNothing || !isNew(step)) continue;
        if (order.length > longest.length) longest = [...order];
        if (++visits > MOST_VISITS || search(step.state, step.earliestMs)) return true;
      }
      isPlaced[index] = false;
      order.pop();
      if (isRequired(operation)) requiredLeft++;
    }
    return false;
  };

  const isNew = ({ state, earliestMs }: Step<State>): boolean => {
    const key = `${[...order].sort((a, b) => a - b).join(',')}|${model.key(state)}`;
    const before = seen.get(key);
    if (before !== undefined && before <= earliestMs) return false;
    seen.set(key, earliestMs);
    return true;
  };

  const found = search(model.initial, 0);
  if (visits > MOST_VISITS) return { kind: 'too_large' };
  if (found) return { kind: 'found' };
  const placed = new Set(longest);
  return {
    kind: 'impossible',
    placed: longest.map((index) => ops[index] as O),
    stuck: ops.filter((operation, index) => !placed.has(index) && isRequired(operation)).slice(0, 3),
  };
}

function isRequired(operation: TimedOperation): boolean {
  return operation.answeredMs !== Infinity;
}
