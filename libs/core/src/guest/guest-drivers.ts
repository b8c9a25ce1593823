import type { Image } from '../request/vm-request';
import {
  BSD_DRIVERS,
  LINUX_DRIVERS,
  VF_DRIVERS,
  VF_DRIVERS_OF_VENDOR,
  WITHOUT_VIRTIO,
  type GuestDevice,
} from './device-drivers.data';
import { linuxKernels, type KernelRange } from './linux-kernels';
import { osName, type OsName } from './os-name';
import { compareVersions, versionOf } from './version';

/** `assumed`: nobody knows, and most images of today have it. */
export type DriverPresence = 'yes' | 'no' | 'assumed';

/** Which drivers an image has in the box. */
export interface GuestDrivers {
  readonly virtioNet: DriverPresence;
  readonly virtioBlk: DriverPresence;
  readonly virtioScsi: DriverPresence;
  /** The emulated Intel 82540EM, which Nova offers as `hw_vif_model=e1000`. */
  readonly e1000: DriverPresence;
  /**
   * Driver for a VF.
   *
   * @param pfVendorId PCI vendor of the PF, four hex digits.
   * @param pfDriver kernel driver of the PF on the host; null when it is not known.
   */
  vf(pfVendorId: string, pfDriver: string | null): DriverPresence;
}

/**
 * What an image's operating system can drive, by when each driver entered the Linux kernel, the BSDs and Windows.
 * Windows has no virtio driver in the box. An image property that names a device is a statement that the driver is
 * there (somebody put virtio-win into the image, say) and wins. An unknown system is given the benefit of the doubt.
 *
 * @param image libosinfo short id (`ubuntu24.04`, `win2k19`) and Glance properties.
 */
export function guestDrivers(image: Image): GuestDrivers {
  const system = systemOf(image.osId);
  const stated = statedDevices(image.properties);
  const presence = (device: GuestDevice): DriverPresence => (stated.has(device) ? 'yes' : system.device(device));
  return {
    virtioNet: presence('virtioNet'),
    virtioBlk: presence('virtioBlk'),
    virtioScsi: presence('virtioScsi'),
    e1000: presence('e1000'),
    vf: remembered((vendorId, driver) => system.vf(vendorId.toLowerCase(), driver)),
  };
}

type VfDrivers = GuestDrivers['vf'];

/** A planning run asks the same of every PF of a fleet, which has a handful of kinds. */
function remembered(ask: VfDrivers): VfDrivers {
  const known = new Map<string, Map<string | null, DriverPresence>>();
  return (vendorId, driver) => {
    let byDriver = known.get(vendorId);
    if (byDriver === undefined) {
      byDriver = new Map();
      known.set(vendorId, byDriver);
    }
    let presence = byDriver.get(driver);
    if (presence === undefined) {
      presence = ask(vendorId, driver);
      byDriver.set(driver, presence);
    }
    return presence;
  };
}

interface GuestSystem {
  device(device: GuestDevice): DriverPresence;
  vf(vendorId: string, driver: string | null): DriverPresence;
}

const UNKNOWN: GuestSystem = { device: () => 'assumed', vf: () => 'assumed' };

function systemOf(osId: string | null): GuestSystem {
  if (osId === null) return UNKNOWN;
  if (/^win/i.test(osId.trim())) return windows(osId.trim().toLowerCase());
  const name = osName(osId);
  if (name === null) return UNKNOWN;
  if (WITHOUT_VIRTIO.has(name.family))
    return { device: (device) => (device === 'e1000' ? 'assumed' : 'no'), vf: () => 'no' };
  const kernels = linuxKernels(name);
  return kernels === null ? bsd(name) : linux(kernels);
}

function linux(kernels: KernelRange): GuestSystem {
  return {
    device: (device) => presenceIn(kernels, LINUX_DRIVERS[device]),
    vf: (vendorId, driver) => {
      const since = driver === null ? undefined : VF_DRIVERS.get(driver);
      if (since !== undefined) return presenceIn(kernels, since);
      const possible = (VF_DRIVERS_OF_VENDOR.get(vendorId) ?? []).map((name) =>
        presenceIn(kernels, VF_DRIVERS.get(name) ?? '0'),
      );
      const [first] = possible;
      return first !== undefined && possible.every((presence) => presence === first) ? first : 'assumed';
    },
  };
}

function presenceIn({ oldest, newest }: KernelRange, since: string): DriverPresence {
  const first = versionOf(since);
  if (compareVersions(oldest, first) >= 0) return 'yes';
  return compareVersions(newest, first) >= 0 ? 'assumed' : 'no';
}

/** Their VF drivers came piecemeal and are not followed here. */
function bsd({ family, version }: OsName): GuestSystem {
  const drivers = BSD_DRIVERS.get(family);
  if (drivers === undefined || version === null) return UNKNOWN;
  return {
    device: (device) => (compareVersions(version, versionOf(drivers[device])) >= 0 ? 'yes' : 'no'),
    vf: () => 'assumed',
  };
}

/** Before Windows Vista and Server 2008 no NIC vendor wrote a VF driver; the e1000 driver came with XP. */
function windows(osId: string): GuestSystem {
  const dos = /^win(\d\.\d|9\d|me|nt)/.test(osId) && osId !== 'win8.1';
  const beforeVista = dos || /^win(2k|2k3|xp)(r\d)?$/.test(osId);
  return {
    device: (device) => (device !== 'e1000' ? 'no' : dos || osId === 'win2k' ? 'assumed' : 'yes'),
    vf: () => (beforeVista ? 'no' : 'assumed'),
  };
}

/** Devices that image properties ask Nova for. */
function statedDevices(properties: Readonly<Record<string, string>>): ReadonlySet<GuestDevice> {
  const stated = new Set<GuestDevice>();
  const vifModel = properties['hw_vif_model']?.toLowerCase();
  const diskBus = properties['hw_disk_bus'];
  if (vifModel === 'virtio') stated.add('virtioNet');
  if (vifModel === 'e1000') stated.add('e1000');
  if (diskBus === 'virtio') stated.add('virtioBlk');
  if (diskBus === 'scsi' && properties['hw_scsi_model']?.toLowerCase() === 'virtio-scsi') stated.add('virtioScsi');
  return stated;
}
