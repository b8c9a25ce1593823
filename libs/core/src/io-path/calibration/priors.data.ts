import type { Priors } from './fit-parameters';

/**
 * What one would believe before the published measurements: rounded sums of event costs, theory, rules of thumb. The
 * shipped defaults are what the measurements made of these. Written by people who know the measurements, so they are not
 * as blind as they look; their spreads are two to three times those of the model.
 */
export const PRIORS: Priors = {
  // In theory two exits an interrupt, one of them saved by APICv; exits cost two to four times as much in 2012.
  'interrupt.exits_legacy': { value: 2, sdLn: 0.15 },
  'interrupt.exits_apicv': { value: 1, sdLn: 0.1 },
  'interrupt.busy_batch_exponent': { value: 1.2, sdLn: 0.2 },
  'host.before_apicv_exit_factor': { value: 2.5, sdLn: 0.4 },
  // A system call and a pass through the stack is about a microsecond; the copy about a cycle a byte.
  'native.message_ns': { value: 1000, sdLn: 0.4 },
  'native.bulk_ns_per_byte': { value: 0.3, sdLn: 0.3 },

  // Packets: a ring operation (60 ns), a pass through tap and bridge (500 ns), a wake-up or a system call (1 us each).
  'virtio.packet_ns': { value: 5000, sdLn: 0.4 },
  'vhost_net.polling_packet_ns': { value: 650, sdLn: 0.35 },
  'vhost_net.stack_packet_ns': { value: 1300, sdLn: 0.4 },
  'vhost_net.socket_send_ns': { value: 3000, sdLn: 0.4 },
  'vhost_user.ring_packet_ns': { value: 60, sdLn: 0.3 },
  'vhost_user.switch_packet_ns': { value: 400, sdLn: 0.4 },
  'vhost_user.switch_flows_exponent': { value: 0.12, sdLn: 0.4 },
  // Bulk: ten to fifteen Gbit/s a core through the kernel, less from user space and without segmentation.
  'virtio.bulk_ns_per_byte': { value: 0.9, sdLn: 0.4 },
  'vhost_net.bulk_ns_per_byte': { value: 0.7, sdLn: 0.4 },
  'vhost_user.bulk_ns_per_byte': { value: 1, sdLn: 0.4 },
  'vhost_user.pmd_bulk_ns_per_byte': { value: 0.4, sdLn: 0.3 },
  'encapsulation.bulk_factor': { value: 2, sdLn: 0.3 },
  'segmentation.without_factor': { value: 1.5, sdLn: 0.25 },
  'guest_iommu.strict_factor': { value: 2, sdLn: 0.3 },
  'guest_iommu.emulated_factor': { value: 20, sdLn: 0.5 },
  'loss_free.share': { value: 0.7, sdLn: 0.15 },
  'coalescing.speed_up': { value: 1.1, sdLn: 0.1 },
  'same_host.bulk_factor': { value: 0.35, sdLn: 0.35 },
  'same_host.guest_bulk_factor': { value: 0.7, sdLn: 0.3 },
  'same_host.two_vms_bulk_factor': { value: 0.8, sdLn: 0.4 },
  'same_host.rtt_share': { value: 0.4, sdLn: 0.4 },
  'same_host.adder_share': { value: 0.6, sdLn: 0.4 },
  'forwarded.rtt_share': { value: 0.2, sdLn: 0.4 },
  // Adders: the countable events of a round trip, of which they are about two thirds.
  'virtio.adder_us': { value: 66, sdLn: 0.3 },
  'vhost_net.adder_us': { value: 35, sdLn: 0.3 },
  'vhost_user.adder_us': { value: 6, sdLn: 0.4 },
  'tail.p99_factor': { value: 1.2, sdLn: 0.1 },
  'tail.p999_factor': { value: 1.35, sdLn: 0.1 },
  'queues.gain_to_8': { value: 0.9, sdLn: 0.15 },
  'queues.gain_beyond_8': { value: 0.6, sdLn: 0.3 },
  'queues.gain_bulk_copy': { value: 0.3, sdLn: 0.4 },
  'sharers.kernel_exponent': { value: 0.4, sdLn: 0.3 },
  'sharers.pmd_loss_per_vm': { value: 0.02, sdLn: 0.5 },
  'numa.packet_factor': { value: 0.7, sdLn: 0.25 },

  // Disks: a request of one vCPU takes 7 us of a worker; a worker has 2 us for one when it is kept busy.
  'virtio_blk.iops_per_vcpu': { value: 130_000, sdLn: 0.3 },
  'virtio_blk.iops_per_iothread': { value: 350_000, sdLn: 0.3 },
  'virtio_blk.throughput_mibps': { value: 2400, sdLn: 0.3 },
  'virtio_blk.read_share_of_device': { value: 0.9, sdLn: 0.2 },
  'virtio_blk.adder_us': { value: 11, sdLn: 0.35 },
  'virtio_blk.host_cores_per_100k': { value: 0.4, sdLn: 0.5 },
  'virtio_scsi.share_of_virtio_blk': { value: 0.6, sdLn: 0.3 },
  'disk_emulated.iops': { value: 20_000, sdLn: 0.35 },
  'disk_emulated.throughput_mibps': { value: 1000, sdLn: 0.4 },
  'vhost_disk.iops_per_queue': { value: 150_000, sdLn: 0.35 },
  'vhost_disk.iops_per_worker': { value: 500_000, sdLn: 0.3 },
  'vhost_disk.iops_of_all_workers': { value: 2_000_000, sdLn: 0.3 },
  'vhost_disk.batching_gain': { value: 2.5, sdLn: 0.3 },
  'vhost_user_blk.iops_per_core': { value: 500_000, sdLn: 0.4 },
  'vhost_user_blk.share_of_device': { value: 0.95, sdLn: 0.03 },
  'vhost_user_blk.adder_us': { value: 0.7, sdLn: 0.5 },
  'nvme_mediated.adder_us': { value: 1, sdLn: 0.5 },
  'qemu_nvme.adder_us': { value: 15, sdLn: 0.4 },
  'disk_polling.gain': { value: 1.15, sdLn: 0.1 },
  'contention.shared_cores_factor': { value: 0.65, sdLn: 0.2 },
};
