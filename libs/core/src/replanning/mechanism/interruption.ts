import type { Flavor } from '../../request/vm-request';
import type { Interruption, MoveMechanism } from '../move-mechanism';

/**
 * What nobody measured on this cloud, so each estimate is a range between a fast one and a slow one: the network that
 * migrations go over, and whether disks are shared. Our own assumptions, told with every estimate.
 */
const FAST_LINK_MBPS = 25_000;
const SLOW_LINK_MBPS = 1_000;
/** Pages that a busy guest writes meanwhile are copied again. */
const COPIED_TWICE = 2;
/** `[libvirt]live_migration_downtime`, 500 ms, is what QEMU aims at; the network learns of the move after that. */
const PAUSE_AT_MOST_S = 1;
/** To unplug and to plug a device, once each. */
const UNPLUG_AT_LEAST_S = 2;
const UNPLUG_AT_MOST_S = 10;
/** `[compute]shutdown_timeout` of nova: a guest has so long to shut down. */
const SHUTDOWN_AT_MOST_S = 60;
const BOOT_AT_LEAST_S = 10;
const BOOT_AT_MOST_S = 120;
/** Nova fetches the image where the host has none. */
const IMAGE_AT_MOST_S = 300;

/**
 * How long a guest, or one of its devices, is away when it moves in this way.
 *
 * @param flavor of the VM: memory and disk are what is copied.
 */
export function interruptionOf(mechanism: MoveMechanism, flavor: Pick<Flavor, 'ramMib' | 'diskGib'>): Interruption {
  return ESTIMATES[mechanism](flavor);
}

type Estimate = (flavor: Pick<Flavor, 'ramMib' | 'diskGib'>) => Interruption;

const ESTIMATES: Readonly<Record<MoveMechanism, Estimate>> = {
  ledger: () => ({ atLeastS: 0, atMostS: 0, reason: 'there is no server yet: only its reservation moves' }),
  transparent: () => ({
    atLeastS: 0,
    atMostS: PAUSE_AT_MOST_S,
    reason: 'the guest pauses for its last pages (live_migration_downtime, assumed at its default of 500 ms)',
  }),
  unplug_replug: ({ ramMib, diskGib }) => ({
    atLeastS: UNPLUG_AT_LEAST_S + memoryS(ramMib, FAST_LINK_MBPS),
    atMostS: UNPLUG_AT_MOST_S + COPIED_TWICE * memoryS(ramMib, SLOW_LINK_MBPS) + diskS(diskGib, SLOW_LINK_MBPS),
    reason: `its passed-through devices are away while ${ramMib} MiB of memory are copied (assumed: a link of 1 to 25 Gbit/s, local disks copied at worst)`,
  }),
  cold: ({ diskGib }) => ({
    atLeastS: BOOT_AT_LEAST_S,
    atMostS: SHUTDOWN_AT_MOST_S + diskS(diskGib, SLOW_LINK_MBPS) + BOOT_AT_MOST_S,
    reason: `the guest shuts down and boots again (assumed: up to 60 s to shut down and 120 s to boot; ${diskGib} GiB of disk shared at best, copied at 1 Gbit/s at worst)`,
  }),
  resize: ({ diskGib }) => ({
    atLeastS: BOOT_AT_LEAST_S,
    atMostS: SHUTDOWN_AT_MOST_S + diskS(diskGib, SLOW_LINK_MBPS) + BOOT_AT_MOST_S,
    reason: `the place needs other extra specs: the guest shuts down and boots with another flavor (assumed: up to 60 s to shut down and 120 s to boot; ${diskGib} GiB of disk shared at best, copied at 1 Gbit/s at worst)`,
  }),
  evacuate: () => ({
    atLeastS: BOOT_AT_LEAST_S,
    atMostS: IMAGE_AT_MOST_S + BOOT_AT_MOST_S,
    reason:
      'its host is lost and it is down already: it boots again elsewhere (assumed: up to 300 s to fetch its image and 120 s to boot; what was on local disk is gone)',
  }),
};

function memoryS(ramMib: number, linkMbps: number): number {
  return Math.ceil((ramMib * 8.388608) / linkMbps);
}

function diskS(diskGib: number, linkMbps: number): number {
  return Math.ceil((diskGib * 8_589.934592) / linkMbps);
}
