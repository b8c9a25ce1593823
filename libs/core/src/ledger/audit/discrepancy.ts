/**
 * What an audit can find, and what puts it right. A code is never renamed. `repairable`: `--repair` does it, where the
 * rows leave no doubt; the rest is for people, who know what the rows do not tell.
 */
export const AUDIT_CODES = {
  'guard.missing': 'Restore the constraint, index or trigger from prisma/migrations/; until then the ledger is open.',
  'capacity.missing': 'Restore the row from the inventory and the holds.',
  'capacity.differs': 'Derive the capacity from the inventory again.',
  'used.differs': 'Add up the holds again.',
  'foreign_used.differs': 'Add up what other servers take again.',
  'server.counted_differs':
    'Judge again whether the server is held for: nothing is counted twice, and nothing left out.',
  'capacity.exceeded': 'Release or move VMs, or correct the inventory. Until then nothing more of it is given.',
  'device.held_twice': 'Find out which VM has the device and release the other hold.',
  'device.pf_with_vfs': 'Find out which VM has its device and release the other holds.',
  'device.not_in_inventory':
    'Write the inventory of the host again: the hold becomes an orphan, or the device is back.',
  'cpu.pinned_twice': 'Find out which VM has the CPU and move the other.',
  'hold.host_missing': 'Write the inventory of the host, or release the hold.',
  'hold.host_differs': 'Find out where the VM is and release the hold that is not there.',
  'allocation.reservation_ended': 'End the allocation as its reservation ended.',
  'allocation.state_differs': 'Confirm or release the VM as a whole.',
  'reservation.devices_ended': 'Release the reservation if the VM is gone.',
  'reservation.overdue': 'Expire the reservation with its devices.',
  'history.differs': 'Add what the ledger says to the history.',
  'recommendation.nothing_reserved':
    'Reserve it again, or submit the request again: it was told that it holds something.',
  'outbox.undelivered': 'See that workers run: they relay it.',
} as const;

export type AuditCode = keyof typeof AUDIT_CODES;

/** One thing that is not as it must be. */
export interface Discrepancy {
  readonly code: AuditCode;
  /** What it is about: `host compute-1`, `reservation 0d6f…`, in words that tell it from all others of its code. */
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
  /** What puts it right. */
  readonly repair: string;
  /** Whether an audit that may repair does so. */
  readonly repairable: boolean;
}

/** Puts a finding into its form. */
export function discrepancy(
  code: AuditCode,
  subject: string,
  { expected, found, repairable = false }: { expected: string; found: string; repairable?: boolean },
): Discrepancy {
  return { code, subject, expected, found, repair: AUDIT_CODES[code], repairable };
}
