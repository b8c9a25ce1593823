import { isStorage } from '../../feasibility/storage-classes';
import type { PciDevice } from '../../inventory/inventory';
import { isAtLeast, type OpenStackRelease } from '../../nova/openstack-release';
import { deviceSpecOf } from './alias-device-spec.prerequisite';
import { devicesByAlias } from './given-pci-devices';
import type { PrerequisitesOf } from './prerequisite';

/** First release that keeps a returned device from the next tenant until the operator lets it go (handbook 3.1). */
const ONE_TIME_USE_SINCE: OpenStackRelease = '2025.2';

/** Nova does not touch the data on a device that it gives away: the next tenant would read it (handbook 1.3). */
export const deviceWiping: PrerequisitesOf = (candidate, { policy }) =>
  devicesByAlias(candidate)
    .filter(({ deviceClass }) => isStorage(deviceClass))
    .map((device) => ({
      code: 'pci.wipe_between_tenants',
      what: `wipe ${device.address} before another tenant gets it: Nova does not`,
      snippet: isHeldBack(device, policy.release) ? oneTimeUse(device) : wiping(device),
      met: null,
    }));

/** `one_time_use` is for whole devices only. */
function isHeldBack({ deviceType }: PciDevice, release: OpenStackRelease): boolean {
  return deviceType !== 'type-VF' && isAtLeast(release, ONE_TIME_USE_SINCE);
}

/** What comes back stays reserved in Placement until its `reserved` is set to 0; reporting cannot be turned off again. */
function oneTimeUse(device: PciDevice): string {
  const spec = { ...deviceSpecOf(device), one_time_use: 'true' };
  return `[pci]\nreport_in_placement = true   # for good: it cannot be turned off again on a host\ndevice_spec = ${JSON.stringify(spec)}\n${wiping(device)}, then set its reserved amount in Placement to 0`;
}

function wiping({ address, deviceClass }: PciDevice): string {
  return deviceClass === 'nvme'
    ? `# after each VM: nvme format --ses=1 on ${address}`
    : `# after each VM: erase what can be reached through ${address}`;
}
