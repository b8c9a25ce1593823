/** What the number of virtio queues depends on. */
export interface VirtioQueueInput {
  readonly vcpus: number;
  /** The compute host's kernel, e.g. `5.15.0-91-generic`; null when it is not known, which counts as current. */
  readonly kernelVersion: string | null;
  /** Whether flavor or image asks for several queues (`vifMultiqueue` of `guestTopologyOf`). */
  readonly multiqueue: boolean;
  /** The host's `[libvirt]max_queues`; null when it is not set. */
  readonly maxQueues: number | null;
}

/**
 * How many queue pairs Nova gives a virtio NIC: one a vCPU, up to `max_queues` or else what the host's kernel can do
 * (`nova/virt/libvirt/vif.py _get_virtio_mq_settings`, `_get_max_tap_queues`; handbook 1.3).
 */
export function virtioQueues({ vcpus, kernelVersion, multiqueue, maxQueues }: VirtioQueueInput): number {
  if (!multiqueue || vcpus < 2) return 1;
  return Math.min(vcpus, maxQueues ?? kernelQueueLimit(kernelVersion));
}

/** By major version: 8 queues to a tap device in 3.x, 256 in 4.x; Nova sets no limit from 5 on. */
function kernelQueueLimit(kernelVersion: string | null): number {
  const major = Number(/^\d+/.exec(kernelVersion ?? '')?.[0] ?? Infinity);
  if (major <= 2) return 1;
  if (major === 3) return 8;
  return major === 4 ? 256 : Infinity;
}
