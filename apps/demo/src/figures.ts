/** Whole numbers from 10 up, two digits below: no prediction is better than that. */
export function round(value: number): string {
  return Math.abs(value) >= 10 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}
