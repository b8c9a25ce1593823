import { aHostState, anInventory, aNicRequest } from '@iopath/testing';
import type { Bridge, Inventory } from '../../inventory/inventory';
import { NIC_PATHS } from '../../io-path/catalogue';
import type { NicPath } from '../../io-path/nic-path';
import type { NicRequest } from '../../request/vm-request';
import type { NicHostRule } from '../nic-rule';
import { bridgeOnNetwork } from './bridge-on-network.rule';
import { hardwareOffload } from './hardware-offload.rule';
import { hostVersions } from './host-versions.rule';
import { nicIommu } from './iommu.rule';
import { uplinkSpeed } from './uplink-speed.rule';
import { vhostAvailable } from './vhost-available.rule';
import { vhostUser } from './vhost-user.rule';
import { vhostVdpa } from './vhost-vdpa.rule';

function codeOf(
  rule: NicHostRule,
  name: NicPath['name'],
  inventory: Partial<Inventory>,
  nic: Partial<NicRequest> = {},
): string | null {
  const path = NIC_PATHS.find((known) => known.name === name) as NicPath;
  const host = aHostState('compute-1', { inventory: anInventory(inventory) });
  return rule.reject(path, aNicRequest(nic), host)?.code ?? null;
}

describe('the IOMMU', () => {
  it.each([
    ['sriov_vf', true, null],
    ['sriov_vf', false, 'iommu.not_enabled'],
    ['sriov_vf', null, 'iommu.not_enabled'],
    ['pci_passthrough', null, 'iommu.not_enabled'],
    ['sriov_vf_switchdev', null, 'iommu.not_enabled'],
    ['vdpa', false, 'iommu.not_enabled'],
    // The VF stays with the host, and the guest sees virtio.
    ['macvtap', false, null],
    ['vhost_user', false, null],
    ['vhost_net', false, null],
  ] as const)('for %s when enabled is %s', (path, enabled, code) => {
    expect(codeOf(nicIommu, path, { iommu: { enabled, passthrough: null } })).toBe(code);
  });
});

describe('/dev/vhost-net, for which Nova has no knob (handbook 0.2, fact 1)', () => {
  it.each([
    ['vhost_net', true, null],
    ['vhost_net', false, 'vhost.not_available'],
    ['vhost_net', null, 'vhost.not_available'],
    ['virtio', true, 'vhost.takes_over'],
    ['virtio', false, null],
    ['virtio', null, null],
    ['macvtap', true, null],
    ['macvtap', null, 'vhost.not_available'],
    ['emulated', true, null],
    ['sriov_vf', false, null],
    ['vhost_user', false, null],
  ] as const)('for %s when it is usable: %s', (path, net, code) => {
    expect(codeOf(vhostAvailable, path, { vhost: { net, user: null, vdpa: null } })).toBe(code);
  });
});

describe('OVS-DPDK', () => {
  it.each([
    ['vhost_user', true, null],
    ['vhost_user', false, 'vhost.no_dpdk'],
    ['vhost_user', null, 'vhost.no_dpdk'],
    ['vhost_net', null, null],
  ] as const)('for %s when it is in use: %s', (path, user, code) => {
    expect(codeOf(vhostUser, path, { vhost: { net: null, user, vdpa: null } })).toBe(code);
  });
});

describe('/dev/vhost-vdpa', () => {
  it.each([
    ['vdpa', true, null],
    ['vdpa', false, 'vhost.no_vdpa'],
    ['vdpa', null, 'vhost.no_vdpa'],
    ['sriov_vf_switchdev', null, null],
  ] as const)('for %s when it is usable: %s', (path, vdpa, code) => {
    expect(codeOf(vhostVdpa, path, { vhost: { net: null, user: null, vdpa } })).toBe(code);
  });
});

describe('kernel, libvirt and QEMU', () => {
  it.each([
    ['vdpa', { kernel: '5.7.0', libvirt: '6.9.0', qemu: '5.1.0' }, null],
    ['vdpa', { kernel: '5.6.19', libvirt: '10.0.0', qemu: '8.2.2' }, 'host.software_too_old'],
    ['vdpa', { kernel: '5.15.0-91-generic', libvirt: '6.8.0', qemu: '8.2.2' }, 'host.software_too_old'],
    ['vdpa', { kernel: '6.8.0', libvirt: '10.0.0', qemu: '5.0.1' }, 'host.software_too_old'],
    ['vdpa', { kernel: null, libvirt: null, qemu: null }, null],
    ['vdpa', { kernel: 'unknown', libvirt: null, qemu: null }, null],
    ['vdpa', { kernel: 'custom-5.0', libvirt: null, qemu: null }, null],
    ['vdpa', { kernel: '5', libvirt: null, qemu: null }, 'host.software_too_old'],
    ['sriov_vf_switchdev', { kernel: '4.12.14', libvirt: null, qemu: null }, 'host.software_too_old'],
    ['sriov_vf_switchdev', { kernel: '4.13', libvirt: '6.0.0', qemu: '4.2.0' }, null],
    ['sriov_vf', { kernel: '3.10.0', libvirt: '4.5.0', qemu: '2.12.0' }, null],
  ] as const)('for %s: %j (Nova’s vDPA guide, handbook 2.3)', (path, versions, code) => {
    expect(codeOf(hostVersions, path, { versions })).toBe(code);
  });
});

