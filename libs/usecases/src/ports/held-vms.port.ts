import type { HeldVm, RejectedRequest } from '@iopath/core';

/** The VMs that the ledger holds places for, as a re-plan wants them. */
export abstract class HeldVms {
  /**
   * Every VM that holds something, by the id of its reservation. What ran out is held no longer.
   *
   * @param hostName VMs on this host only; left out: all.
   */
  abstract read(hostName?: string): Promise<readonly HeldVm[]>;
  /** Requests that found no host in the last so many days, newest first, `limit` at most. */
  abstract rejected(days: number, limit: number): Promise<readonly RejectedRequest[]>;
}
