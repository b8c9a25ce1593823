import type { PhysicalFunction } from '../../inventory/inventory';
import { nicModelOf } from '../nic-catalogue';
import { moreVfsThanDriverAllows } from './more-vfs-than-driver-allows.rule';
import type { NicWarning, NicWarningRule } from './nic-warning';
import { switchdevNotSupported } from './switchdev-not-supported.rule';
import { totalVfsAboveDriverLimit } from './total-vfs-above-driver-limit.rule';
import { trustDependsOnFirmware } from './trust-depends-on-firmware.rule';
import { vdpaNotSupported } from './vdpa-not-supported.rule';
import { vfDriverUnusual } from './vf-driver-unusual.rule';
import { vfNumberSetInFirmware } from './vf-number-set-in-firmware.rule';
import { vfQueuesAboveLimit } from './vf-queues-above-limit.rule';
import { vfVectorsTooFew } from './vf-vectors-too-few.rule';

const RULES: readonly NicWarningRule[] = [
  moreVfsThanDriverAllows,
  totalVfsAboveDriverLimit,
  vfDriverUnusual,
  vfQueuesAboveLimit,
  vfVectorsTooFew,
  switchdevNotSupported,
  vdpaNotSupported,
  trustDependsOnFirmware,
  vfNumberSetInFirmware,
];

/** What may be wrong with a PF by what the catalogue knows of its model; nothing of one that it does not know. */
export function nicWarningsOf(pf: PhysicalFunction): readonly NicWarning[] {
  const family = nicModelOf(pf.vendorId, pf.productId);
  return family === null ? [] : RULES.flatMap((rule) => rule(pf, family));
}