describe('the bridge', () => {
  const bridge = (changes: Partial<Bridge> = {}): Bridge => ({
    name: 'br0',
    physicalNetwork: 'physnet1',
    datapath: 'system',
    uplinkMbps: 10_000,
    hwOffload: null,
    ...changes,
  });

  it.each<[string, readonly Bridge[], string | null, string | null]>([
    ['on the network', [bridge()], 'physnet1', null],
    ['on the network in other letters: Nova compares without case', [bridge()], 'PhysNet1', null],
    ['on another network', [bridge({ physicalNetwork: 'physnet2' })], 'physnet1', 'network.no_bridge'],
    ['nowhere', [], 'physnet1', 'network.no_bridge'],
    ['on no physical network, for tunnels alone', [bridge({ physicalNetwork: null })], 'physnet1', 'network.no_bridge'],
    ['of DPDK only', [bridge({ datapath: 'netdev' })], 'physnet1', 'network.bridge_is_dpdk'],
    ['of DPDK beside one of the kernel', [bridge({ datapath: 'netdev' }), bridge()], 'physnet1', null],
    ['any, for a tunnelled network', [bridge({ physicalNetwork: null })], null, null],
    ['none, for a tunnelled network', [], null, 'network.no_bridge'],
  ])('%s', (_case, bridges, physicalNetwork, code) => {
    expect(codeOf(bridgeOnNetwork, 'vhost_net', { bridges }, { physicalNetwork })).toBe(code);
    expect(codeOf(bridgeOnNetwork, 'sriov_vf', { bridges }, { physicalNetwork })).toBeNull();
  });

  it.each<[string, readonly Bridge[], string | null, string | null]>([
    ['of DPDK on the network', [bridge({ datapath: 'netdev' })], 'physnet1', null],
    [
      'of DPDK on another',
      [bridge({ datapath: 'netdev', physicalNetwork: 'physnet2' })],
      'physnet1',
      'network.no_bridge',
    ],
    ['of the kernel only', [bridge()], 'physnet1', 'network.bridge_is_kernel'],
    ['of DPDK, for a tunnelled network', [bridge({ datapath: 'netdev', physicalNetwork: null })], null, null],
    ['nowhere', [], null, 'network.no_bridge'],
  ])('%s: for vhost-user (handbook 0.2, fact 2)', (_case, bridges, physicalNetwork, code) => {
    expect(codeOf(bridgeOnNetwork, 'vhost_user', { bridges }, { physicalNetwork })).toBe(code);
  });

  it.each<[string, readonly Bridge[], string | null]>([
    ['offloads', [bridge({ hwOffload: true })], null],
    ['does not', [bridge({ hwOffload: false })], 'ovs.no_hardware_offload'],
    ['does not tell: supposed, and made a prerequisite', [bridge()], null],
    [
      'does not, beside one on the network that does,',
      [bridge({ hwOffload: false }), bridge({ hwOffload: true })],
      null,
    ],
    [
      'does not, beside one elsewhere that does',
      [bridge({ hwOffload: false }), bridge({ physicalNetwork: 'physnet2', hwOffload: true })],
      'ovs.no_hardware_offload',
    ],
  ])('that %s flows to the NIC', (_case, bridges, code) => {
    expect(codeOf(hardwareOffload, 'sriov_vf_switchdev', { bridges })).toBe(code);
    expect(codeOf(hardwareOffload, 'vdpa', { bridges })).toBe(code);
    expect(codeOf(hardwareOffload, 'vhost_net', { bridges })).toBeNull();
  });

  it.each<[string, readonly Bridge[], number | null, string | null]>([
    ['as fast as asked', [bridge()], 10_000, null],
    ['slower', [bridge()], 10_001, 'link.too_slow'],
    ['slower, but nothing asked', [bridge()], null, null],
    ['of unknown speed: the doubt widens the prediction instead', [bridge({ uplinkMbps: null })], 10_001, null],
    ['slower beside a faster one', [bridge(), bridge({ uplinkMbps: 25_000 })], 25_000, null],
    [
      'slower beside a faster one of DPDK, which does not carry the port',
      [bridge(), bridge({ uplinkMbps: 25_000, datapath: 'netdev' })],
      25_000,
      'link.too_slow',
    ],
  ])('with an uplink %s', (_case, bridges, bandwidthMbps, code) => {
    expect(codeOf(uplinkSpeed, 'vhost_net', { bridges }, { bandwidthMbps })).toBe(code);
    expect(codeOf(uplinkSpeed, 'pci_passthrough', { bridges }, { bandwidthMbps })).toBeNull();
    // Its packets pass the PF, not the bridge.
    expect(codeOf(uplinkSpeed, 'sriov_vf_switchdev', { bridges }, { bandwidthMbps })).toBeNull();
  });

  it('of DPDK has an uplink too', () => {
    const bridges = [bridge({ datapath: 'netdev' }), bridge({ uplinkMbps: 25_000 })];

    expect(codeOf(uplinkSpeed, 'vhost_user', { bridges }, { bandwidthMbps: 10_001 })).toBe('link.too_slow');
  });
});
