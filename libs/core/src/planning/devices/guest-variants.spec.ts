import { aNicRequest, aPf, aVmRequest } from '@iopath/testing';
import type { Inventory } from '../../inventory/inventory';
import type { NicPathName } from '../../io-path/io-path';
import { fleetOf, DPDK_HOST, OFFLOAD_HOST, placed, range, refused } from '../../spec-plans';
import type { NovaAnswer, Placement } from '../decision';
import type { NumaAffinityPolicy } from '../../request/vm-request';

type Specs = Readonly<Record<string, string>>;

function request(paths: readonly NicPathName[], extraSpecs: Specs = {}, policy: NumaAffinityPolicy | null = null) {
  return aVmRequest({
    disks: [],
    flavor: { vcpus: 1, ramMib: 2048, diskGib: 20, extraSpecs },
    nics: paths.map((path, index) => aNicRequest({ name: `nic${index}`, paths: [path], numaAffinityPolicy: policy })),
  });
}

function placement(paths: readonly NicPathName[], inventory: Partial<Inventory>, extraSpecs: Specs = {}): Placement {
  return placed(request(paths, extraSpecs), fleetOf({ 'compute-1': inventory }));
}

function specs(...args: Parameters<typeof placement>): NovaAnswer['flavor']['extraSpecs'] {
  return placement(...args).nova.flavor.extraSpecs;
}

function codes(
  paths: readonly NicPathName[],
  inventory: Partial<Inventory>,
  extraSpecs: Specs = {},
): readonly string[] {
  return refused(request(paths, extraSpecs), fleetOf({ 'compute-1': inventory })).rejections.map(({ code }) => code);
}

describe('a guest on vhost-user', () => {
  it('gets huge pages, and the guest node that comes with a page size', () => {
    const { nova, compute } = placement(['vhost_user'], DPDK_HOST);

    expect(nova.flavor.extraSpecs).toEqual({ 'hw:mem_page_size': 'large' });
    expect(compute.cells.map(({ pageSizeKib }) => pageSizeKib)).toEqual([1_048_576]);
  });

  it.each<[string, Specs]>([
    ['a huge page size', { 'hw:mem_page_size': '1GB' }],
    ['any, which comes to huge pages here', { 'hw:mem_page_size': 'any' }],
  ])('keeps %s that the flavor states', (_case, given) => {
    expect(specs(['vhost_user'], DPDK_HOST, given)).toEqual(given);
  });

  it('is given huge pages beside what else its flavor says of NUMA', () => {
    const dedicated = { ...DPDK_HOST, cpuDedicatedSet: range(2, 32), cpuSharedSet: [0, 1] };

    expect(specs(['vhost_user'], dedicated, { 'hw:cpu_policy': 'dedicated' })).toEqual({
      'hw:cpu_policy': 'dedicated',
      'hw:mem_page_size': 'large',
    });
  });

  it('fits nowhere without huge pages free', () => {
    const noHuge = { ...DPDK_HOST, numaNodes: DPDK_HOST.numaNodes?.map((node) => ({ ...node, pages: [] })) ?? [] };

    expect(codes(['vhost_user'], noHuge)).toEqual([expect.stringMatching(/^numa\./)]);
  });

  it('is refused where any would come to base pages: Nova would take them, and the guest have no traffic', () => {
    const noHuge = { ...DPDK_HOST, numaNodes: DPDK_HOST.numaNodes?.map((node) => ({ ...node, pages: [] })) ?? [] };

    expect(codes(['vhost_user'], noHuge, { 'hw:mem_page_size': 'any' })).toEqual(['memory.not_shared']);
  });

  it('needs no page size where memory is backed by files, and may state none', () => {
    const fileBacked = { ...DPDK_HOST, fileBackedMemory: true };

    expect(specs(['vhost_user'], fileBacked)).toEqual({});
    expect(codes(['vhost_user'], fileBacked, { 'hw:mem_page_size': 'large' })).toEqual(['memory.file_backed']);
  });
});

describe('a guest on vDPA', () => {
  it('has its memory locked, in the smallest pages where nothing else is said', () => {
    expect(specs(['vdpa'], OFFLOAD_HOST)).toEqual({ 'hw:locked_memory': 'true', 'hw:mem_page_size': 'small' });
  });

  it('keeps the page size that the flavor states', () => {
    expect(specs(['vdpa'], OFFLOAD_HOST, { 'hw:mem_page_size': 'large' })).toEqual({
      'hw:locked_memory': 'true',
      'hw:mem_page_size': 'large',
    });
  });

  it('is locked already when it is realtime', () => {
    const realtime = { 'hw:cpu_policy': 'dedicated', 'hw:cpu_realtime': 'yes', 'hw:cpu_realtime_mask': '^0' };
    const dedicated = { ...OFFLOAD_HOST, cpuDedicatedSet: range(2, 32), cpuSharedSet: [0, 1] };
    const wanted = request(['vdpa'], realtime);
    const twoCpus = { ...wanted, flavor: { ...wanted.flavor, vcpus: 2 } };

    expect(placed(twoCpus, fleetOf({ a: dedicated })).nova.flavor.extraSpecs).toEqual(realtime);
  });

  it('cannot be where memory is backed by files: locking needs a page size', () => {
    expect(codes(['vdpa'], { ...OFFLOAD_HOST, fileBackedMemory: true })).toEqual(['memory.file_backed']);
  });
});

describe('paths side by side', () => {
  const both: Partial<Inventory> = {
    ...OFFLOAD_HOST,
    vhost: { net: true, user: true, vdpa: true },
    bridges: [...(DPDK_HOST.bridges ?? []), ...(OFFLOAD_HOST.bridges ?? [])],
  };

  it('agree on huge pages: vDPA takes any', () => {
    expect(specs(['vdpa', 'vhost_user'], both)).toEqual({ 'hw:locked_memory': 'true', 'hw:mem_page_size': 'large' });
  });

  it('with a NUMA policy need no further guest node', () => {
    const wanted = request(['sriov_vf', 'vhost_user'], {}, 'required');

    const { nova, nics } = placed(wanted, fleetOf({ a: { ...DPDK_HOST, pfs: [aPf(4)] } }));

    expect(nics.map(({ path }) => path)).toEqual(['sriov_vf', 'vhost_user']);
    expect(nova.flavor.extraSpecs).toEqual({ 'hw:mem_page_size': 'large', 'hw:pci_numa_affinity_policy': 'required' });
    expect(nova.imageProperties).toEqual({ hw_vif_model: 'virtio' });
  });

  it('take VFs of their own kind of one PF, and leave those that another path needs', () => {
    const vfs = aPf(3).vfs.map((vf) => ({ ...vf, driver: vf.index === 0 ? 'mlx5_core' : 'vfio-pci' }));
    const wanted = request(['sriov_vf', 'macvtap', 'sriov_vf']);

    const { devices } = placed(wanted, fleetOf({ a: { pfs: [aPf(3, { vfs })] } }));

    // The first VF alone has a network interface: it goes to macvtap, though another NIC comes first.
    expect(devices.map(({ address }) => address)).toEqual([1, 0, 2].map((index) => vfs[index]?.address));
  });

  it('are refused when there are too few VFs of a kind', () => {
    expect(codes(['vdpa', 'vdpa', 'vdpa'], OFFLOAD_HOST)).toEqual(['devices.not_together']);
  });
});

it('a file-backed host takes no guest that states a page size, whatever its NICs', () => {
  expect(codes(['vhost_net'], { fileBackedMemory: true }, { 'hw:mem_page_size': 'small' })).toEqual([
    'memory.file_backed',
  ]);
});
