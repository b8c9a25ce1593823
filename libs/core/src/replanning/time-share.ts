/** What is left of a part of the time: 0 or less when the part is used up. */
export type TimeLeft = () => number;

/** A part (0..1) of the time that is left now. */
export function partOf(timeLeftMs: TimeLeft, part: number): TimeLeft {
  const reserved = timeLeftMs() * (1 - part);
  return () => timeLeftMs() - reserved;
}
