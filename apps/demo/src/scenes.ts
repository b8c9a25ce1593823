/** One of the demo's requests, and how it has to come out on the sample fleet. */
export interface Scene {
  /** File in `examples/requests`. */
  readonly file: string;
  readonly title: string;
  readonly story: string;
  /** Whether the demo shows all paths side by side. */
  readonly compares?: boolean;
  /** What the answer must have; it may have more. */
  readonly expect: Readonly<Record<string, unknown>>;
}

export const SCENES: readonly Scene[] = [
  {
    file: 'web-vm.json',
    title: 'A web server that should stay on vhost',
    story: 'Half a gigabit needs no device of its own, and any host can take it while it runs.',
    expect: {
      status: 'ready',
      nics: [{ name: 'front', path: 'vhost_net', vnic_type: 'normal' }],
      vf_allocations: [],
      migration: { live: true },
    },
  },
  {
    file: 'latency-critical.json',
    compares: true,
    title: 'A matching engine that needs 60 µs at the 99th percentile',
    story: 'It gets a VF on the NUMA node that its pinned CPUs and huge pages are on.',
    expect: {
      status: 'ready',
      nics: [{ name: 'data', path: 'sriov_vf', vnic_type: 'direct' }],
      vf_allocations: [{ device: 'data', state: 'reserved' }],
    },
  },
  {
    file: 'live-migration.json',
    title: 'A billing database that must move while it runs',
    story: 'Live migration is required, so it takes the fastest path that can follow it to another host.',
    expect: { status: 'ready', nics: [{ name: 'data', path: 'vhost_net' }], migration: { live: true } },
  },
  {
    file: 'old-drivers.json',
    title: 'An old guest without virtio drivers',
    story: 'Its image knows e1000 and IDE only: emulated devices are slow, and they are what boots.',
    expect: {
      status: 'ready',
      nics: [{ name: 'office', path: 'emulated' }],
      disks: [{ name: 'root', path: 'emulated' }],
      vf_allocations: [],
    },
  },
  {
    file: 'whole-device.json',
    title: 'A packet core that wants a whole network card',
    story: 'Nobody else may share the device, so a PF goes to the guest and none of its VFs can be given any more.',
    expect: {
      status: 'ready',
      nics: [{ name: 'wire', path: 'pci_passthrough', vnic_type: 'direct-physical' }],
      migration: { live: false },
    },
  },
  {
    file: 'fits-nowhere.json',
    title: 'A wish that no host can grant',
    story: 'One VF shall carry 200 Gbit/s. The answer says why that is nowhere, and what would help.',
    expect: { status: 'no_valid_host' },
  },
];
