/** The average of an amount over time, which changes in steps. */
export class TimeAverage {
  private sum = 0;
  private readonly firstS: number;

  constructor(
    private atS: number,
    private amount: number,
  ) {
    this.firstS = atS;
  }

  /** Says what the amount is from this time on. */
  set(atS: number, amount: number): void {
    this.sum += this.amount * (atS - this.atS);
    this.atS = atS;
    this.amount = amount;
  }

  /** Up to the last time that was told; the amount itself where no time passed. */
  value(): number {
    return this.atS === this.firstS ? this.amount : this.sum / (this.atS - this.firstS);
  }
}
