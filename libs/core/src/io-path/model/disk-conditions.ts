/**
 * Ways that a disk's requests can travel as the model knows them: those of the catalogue, and those that other
 * platforms offer and that a test report may compare with. Nova can ask for none of the latter.
 */
export const OTHER_DISK_PATHS = ['vhost_blk', 'vhost_scsi', 'vhost_user_blk', 'nvme_mediated', 'qemu_nvme'] as const;
export type OtherDiskPath = (typeof OTHER_DISK_PATHS)[number];

/** Finer conditions of a disk's load, which only a test report tells. */
export interface DiskConditions {
  readonly direction: 'read' | 'write' | 'mixed';
  /** Bytes of one request. */
  readonly requestBytes: number;
  /** Requests that one job keeps in flight; null: enough to fill the path. */
  readonly queueDepth: number | null;
  readonly jobs: number;
  /** Queues of the disk; null: one for each vCPU. */
  readonly queues: number | null;
  /** Worker threads (vhost) or cores (SPDK) of the back end; null: one. */
  readonly workers: number | null;
  /** The back end takes many requests at a time. */
  readonly batches: boolean;
  /** The guest polls for completions. */
  readonly polls: boolean;
  /** The back end's threads run on the vCPUs' cores. */
  readonly sharesCores: boolean;
  /** Devices behind the path that share the load. */
  readonly devices: number;
  /** A RAM disk or a null device: what is measured is the path. */
  readonly noDevice: boolean;
  /** What the same test reached without virtualisation; null where nobody measured it. */
  readonly native: { readonly latencyUs: number | null; readonly iops: number | null };
}

export const ORDINARY_DISK_CONDITIONS: DiskConditions = {
  direction: 'mixed',
  requestBytes: 4096,
  queueDepth: null,
  jobs: 1,
  queues: null,
  workers: null,
  batches: false,
  polls: false,
  sharesCores: false,
  devices: 1,
  noDevice: false,
  native: { latencyUs: null, iops: null },
};
