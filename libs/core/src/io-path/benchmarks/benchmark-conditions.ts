import type { DiskKind } from '../../inventory/inventory';
import type { DiskPathName, NicPathName } from '../io-path';
import type { InterruptDelivery, NumaLocality } from '../model/prediction';

/** Where a test ran: through a NIC, or between guests and their host, which measures memory copies (model pitfall 2). */
export type BenchmarkTopology = 'wire' | 'vm_host' | 'vm_vm_same_host';

/** What no tool tells of the place it ran in, and a prediction needs. */
export type BenchmarkConditions = NicConditions | DiskConditions;

interface CommonConditions {
  readonly hostName: string;
  readonly vcpus: number;
  /** Unknown only of what was observed: a guest without NUMA topology floats. Who measures on purpose knows. */
  readonly numa: NumaLocality;
  /** VMs on the same back end or device while it ran, this one included. */
  readonly sharers: number;
  /** For outputs that do not say (sockperf's leaves them out when the first lines are cut off). */
  readonly messageBytes: number | null;
  readonly streams: number | null;
}

export interface NicConditions extends CommonConditions {
  readonly device: 'nic';
  readonly path: NicPathName | 'native';
  readonly linkSpeedMbps: number;
  /** Queue pairs of the guest. */
  readonly queues: number;
  readonly interrupts: InterruptDelivery;
  readonly topology: BenchmarkTopology;
}

export interface DiskConditions extends CommonConditions {
  readonly device: 'disk';
  readonly path: DiskPathName | 'native';
  readonly storage: DiskKind;
  readonly ioThread: boolean;
}
