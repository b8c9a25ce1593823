const EVERY_MS = 500;

/** One line on a terminal that says how far a replay is; nothing where nobody looks on. */
export class ProgressLine {
  private lastMs = -Infinity;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly clockMs: () => number,
  ) {}

  /** @param of how many there are in all. */
  tell(policy: string, vms: number, of: number, accepted: number): void {
    const nowMs = this.clockMs();
    if (!this.stream.isTTY || (nowMs - this.lastMs < EVERY_MS && vms < of)) return;
    this.lastMs = nowMs;
    const text = `${policy}: ${vms} of ${of} VMs, ${((100 * accepted) / Math.max(1, vms)).toFixed(1)} % accepted`;
    this.stream.write(`\r${text.padEnd(70)}${vms === of ? '\n' : ''}`);
  }
}
