import type { DiskRequest } from '@iopath/core';

/** A root disk that asks for nothing special. */
export function aDiskRequest(changes: Partial<DiskRequest> = {}): DiskRequest {
  return { name: 'root', iops: null, throughputMibps: null, latency: null, paths: null, ...changes };
}
