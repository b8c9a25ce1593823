import type { HostState } from '../fleet/host-state';
import type { BenchmarkConditions } from '../io-path/benchmarks/benchmark-conditions';
import { NIC_PATHS } from '../io-path/catalogue';
import type { ComputeClaim, Placement } from './decision';
import { interruptsOf, locality } from './search/score-candidate';

/** A device of a placed VM, as the decision and the ledger tell of it. */
export interface ObservedDevice {
  /** Name of the NIC or disk in the request. */
  readonly device: string;
  readonly address: string;
  /** The PF that carries a NIC. */
  readonly pfAddress: string | null;
  readonly vcpus: number;
  readonly placement: Placement;
  readonly compute: ComputeClaim;
  /** VMs on the same PF while it was observed, this one included. */
  readonly sharers: number;
}

/** Why nothing can be compared with what was observed of a device. */
export type ObservationGap = 'no_device' | 'device_gone' | 'link_speed' | 'storage';

/**
 * The conditions that a placed device works under. All of them are the advisor's own knowledge, so that nobody can observe
 * one path and call it another: path and queues by the decision, where the guest lies by the ledger, the rest by the host.
 *
 * @param host the device's host as it is.
 * @returns the gap instead: the device is of no NIC or disk, left the inventory, or a fact of it is not known.
 */
export function observedConditions(observed: ObservedDevice, host: HostState): BenchmarkConditions | ObservationGap {
  const { device, placement } = observed;
  if (placement.nics.some(({ name }) => name === device)) return ofNic(observed, host);
  if (placement.disks.some(({ name }) => name === device)) return ofDisk(observed, host);
  return 'no_device';
}

function ofNic(observed: ObservedDevice, host: HostState): BenchmarkConditions | ObservationGap {
  const nic = observed.placement.nics.find(({ name }) => name === observed.device);
  const path = NIC_PATHS.find(({ name }) => name === nic?.path);
  const pf = host.pfs.find(({ pf: { address } }) => address === observed.pfAddress)?.pf;
  if (nic === undefined || path === undefined || pf === undefined) return 'device_gone';
  if (pf.linkSpeedMbps === null) return 'link_speed';
  return {
    ...placeOf(observed, pf.numaNode, host),
    device: 'nic',
    path: path.name,
    linkSpeedMbps: pf.linkSpeedMbps,
    queues: nic.queues,
    interrupts: interruptsOf(host, path),
    topology: 'wire',
  };
}

function ofDisk(observed: ObservedDevice, host: HostState): BenchmarkConditions | ObservationGap {
  const disk = observed.placement.disks.find(({ name }) => name === observed.device);
  const device = host.inventory.pciDevices.find(({ address }) => address === observed.address);
  if (disk === undefined || device === undefined) return 'device_gone';
  if (device.deviceClass !== 'nvme') return 'storage';
  // What is given away whole is driven by the guest: no IOThread of the host has a part in it.
  const { path } = disk;
  return { ...placeOf(observed, device.numaNode, host), device: 'disk', path, storage: 'nvme', ioThread: false };
}

function placeOf({ vcpus, compute, sharers }: ObservedDevice, deviceNode: number | null, host: HostState) {
  const nodes = compute.cells.length === 0 ? null : compute.cells.map(({ hostNode }) => hostNode);
  const { numa } = locality(deviceNode, true, { nodes }, host);
  return {
    hostName: host.hostName,
    vcpus,
    numa,
    sharers,
    messageBytes: null,
    streams: null,
  };
}
