import type { Parameter } from './parameter';

/** Version of the numbers below and of the formulas that use them; stored with every decision. */
export const MODEL_VERSION = '2026.11.1';

const define = <Name extends string>(parameters: Record<Name, Parameter>): Readonly<Record<Name, Parameter>> =>
  parameters;

/**
 * Every number of the performance model, named `<path or stage>.<what>_<unit>`. The ids are rows of the project's
 * table of published measurements; docs/model.md explains each group. Nothing else in the model holds a number that
 * could be measured.
 */
// prettier-ignore
export const PARAMETERS = define({
  // One event of virtualisation. Cycles, since they travel better between hosts than microseconds.
  'host.clock_ghz': { default: 2.8, sdLn: 0.15, unit: 'GHz', evidence: [], thin: true },
  'event.kernel_exit_cycles': { default: 2400, sdLn: 0.2, unit: 'cycles', evidence: ['M514', 'M526', 'M529'], thin: false },
  'event.user_exit_cycles': { default: 6700, sdLn: 0.3, unit: 'cycles', evidence: ['M515', 'M525'], thin: false },
  'event.kick_cycles': { default: 5000, sdLn: 0.25, unit: 'cycles', evidence: ['M520'], thin: false },
  'event.wakeup_cycles': { default: 14000, sdLn: 0.4, unit: 'cycles', evidence: ['M120', 'M126'], thin: false },
  'event.eoi_exit_cycles': { default: 1560, sdLn: 0.35, unit: 'cycles', evidence: ['M518'], thin: false },
  'event.posted_interrupt_cycles': { default: 610, sdLn: 0.3, unit: 'cycles', evidence: ['M537'], thin: false },
  // Caches and TLB are cold after an exit: an exit costs 0 to 30 % more than its direct time, and here the full 30 %.
  'event.cold_cache_factor': { default: 1.3, sdLn: 0.1, unit: 'ratio', evidence: ['M073', 'M074', 'M075', 'M085', 'M086', 'M087'], thin: false },
  'event.bridge_crossing_us': { default: 4, sdLn: 0.4, unit: 'us', evidence: [], thin: true },
  'event.macvtap_crossing_us': { default: 2, sdLn: 0.4, unit: 'us', evidence: [], thin: true },
  'event.system_call_us': { default: 0.55, sdLn: 0.35, unit: 'us', evidence: ['M146'], thin: false },
  'interrupt.exits_legacy': { default: 2.1, sdLn: 0.1, unit: 'exits/interrupt', evidence: ['M067', 'M074', 'M076', 'M086', 'M088'], thin: false },
  'interrupt.exits_apicv': { default: 1.03, sdLn: 0.1, unit: 'exits/interrupt', evidence: ['M078', 'M080'], thin: false },
  'interrupt.exits_posted': { default: 0.02, sdLn: 0.5, unit: 'exits/interrupt', evidence: ['M414'], thin: true },
  // 48 000 interrupts/s at 10 GbE bulk TCP: 17 frames each, and one about every 20 us for a queue at most.
  'interrupt.moderation_us': { default: 20, sdLn: 0.4, unit: 'us', evidence: ['M076', 'M084'], thin: false },
  'interrupt.bulk_batch_frames': { default: 17, sdLn: 0.4, unit: 'frames', evidence: ['M076', 'M084'], thin: false },
  // Exits cost several times as much on processors older than APICv.
  'host.before_apicv_exit_factor': { default: 3.3, sdLn: 0.2, unit: 'ratio', evidence: ['M073', 'M074', 'M085', 'M086'], thin: false },
  'interrupt.busy_batch_exponent': { default: 1.25, sdLn: 0.1, unit: 'exponent', evidence: ['M088', 'M096', 'M100', 'M104'], thin: false },
  'vhost_net.exits_when_busy': { default: 144000, sdLn: 0.15, unit: 'exits/s', evidence: ['M549', 'M551'], thin: false },

  // The host without virtualisation.
  // Geometric mean of the best tuned hosts (26 us) and ordinary ones (65.7 us); the 90 % interval reaches both.
  'native.rtt_us': { default: 41.3, sdLn: 0.283, unit: 'us', evidence: ['M120', 'M121', 'M122', 'M123', 'M124', 'M193'], thin: false },
  'native.stack_packet_ns': { default: 286, sdLn: 0.35, unit: 'ns', evidence: ['M411'], thin: true },
  'native.polling_packet_ns': { default: 74, sdLn: 0.35, unit: 'ns', evidence: ['M411'], thin: true },
  'native.bulk_ns_per_byte': { default: 0.27, sdLn: 0.3, unit: 'ns/B', evidence: ['M297', 'M315', 'M324', 'M400'], thin: true },
  'native.message_ns': { default: 1150, sdLn: 0.35, unit: 'ns', evidence: ['M188', 'M196'], thin: false },
  'line.efficiency': { default: 1, sdLn: 0.02, unit: 'ratio', evidence: ['M116', 'M165', 'M166', 'M412'], thin: false },

  // Stages of the NIC paths: capacity.
  'emulated.exits_per_packet': { default: 7, sdLn: 0.21, unit: 'exits', evidence: ['M035', 'M036'], thin: true },
  'emulated.frames_per_exit_group': { default: 3, sdLn: 0.4, unit: 'frames', evidence: ['M001', 'M355'], thin: true },
  'virtio.packet_ns': { default: 5800, sdLn: 0.25, unit: 'ns', evidence: ['M202', 'M212'], thin: false },
  'virtio.bulk_ns_per_byte': { default: 0.74, sdLn: 0.35, unit: 'ns/B', evidence: ['M118', 'M148', 'M199', 'M200'], thin: false },
  'vhost_net.polling_packet_ns': { default: 593, sdLn: 0.1, unit: 'ns', evidence: ['M161', 'M163', 'M174', 'M176'], thin: false },
  'vhost_net.stack_packet_ns': { default: 1300, sdLn: 0.35, unit: 'ns', evidence: ['M244', 'M245', 'M250', 'M251', 'M252', 'M291', 'M293'], thin: false },
  'vhost_net.socket_send_ns': { default: 2800, sdLn: 0.3, unit: 'ns', evidence: ['M244', 'M245', 'M373', 'M379', 'M385'], thin: false },
  'vhost_net.copy_ns_per_byte': { default: 0.2, sdLn: 0.1, unit: 'ns/B', evidence: ['M161', 'M163', 'M174', 'M176'], thin: false },
  'vhost_net.bulk_ns_per_byte': { default: 0.61, sdLn: 0.3, unit: 'ns/B', evidence: ['M117', 'M364', 'M371', 'M377', 'M383'], thin: false },
  'macvtap.speed_up': { default: 1.12, sdLn: 0.12, unit: 'ratio', evidence: ['M366', 'M368'], thin: true },
  // OVS-DPDK with 1 000 flows; ten times the flows cost 1.3 to 1.4 times as much.
  'vhost_user.switch_packet_ns': { default: 400, sdLn: 0.3, unit: 'ns', evidence: ['M439', 'M441', 'M446', 'M451', 'M453', 'M458', 'M460'], thin: false },
  'vhost_user.switch_flows_exponent': { default: 0.13, sdLn: 0.2, unit: 'exponent', evidence: ['M439', 'M446', 'M451', 'M458'], thin: false },
  'vhost_user.ring_packet_ns': { default: 56, sdLn: 0.2, unit: 'ns', evidence: ['M167', 'M241'], thin: false },
  'vhost_user.switch_ns_per_byte': { default: 0.05, sdLn: 0.3, unit: 'ns/B', evidence: ['M439', 'M441', 'M451', 'M453'], thin: false },
  'vhost_user.bulk_ns_per_byte': { default: 0.8, sdLn: 0.3, unit: 'ns/B', evidence: ['M156', 'M158', 'M426'], thin: true },
  'vhost_user.pmd_bulk_ns_per_byte': { default: 0.38, sdLn: 0.15, unit: 'ns/B', evidence: ['M214', 'M216', 'M218', 'M228', 'M230', 'M232'], thin: false },
  'vdpa.fraction_of_native': { default: 0.97, sdLn: 0.15, unit: 'ratio', evidence: [], thin: true },
  'sriov_vf.fraction_of_native': { default: 0.98, sdLn: 0.05, unit: 'ratio', evidence: ['M003', 'M412'], thin: false },
  'sriov_vf_switchdev.fraction_of_native': { default: 0.98, sdLn: 0.1, unit: 'ratio', evidence: ['M489'], thin: true },
  'pci_passthrough.fraction_of_native': { default: 0.985, sdLn: 0.05, unit: 'ratio', evidence: ['M114', 'M115'], thin: false },
  // M413 says 0.018 a VM with the exits of legacy interrupts on a host of 2010; those exits are counted apart here.
  'hardware.host_cores_per_nic': { default: 0.004, sdLn: 0.8, unit: 'cores', evidence: ['M413'], thin: true },

  // What finer conditions of a test do to a stage.
  'encapsulation.bulk_factor': { default: 2.2, sdLn: 0.2, unit: 'ratio', evidence: ['M371', 'M377', 'M433'], thin: false },
  'segmentation.without_factor': { default: 1.44, sdLn: 0.15, unit: 'ratio', evidence: ['M389'], thin: true },
  'nested.slowdown': { default: 2.4, sdLn: 0.3, unit: 'ratio', evidence: ['M287', 'M289', 'M686', 'M687'], thin: true },
  'nested.exit_factor': { default: 9, sdLn: 0.2, unit: 'ratio', evidence: ['M512', 'M515', 'M520', 'M521', 'M535', 'M536'], thin: false },
  'guest_iommu.strict_factor': { default: 1.8, sdLn: 0.2, unit: 'ratio', evidence: ['M252', 'M254'], thin: true },
  'guest_iommu.emulated_factor': { default: 27, sdLn: 0.3, unit: 'ratio', evidence: ['M277', 'M278'], thin: true },
  'packed_ring.speed_up': { default: 1.05, sdLn: 0.1, unit: 'ratio', evidence: [], thin: true },
  'loss_free.share': { default: 0.68, sdLn: 0.12, unit: 'ratio', evidence: ['M439', 'M451', 'M464', 'M466'], thin: false },
  'coalescing.speed_up': { default: 1.15, sdLn: 0.06, unit: 'ratio', evidence: ['M268', 'M269', 'M270', 'M272', 'M275', 'M276'], thin: false },
  'same_host.bulk_factor': { default: 0.28, sdLn: 0.25, unit: 'ratio', evidence: ['M210', 'M277', 'M280', 'M287', 'M295', 'M298', 'M313', 'M316'], thin: false },
  'same_host.guest_bulk_factor': { default: 0.65, sdLn: 0.25, unit: 'ratio', evidence: ['M297', 'M300', 'M315', 'M318', 'M324'], thin: false },
  'same_host.two_vms_bulk_factor': { default: 0.95, sdLn: 0.3, unit: 'ratio', evidence: ['M210', 'M227', 'M234', 'M426'], thin: false },
  'same_host.rtt_share': { default: 0.35, sdLn: 0.35, unit: 'ratio', evidence: ['M205', 'M338', 'M339', 'M340', 'M341', 'M342'], thin: false },
  'same_host.adder_share': { default: 0.6, sdLn: 0.35, unit: 'ratio', evidence: ['M338', 'M339', 'M340', 'M341', 'M342'], thin: false },
  'forwarded.rtt_share': { default: 0.2, sdLn: 0.3, unit: 'ratio', evidence: ['M428'], thin: true },

  // What a path adds to a round trip at low load.
  'emulated.adder_us': { default: 95, sdLn: 0.28, unit: 'us', evidence: ['M004'], thin: true },
  'virtio.adder_us': { default: 72, sdLn: 0.2, unit: 'us', evidence: ['M132', 'M133', 'M135', 'M139', 'M195', 'M201', 'M203'], thin: false },
  'vhost_net.adder_us': { default: 31, sdLn: 0.2, unit: 'us', evidence: ['M126', 'M128', 'M130'], thin: false },
  'macvtap.adder_us': { default: 27, sdLn: 0.2, unit: 'us', evidence: [], thin: true },
  'vhost_user.adder_us': { default: 6.4, sdLn: 0.2, unit: 'us', evidence: ['M193'], thin: true },
  'vdpa.adder_us': { default: 4, sdLn: 0.42, unit: 'us', evidence: [], thin: true },
  'sriov_vf.adder_us': { default: 2.8, sdLn: 0.3, unit: 'us', evidence: ['M006', 'M537'], thin: true },
  'sriov_vf_switchdev.adder_us': { default: 2.8, sdLn: 0.3, unit: 'us', evidence: ['M006', 'M537'], thin: true },
  'pci_passthrough.adder_us': { default: 2.8, sdLn: 0.3, unit: 'us', evidence: ['M006', 'M537'], thin: true },
  'tail.p99_factor': { default: 1.2, sdLn: 0.09, unit: 'ratio', evidence: ['M123', 'M135'], thin: false },
  'tail.p999_factor': { default: 1.35, sdLn: 0.09, unit: 'ratio', evidence: ['M124', 'M130'], thin: false },
  'waiting.bulk_unit_bytes': { default: 16384, sdLn: 0.7, unit: 'B', evidence: [], thin: true },
  'waiting.formula': { default: 1, sdLn: 0.5, unit: 'ratio', evidence: [], thin: true },

  // Queues, neighbours, NUMA.
  'queues.gain_to_8': { default: 0.93, sdLn: 0.1, unit: 'ratio', evidence: ['M597', 'M598', 'M600'], thin: false },
  'queues.gain_beyond_8': { default: 0.6, sdLn: 0.2, unit: 'ratio', evidence: ['M602'], thin: false },
  'queues.gain_bulk_copy': { default: 0.21, sdLn: 0.4, unit: 'ratio', evidence: ['M280', 'M281', 'M284', 'M360', 'M364'], thin: true },
  'sharers.kernel_exponent': { default: 0.38, sdLn: 0.3, unit: 'exponent', evidence: ['M220', 'M221', 'M223', 'M225'], thin: false },
  'sharers.pmd_loss_per_vm': { default: 0.018, sdLn: 0.4, unit: 'ratio', evidence: ['M214', 'M216', 'M218'], thin: false },
  'numa.bulk_factor': { default: 0.85, sdLn: 0.1, unit: 'ratio', evidence: ['M370', 'M479'], thin: true },
  'numa.packet_factor': { default: 0.6, sdLn: 0.2, unit: 'ratio', evidence: ['M471', 'M472', 'M474'], thin: false },
  'numa.disk_factor': { default: 0.9, sdLn: 0.06, unit: 'ratio', evidence: ['M370'], thin: true },
  // Half way, in logarithms, between nothing and the 1.28 of the worst case.
  'numa.latency_factor': { default: 1.13, sdLn: 0.075, unit: 'ratio', evidence: ['M480'], thin: false },
  'numa.remote_miss_us': { default: 0.08, sdLn: 0.3, unit: 'us', evidence: ['M481', 'M482'], thin: false },

  // Devices under a disk. The evidence hardly covers them: a class of device spans more than the paths differ.
  'nvme.latency_us': { default: 60, sdLn: 0.45, unit: 'us', evidence: ['M623', 'M636'], thin: true },
  'nvme.iops': { default: 500000, sdLn: 0.5, unit: 'IOPS', evidence: ['M485', 'M665'], thin: true },
  'nvme.throughput_mibps': { default: 3000, sdLn: 0.3, unit: 'MiB/s', evidence: ['M668'], thin: true },
  'ssd.latency_us': { default: 100, sdLn: 0.35, unit: 'us', evidence: [], thin: true },
  'ssd.iops': { default: 90000, sdLn: 0.25, unit: 'IOPS', evidence: ['M561', 'M562'], thin: true },
  'ssd.throughput_mibps': { default: 520, sdLn: 0.2, unit: 'MiB/s', evidence: ['M007', 'M008', 'M009'], thin: true },
  // A seek of 4 ms and half a turn at 7 200 rpm.
  'hdd.latency_us': { default: 8170, sdLn: 0.25, unit: 'us', evidence: ['M712'], thin: true },
  'hdd.iops': { default: 150, sdLn: 0.25, unit: 'IOPS', evidence: [], thin: true },
  'hdd.throughput_mibps': { default: 180, sdLn: 0.2, unit: 'MiB/s', evidence: [], thin: true },
  'unknown_device.class': { default: 1, sdLn: 0.6, unit: 'ratio', evidence: [], thin: true },

  // Stages of the disk paths.
  'disk_emulated.iops': { default: 20600, sdLn: 0.3, unit: 'IOPS', evidence: ['M659'], thin: true },
  'disk_emulated.share_of_device': { default: 0.49, sdLn: 0.2, unit: 'ratio', evidence: ['M007', 'M010', 'M662', 'M663'], thin: true },
  'disk_emulated.throughput_mibps': { default: 1050, sdLn: 0.35, unit: 'MiB/s', evidence: ['M007', 'M663'], thin: true },
  'disk_emulated.adder_us': { default: 48.5, sdLn: 0.35, unit: 'us', evidence: ['M659'], thin: true },
  'disk_emulated.host_cores_per_100k': { default: 4.85, sdLn: 0.3, unit: 'cores', evidence: ['M659'], thin: true },
  'virtio_blk.iops_per_vcpu': { default: 133000, sdLn: 0.2, unit: 'IOPS', evidence: ['M569', 'M570', 'M658'], thin: false },
  'virtio_blk.iops_per_iothread': { default: 345000, sdLn: 0.25, unit: 'IOPS', evidence: ['M573', 'M574', 'M615', 'M620', 'M666'], thin: false },
  'virtio_blk.throughput_mibps': { default: 2400, sdLn: 0.2, unit: 'MiB/s', evidence: ['M660', 'M662', 'M668'], thin: false },
  'virtio_blk.share_of_device': { default: 0.95, sdLn: 0.04, unit: 'ratio', evidence: ['M008', 'M030', 'M031'], thin: true },
  'virtio_blk.read_share_of_device': { default: 0.82, sdLn: 0.2, unit: 'ratio', evidence: ['M563', 'M564'], thin: true },
  'virtio_blk.adder_us': { default: 13, sdLn: 0.2, unit: 'us', evidence: ['M636', 'M644'], thin: false },
  'virtio_blk.adder_iothread_us': { default: 11.5, sdLn: 0.2, unit: 'us', evidence: ['M636', 'M644', 'M623'], thin: false },
  'virtio_blk.host_cores_per_100k': { default: 0.35, sdLn: 0.5, unit: 'cores', evidence: ['M697', 'M701', 'M703', 'M705', 'M709'], thin: false },
  'virtio_scsi.share_of_virtio_blk': { default: 0.48, sdLn: 0.25, unit: 'ratio', evidence: ['M670', 'M671'], thin: true },
  'virtio_scsi.adder_factor': { default: 1.44, sdLn: 0.25, unit: 'ratio', evidence: ['M670', 'M671'], thin: true },
  'nvme_passthrough.share_of_device': { default: 0.99, sdLn: 0.02, unit: 'ratio', evidence: ['M012', 'M655'], thin: false },
  'nvme_passthrough.iops_per_vcpu': { default: 327000, sdLn: 0.3, unit: 'IOPS', evidence: ['M485'], thin: true },
  'nvme_passthrough.adder_us': { default: 0.3, sdLn: 0.5, unit: 'us', evidence: ['M655'], thin: true },
  'nvme_passthrough.host_cores_per_100k': { default: 0.01, sdLn: 1, unit: 'cores', evidence: [], thin: true },
  'nvme_vf.share_of_device': { default: 0.97, sdLn: 0.05, unit: 'ratio', evidence: [], thin: true },
  'nvme_vf.adder_us': { default: 0.5, sdLn: 0.6, unit: 'us', evidence: [], thin: true },

  // Ways of a disk that Nova does not offer, to compare with.
  'vhost_disk.iops_per_queue': { default: 150000, sdLn: 0.25, unit: 'IOPS', evidence: ['M577', 'M582', 'M585', 'M597'], thin: false },
  'vhost_disk.iops_per_worker': { default: 550000, sdLn: 0.2, unit: 'IOPS', evidence: ['M579', 'M581', 'M583'], thin: false },
  'vhost_disk.iops_of_all_workers': { default: 2300000, sdLn: 0.2, unit: 'IOPS', evidence: ['M589', 'M595', 'M602'], thin: false },
  'vhost_disk.batching_gain': { default: 3, sdLn: 0.15, unit: 'ratio', evidence: ['M591', 'M593'], thin: false },
  'vhost_disk.adder_us': { default: 7.5, sdLn: 0.3, unit: 'us', evidence: [], thin: true },
  'vhost_user_blk.iops_per_core': { default: 450000, sdLn: 0.3, unit: 'IOPS', evidence: ['M674', 'M676', 'M678', 'M680', 'M683'], thin: false },
  'vhost_user_blk.share_of_device': { default: 0.945, sdLn: 0.03, unit: 'ratio', evidence: ['M631', 'M680'], thin: false },
  'vhost_user_blk.adder_us': { default: 0.55, sdLn: 0.4, unit: 'us', evidence: ['M632'], thin: true },
  'nvme_mediated.adder_us': { default: 0.85, sdLn: 0.3, unit: 'us', evidence: ['M638', 'M640'], thin: false },
  'qemu_nvme.adder_us': { default: 19, sdLn: 0.2, unit: 'us', evidence: ['M633', 'M634', 'M650'], thin: false },
  'disk_polling.gain': { default: 1.14, sdLn: 0.07, unit: 'ratio', evidence: ['M605', 'M606'], thin: false },
  'contention.shared_cores_factor': { default: 0.67, sdLn: 0.1, unit: 'ratio', evidence: ['M603'], thin: true },

  // What differs from test bed to test bed and no parameter says.
  'test_bed.spread': { default: 1, sdLn: 0.1, unit: 'ratio', evidence: [], thin: true },
});

export type ParameterName = keyof typeof PARAMETERS;

/** A value and a spread for every parameter: the shipped ones, or those of a calibrated host. */
export type ModelParameters = Readonly<Record<ParameterName, Parameter>>;
