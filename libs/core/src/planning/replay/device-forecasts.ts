import type { Decision, DiskPlacement, NicPlacement, Placement } from '../decision';

/** What a decision says of one NIC or disk of one of its VMs. Plain data. */
export interface DeviceForecast {
  readonly hostName: string;
  readonly path: string;
  /** Null when the path would be overloaded. */
  readonly p50Us: number | null;
  readonly p99Us: number | null;
  /** Of a NIC; null of a disk. */
  readonly throughputMbps: number | null;
  /** Of a disk; null of a NIC. */
  readonly throughputMibps: number | null;
}

/** One device of one VM, as two decisions about one request have it; null where the VM has no host. */
export interface ComparedDevice {
  /** Which of the request's VMs, from 0. */
  readonly member: number;
  readonly device: string;
  readonly before: DeviceForecast | null;
  readonly after: DeviceForecast | null;
}

/** Every device of the VMs that either decision places. */
export function comparedDevices(before: Decision, after: Decision): readonly ComparedDevice[] {
  const was = membersOf(before);
  const is = membersOf(after);
  return Array.from({ length: Math.max(was.length, is.length) }, (_, member) => {
    const [then, now] = [forecastsOf(was[member]), forecastsOf(is[member])];
    const devices = [...new Set([...then.keys(), ...now.keys()])];
    return devices.map((device) => {
      return { member, device, before: then.get(device) ?? null, after: now.get(device) ?? null };
    });
  }).flat();
}

function membersOf(decision: Decision): readonly Placement[] {
  return decision.status === 'ready' ? decision.members : [];
}

function forecastsOf(placement: Placement | undefined): ReadonlyMap<string, DeviceForecast> {
  if (placement === undefined) return new Map();
  const { hostName, nics, disks } = placement;
  return new Map<string, DeviceForecast>([
    ...nics.map((nic) => [nic.name, { ...latencyOf(hostName, nic), ...throughputOfNic(nic) }] as const),
    ...disks.map((disk) => [disk.name, { ...latencyOf(hostName, disk), ...throughputOfDisk(disk) }] as const),
  ]);
}

function latencyOf(hostName: string, { path, predicted }: NicPlacement | DiskPlacement) {
  const { p50 = null, p99 = null } = predicted.latencyUs ?? {};
  return { hostName, path, p50Us: p50, p99Us: p99 };
}

function throughputOfNic({ predicted }: NicPlacement) {
  return { throughputMbps: predicted.throughputMbps.value, throughputMibps: null };
}

function throughputOfDisk({ predicted }: DiskPlacement) {
  return { throughputMbps: null, throughputMibps: predicted.throughputMibps.value };
}
