import { StaleSnapshotError } from '@iopath/usecases';
import { DatabaseError } from 'pg';

/** SQLSTATE codes, PostgreSQL manual, appendix A. */
/** `foreign_key_violation`, and since PostgreSQL 18 `restrict_violation` where the key says RESTRICT. */
const FOREIGN_KEY_VIOLATIONS: readonly string[] = ['23503', '23001'];
const UNIQUE_VIOLATION = '23505';
const EXCLUSION_VIOLATION = '23P01';
const CHECK_VIOLATION = '23514';
const LOST_RACES: readonly string[] = ['40001', '40P01'];

/** The triggers that keep what has run out from being confirmed or prolonged. */
const TIME_FENCES: readonly string[] = ['reservation_in_time', 'allocation_in_time'];

/** The constraints that say "somebody else holds this device, CPU or amount, or this VM is held already". */
const LEDGER_CONSTRAINTS: readonly string[] = [
  'allocation_live_device_key',
  'allocation_pf_or_vf_excl',
  'allocation_not_quarantined',
  'allocation_not_foreign',
  'reservation_live_member_key',
  'reservation_stray_move',
  'reservation_pinned_cpus_excl',
  'reservation_cpus_not_foreign',
  'host_capacity_used_check',
];

const TAKEN: readonly string[] = [UNIQUE_VIOLATION, EXCLUSION_VIOLATION, CHECK_VIOLATION];

/** Runs a write of reservations; what a rival caused comes out as a stale snapshot, the cause kept. */
export async function staleWhenRaced<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isLostRace(error)) throw new StaleSnapshotError(`A rival was first: ${error.message}`, { cause: error });
    throw error;
  }
}

/** Whether a row could not be deleted or written because of a foreign key. */
export function isForeignKeyViolation(error: unknown): boolean {
  return error instanceof DatabaseError && FOREIGN_KEY_VIOLATIONS.includes(error.code ?? '');
}

/** Whether a reservation was to be confirmed or prolonged whose time is over. */
export function isTooLate(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && TIME_FENCES.includes(error.constraint ?? '');
}

function isLostRace(error: unknown): error is DatabaseError {
  if (!(error instanceof DatabaseError) || error.code === undefined) return false;
  if (LOST_RACES.includes(error.code)) return true;
  return TAKEN.includes(error.code) && LEDGER_CONSTRAINTS.includes(error.constraint ?? '');
}
