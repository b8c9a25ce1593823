import { lenientBoolean } from '../nova/python-values';
import type { VmRequest } from '../request/vm-request';

/**
 * Whether the VM's virtio NICs get a queue pair a vCPU. On unless flavor or image says no: more queues than
 * vCPUs or flows do nothing, but one queue caps every guest at one back-end core. Nova ignores it below two vCPUs
 * and refuses a flavor and an image that differ (handbook 1.3), so what either says decides.
 */
export function multiqueueEnabled({ flavor, image }: VmRequest): boolean {
  if (flavor.vcpus < 2) return false;
  const said = flavor.extraSpecs['hw:vif_multiqueue_enabled'] ?? image.properties['hw_vif_multiqueue_enabled'];
  return said === undefined || lenientBoolean(said);
}
