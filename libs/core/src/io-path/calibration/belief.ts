/** What is believed of a parameter: right within `exp(sdLn)` two times in three. */
export interface Belief {
  readonly value: number;
  readonly sdLn: number;
}
