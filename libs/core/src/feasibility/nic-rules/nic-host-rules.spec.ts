import { aHostState, anInventory, aNicRequest } from '@iopath/testing';
import type { Bridge, Inventory } from '../../inventory/inventory';
import { NIC_PATHS } from '../../io-path/catalogue';
import type { NicPath } from '../../io-path/nic-path';
import type { NicRequest } from '../../request/vm-request';
import type { NicHostRule } from '../nic-rule';
import { bridgeOnNetwork } from './bridge-on-network.rule';
import { nicIommu } from './iommu.rule';
import { uplinkSpeed } from './uplink-speed.rule';
import { vhostAvailable } from './vhost-available.rule';

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
    ['emulated', true, null],
    ['sriov_vf', false, null],
  ] as const)('for %s when it is usable: %s', (path, net, code) => {
    expect(codeOf(vhostAvailable, path, { vhost: { net, user: null, vdpa: null } })).toBe(code);
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
    ['of DPDK only', [bridge({ datapath: 'netdev' })], 'physnet1', 'network.bridge_is_dpdk'],
    ['of DPDK beside one of the kernel', [bridge({ datapath: 'netdev' }), bridge()], 'physnet1', null],
    ['any, for a tunnelled network', [bridge({ physicalNetwork: null })], null, null],
    ['none, for a tunnelled network', [], null, 'network.no_bridge'],
  ])('%s', (_case, bridges, physicalNetwork, code) => {
    expect(codeOf(bridgeOnNetwork, 'vhost_net', { bridges }, { physicalNetwork })).toBe(code);
    expect(codeOf(bridgeOnNetwork, 'sriov_vf', { bridges }, { physicalNetwork })).toBeNull();
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
  });
});
