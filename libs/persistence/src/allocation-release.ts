import type { Cleanup, Refusal } from '@iopath/usecases';
import type { AllocationToChange } from './allocation-change';
import { expired, moving } from './allocation-refusals';
import * as sql from './allocation.sql';
import type { Session, Statement } from './database';
import { endReservations } from './ledger';

/** Once an allocation: a release that is repeated after the device was cleared does not set it aside again. */
const QUARANTINE_DEVICE_OF: Statement = {
  name: 'allocation.quarantine_device_of',
  text: `
    INSERT INTO device_quarantine (host_name, device_address, pf_address, reason, allocation_id)
    SELECT host_name, device_address, nullif(pf_address, device_address), 'cleanup_failed', id
    FROM allocation
    WHERE id = $1 AND NOT EXISTS (SELECT FROM device_quarantine WHERE allocation_id = $1)
    ON CONFLICT (host_name, device_address) WHERE cleared_at IS NULL DO NOTHING`,
};

/** Gives one device back; with the last one of a VM, its reservation. */
export async function releaseOne(
  session: Session,
  id: string,
  allocation: AllocationToChange,
  cleanup: Cleanup,
): Promise<Refusal | null> {
  if (allocation.state === 'expired') return expired(id);
  if (allocation.is_of_move) return moving(id);
  if (allocation.state !== 'released') {
    if (allocation.live_siblings > 0) await session.query(sql.RELEASE_ONE, [id]);
    else await endReservations(session, [allocation.reservation_id], 'released');
  }
  if (cleanup === 'failed') await session.query(QUARANTINE_DEVICE_OF, [id]);
  return null;
}
