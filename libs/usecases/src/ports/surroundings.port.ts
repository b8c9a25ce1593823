/** Milliseconds since the epoch. */
export type Clock = () => number;

/** Resolves after so many milliseconds. */
export type Pause = (ms: number) => Promise<void>;

/** An even spread over [0, 1). */
export type Dice = () => number;
