import { aHostClaim, aHostState, aNicRequest, anInventory, aPf, aVfClaim, aVmRequest } from '@iopath/testing';
import { buildFleet } from '../fleet/build-fleet';
import type { Inventory } from '../inventory/inventory';
import type { NicPathName } from '../io-path/io-path';
import type { VmRequest } from '../request/vm-request';
import { aDrive, DPDK_HOST, fleetOf, NETDEV_HOST, OFFLOAD_HOST, placed, TWO_NODES } from '../spec-plans';

const PINNED = { 'hw:cpu_policy': 'dedicated' };

function codes(
  path: NicPathName | null,
  inventory: Partial<Inventory> = {},
  request: Partial<VmRequest> = {},
): string[] {
  const nics = path === null ? [] : [aNicRequest({ paths: [path] })];
  const fleet = fleetOf({ 'compute-1': { ...TWO_NODES, ...inventory } });
  return placed(aVmRequest({ disks: [], nics, ...request }), fleet).hostTuning.map(({ code }) => code);
}

function withSpecs(extraSpecs: Record<string, string>): Partial<VmRequest> {
  return { flavor: { ...aVmRequest().flavor, extraSpecs } };
}

function interrupts(postedInterrupts: boolean | null): Partial<Inventory> {
  return { cpu: { ...anInventory().cpu, postedInterrupts } };
}

function passthrough(isOn: boolean | null): Partial<Inventory> {
  return { iommu: { enabled: true, passthrough: isOn } };
}

describe('tuning advice', () => {
  it.each<[string, string[], string[]]>([
    ['posted interrupts for a device, when off', codes('sriov_vf', interrupts(false)), ['cpu.posted_interrupts']],
    ['posted interrupts, when not known', codes('sriov_vf', interrupts(null)), ['cpu.posted_interrupts']],
    [
      'posted interrupts for a drive of the caller’s alias',
      codes(null, { ...interrupts(false), pciDevices: [aDrive()] }, withSpecs({ 'pci_passthrough:alias': 'nvme:1' })),
      ['cpu.posted_interrupts'],
    ],
    ['nothing for a VF on a host that has all', codes('sriov_vf'), []],
    ['iommu=pt for a device', codes('sriov_vf', passthrough(false)), ['iommu.passthrough_mode']],
    ['no iommu=pt on mere suspicion', codes('sriov_vf', passthrough(null)), []],
    ['no device advice for software paths', codes('emulated', { ...interrupts(false), ...passthrough(false) }), []],
    ['longer rings for virtio', codes('vhost_net'), ['libvirt.rx_queue_size']],
    [
      'longer rings both ways for OVS-DPDK, whose cores are its own',
      codes('vhost_user', DPDK_HOST, withSpecs(PINNED)),
      ['libvirt.rx_queue_size', 'libvirt.tx_queue_size'],
    ],
    [
      'longer rings and posted interrupts for vDPA',
      codes('vdpa', { ...OFFLOAD_HOST, ...interrupts(false) }),
      ['cpu.posted_interrupts', 'libvirt.rx_queue_size', 'libvirt.tx_queue_size'],
    ],
    [
      'what helps software for macvtap, whose VF stays with the host',
      codes('macvtap', { ...NETDEV_HOST, ...interrupts(false), ...passthrough(false) }),
      ['libvirt.rx_queue_size'],
    ],
    [
      'emulator threads of a pinned guest on software paths',
      codes('vhost_net', {}, withSpecs(PINNED)),
      ['libvirt.rx_queue_size', 'nova.emulator_threads'],
    ],
    [
      'no emulator threads where the flavor places them',
      codes('vhost_net', {}, withSpecs({ ...PINNED, 'hw:emulator_threads_policy': 'isolate' })),
      ['libvirt.rx_queue_size'],
    ],
    [
      'no emulator threads for a guest that is not pinned: the policy has no effect there (handbook 1.5)',
      codes('vhost_net', {}, withSpecs({ 'hw:numa_nodes': '1' })),
      ['libvirt.rx_queue_size'],
    ],
  ])('%s', (_case, given, expected) => {
    expect(given).toEqual(expected);
  });

  it.each([
    [1_500, 'throughput', true],
    [9_000, 'throughput', false],
    [null, 'throughput', false],
    [1_500, 'latency', false],
  ] as const)('jumbo frames at MTU %s under profile %s: %s', (mtu, profile, isAdvised) => {
    const given = codes('sriov_vf', { pfs: [aPf(4, { numaNode: 1, mtu })] }, { profile });

    expect(given.includes('pf.mtu')).toBe(isAdvised);
  });

  describe('where best-effort VFs share a PF with a promised bandwidth', () => {
    const starvation = (bandwidthMbps: number | null, heldMbps: number) => {
      const held = aHostClaim({ devices: [aVfClaim('0000:3b:01.2', '0000:3b:00.0', heldMbps)] });
      const host = aHostState('compute-1', { inventory: anInventory(), claims: [held] });
      const nics = [aNicRequest({ paths: ['sriov_vf'], bandwidthMbps })];
      const { hostTuning } = placed(aVmRequest({ disks: [], nics }), buildFleet([host]));
      return hostTuning.find(({ code }) => code === 'pf.best_effort_beside_guaranteed')?.advice;
    };

    it('warns the one that was promised, and the one that was not', () => {
      expect(starvation(5_000, 0)).toContain('1 best-effort VFs on ens1f0 can starve the 5000 Mbit/s promised here');
      expect(starvation(null, 5_000)).toContain('can starve the 5000 Mbit/s promised to others there');
    });

    it('says nothing where all are alike', () => {
      expect(starvation(5_000, 5_000)).toBeUndefined();
      expect(starvation(null, 0)).toBeUndefined();
    });
  });
});
