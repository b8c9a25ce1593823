import type { HostState } from '../fleet/host-state';
import type { PciDevice } from '../inventory/inventory';
import type { DiskPath } from '../io-path/disk-path';
import type { RequestContext } from '../planning/request-context';
import type { DiskRequest } from '../request/vm-request';
import type { Rejection } from './rejection';

/** A question about path and request alone: the answer is the same on every host. */
export interface DiskPathRule {
  readonly name: string;
  reject(path: DiskPath, disk: DiskRequest, context: RequestContext): Rejection | null;
}

/** A question about a path on a host. */
export interface DiskHostRule {
  readonly name: string;
  reject(path: DiskPath, disk: DiskRequest, host: HostState): Rejection | null;
}

/** A question about one PCI device, for paths that take it. */
export interface DiskDeviceRule {
  readonly name: string;
  reject(path: DiskPath, device: PciDevice, host: HostState, context: RequestContext): Rejection | null;
}
