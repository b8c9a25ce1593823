import type { DriftFinding } from './drift-finding';
import { type ComparedHost, compareHost, type HostViews } from './host-views';
import { allocationOrphaned } from './rules/allocation-orphaned';
import { bandwidthLeaked } from './rules/bandwidth-leaked';
import { deviceClaimedTwice } from './rules/device-claimed-twice';
import { deviceNotHeld } from './rules/device-not-held';
import { deviceNotUsed } from './rules/device-not-used';
import { deviceUnknown } from './rules/device-unknown';
import { foreignHoldsOurs } from './rules/foreign-holds-ours';
import { hostUnknownToCloud } from './rules/host-unknown-to-cloud';
import { inventoryDiffers } from './rules/inventory-differs';
import { otherVfTaken } from './rules/other-vf-taken';
import { pfAndVfConfused } from './rules/pf-and-vf-confused';
import { placementAllocationMissing } from './rules/placement-allocation-missing';
import { placementAllocationOrphaned } from './rules/placement-allocation-orphaned';
import { portBindingFailed } from './rules/port-binding-failed';
import { portBindingStale } from './rules/port-binding-stale';
import { quarantinedDeviceInUse } from './rules/quarantined-device-in-use';
import { reservationOfReadyServer } from './rules/reservation-of-ready-server';
import { serverElsewhere } from './rules/server-elsewhere';
import { serverWithoutHold } from './rules/server-without-hold';
import { staleInventory } from './rules/stale-inventory';
import { topologyDiffers } from './rules/topology-differs';
import { vfLeaked } from './rules/vf-leaked';

/** Compares the three views of one host in one respect. */
export type DriftRule = (host: ComparedHost) => readonly DriftFinding[];

const RULES: readonly DriftRule[] = [
  vfLeaked,
  allocationOrphaned,
  serverElsewhere,
  reservationOfReadyServer,
  otherVfTaken,
  deviceNotHeld,
  deviceNotUsed,
  topologyDiffers,
  foreignHoldsOurs,
  serverWithoutHold,
  deviceClaimedTwice,
  pfAndVfConfused,
  quarantinedDeviceInUse,
  deviceUnknown,
  staleInventory,
  inventoryDiffers,
  hostUnknownToCloud,
  placementAllocationOrphaned,
  placementAllocationMissing,
  bandwidthLeaked,
  portBindingStale,
  portBindingFailed,
];

/** Everything on which inventory, cloud and ledger do not agree of one host; of one thing once. */
export function findDrift(views: HostViews): readonly DriftFinding[] {
  const host = compareHost(views);
  const findings = RULES.flatMap((rule) => rule(host));
  return [...new Map(findings.map((finding) => [finding.id, finding])).values()];
}
