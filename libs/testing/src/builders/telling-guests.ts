import {
  buildFleet,
  compileHost,
  type DiskPathName,
  type GuestBlueprint,
  guestBlueprint,
  type Inventory,
  type NicPathName,
  planRequest,
  type VmRequest,
} from '@iopath/core';
import { BLUEPRINT_RECOMMENDATION } from './a-guest-blueprint';
import { aHostRecord, anInventory, aNumaNode, aPciDevice, aPf } from './a-host-record';
import { aNicRequest, aVmRequest } from './a-vm-request';

const GIB_PAGES = { sizeKib: 1_048_576, total: 64 };
const OFFLOAD = {
  name: 'br-offload',
  physicalNetwork: 'physnet1',
  datapath: 'system',
  uplinkMbps: 25_000,
  hwOffload: true,
} as const;
const DPDK = { ...OFFLOAD, name: 'br-dpdk', datapath: 'netdev', hwOffload: null } as const;

const HOSTS: Readonly<Record<string, Partial<Inventory>>> = {
  plain: { pfs: [aPf(4, { vfs: aPf(4).vfs.map((vf) => ({ ...vf, driver: 'mlx5_core' })) })] },
  qemu: { vhost: { net: false, user: false, vdpa: false } },
  dpdk: { vhost: { net: true, user: true, vdpa: false }, bridges: [DPDK] },
  offload: {
    vhost: { net: true, user: false, vdpa: true },
    bridges: [OFFLOAD],
    pfs: [
      aPf(4, {
        eswitchMode: 'switchdev',
        vfs: aPf(4).vfs.map((vf) => ({
          ...vf,
          driver: 'mlx5_core',
          vdpaDevice: vf.index < 2 ? null : `vdpa${vf.index}`,
        })),
      }),
    ],
  },
};

/** Room for pinning and huge pages, a drive that flavors can ask for, and everything that a path may need. */
const ROOM: Partial<Inventory> = {
  cpuDedicatedSet: Array.from({ length: 28 }, (_, index) => index + 4),
  cpuSharedSet: [0, 1, 2, 3],
  numaNodes: [aNumaNode({ pages: [{ sizeKib: 4, total: 50_000_000 }, GIB_PAGES] })],
  pciDevices: [aPciDevice({ iommuGroup: 500, alias: 'nvme' })],
};

const PINNED = {
  vcpus: 4,
  ramMib: 4096,
  diskGib: 20,
  extraSpecs: { 'hw:cpu_policy': 'dedicated', 'hw:mem_page_size': '1048576', 'hw:emulator_threads_policy': 'isolate' },
};

/** One VM by every path of NICs and disks, each planned on a fleet that has it. */
export function tellingGuests(): ReadonlyMap<string, GuestBlueprint> {
  const nics: readonly NicPathName[] = [
    ...(['emulated', 'virtio', 'vhost_net', 'vhost_user', 'macvtap', 'vdpa'] as const),
    ...(['sriov_vf', 'sriov_vf_switchdev', 'pci_passthrough'] as const),
  ];
  const disks: readonly DiskPathName[] = ['emulated', 'virtio_scsi', 'virtio_blk', 'pci_passthrough'];
  const byNic = nics.map((path) => [`nic ${path}`, byNicPath(path)] as const);
  const byDisk = disks.map((path) => [`disk ${path}`, byDiskPath(path)] as const);
  return new Map([...byNic, ...byDisk].map(([name, request]) => [name, planned(request)]));
}

function byNicPath(path: NicPathName): VmRequest {
  const pinned = path === 'sriov_vf' || path === 'vhost_user' || path === 'vdpa';
  return aVmRequest({
    ...(pinned ? { flavor: PINNED } : {}),
    image: { osId: 'ubuntu24.04', properties: path === 'emulated' ? { hw_vif_model: 'e1000' } : {} },
    nics: [aNicRequest({ paths: [path], numaAffinityPolicy: path === 'sriov_vf' ? 'required' : null })],
  });
}

function byDiskPath(path: DiskPathName): VmRequest {
  const disk = { iops: null, throughputMibps: null, latency: null };
  const data = { ...disk, name: 'log', paths: [path] };
  return aVmRequest({ flavor: PINNED, disks: [{ ...disk, name: 'root', paths: null }, data] });
}

function planned(request: VmRequest): GuestBlueprint {
  const hosts = Object.entries(HOSTS).map(([name, changes]) =>
    compileHost(aHostRecord(name, { inventory: anInventory({ ...ROOM, ...changes }) })),
  );
  const { decision } = planRequest(request, buildFleet(hosts), { release: '2025.1' });
  if (decision.status !== 'ready') throw new Error(JSON.stringify(decision.rejections));
  const [placement] = decision.members;
  if (placement === undefined) throw new Error('A ready decision has a member.');
  return guestBlueprint({ recommendationId: BLUEPRINT_RECOMMENDATION, request, member: 0, placement });
}
