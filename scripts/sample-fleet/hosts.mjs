/**
 * The 24 hosts: what each is, where it stands, and what is odd about it. The oddities are there so that explanations
 * have something to say. `card` counts a host's cards from 0, the first being the one for the host itself.
 */
export const HOSTS = [
  { name: 'compute-01', type: 'r650', rack: 'r1' },
  { name: 'compute-02', type: 'r650', rack: 'r1' },
  { name: 'compute-03', type: 'r650', rack: 'r1', linkDown: [{ card: 1, port: 0 }] },
  {
    name: 'compute-04',
    type: 'r650',
    rack: 'r1',
    vfStates: [{ card: 1, port: 0, vfs: [0, 1, 2], state: 'in_use_externally' }],
  },
  {
    name: 'compute-05',
    type: 'r650',
    rack: 'r2',
    vfStates: [
      { card: 1, port: 0, vfs: [5], state: 'unhealthy' },
      { card: 2, port: 0, vfs: [0, 7], state: 'quarantined' },
    ],
  },
  // For many small VMs: nothing pinned, no huge pages set aside.
  { name: 'compute-06', type: 'r650', rack: 'r2', aggregates: ['sriov', 'general'], hugeGib: 0, cpuSets: false },
  // Open vSwitch offloads to its second card, of which one port's VFs are vDPA devices.
  { name: 'compute-07', type: 'r650', rack: 'r2', switchdev: [1], vdpa: [{ card: 1, port: 1 }] },
  // Access control services are off in the firmware, so a card is one IOMMU group with all its VFs.
  { name: 'compute-08', type: 'r650', rack: 'r2', groupPerCard: true },
  { name: 'compute-09', type: 'dl385', rack: 'r3' },
  { name: 'compute-10', type: 'dl385', rack: 'r3', iommuPassthrough: false },
  // Its firmware does not say where the slots are.
  { name: 'compute-11', type: 'dl385', rack: 'r3', nodesUnknown: true },
  { name: 'compute-12', type: 'dl385', rack: 'r3', aggregates: ['sriov', 'dpdk'], dpdk: true },
  { name: 'compute-13', type: 'dl385', rack: 'r5', zone: 'az2' },
  { name: 'compute-14', type: 'dl385', rack: 'r5', zone: 'az2', linkDown: [{ card: 2, port: 0 }] },
  { name: 'compute-15', type: 'r640', rack: 'r4' },
  {
    name: 'compute-16',
    type: 'r640',
    rack: 'r4',
    vfStates: [{ card: 1, port: 0, vfs: [0, 1, 2, 3, 4, 5, 6, 7], state: 'in_use_externally' }],
  },
  // One drive is behind Intel VMD, whose domain Nova cannot address.
  { name: 'compute-17', type: 'r640', rack: 'r4', vmd: true },
  { name: 'compute-18', type: 'r640', rack: 'r4', withoutVfs: true },
  { name: 'compute-19', type: 'r640', rack: 'r4', hugePageKib: 2048 },
  { name: 'compute-20', type: 'r640', rack: 'r5', zone: 'az2' },
  { name: 'compute-21', type: 'r630', rack: 'r6' },
  { name: 'compute-22', type: 'r630', rack: 'r6' },
  // The vhost_net module is not loaded.
  { name: 'compute-23', type: 'r630', rack: 'r6', vhostNet: false },
  { name: 'compute-24', type: 'r630', rack: 'r6', zone: 'az2', linkDown: [{ card: 0, port: 1 }] },
];
