import { aNicRequest, aVmRequest } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import { NIC_PATHS } from '../../io-path/catalogue';
import type { NicPath } from '../../io-path/nic-path';
import type { OpenStackRelease } from '../../nova/openstack-release';
import { requestContext } from '../../planning/request-context';
import type { Image, IsolationNeed, MigrationNeed, NicRequest, NumaAffinityPolicy } from '../../request/vm-request';
import type { NicPathRule } from '../nic-rule';
import { flavorAgrees } from './flavor-agrees.rule';
import { guestNicDriver } from './guest-nic-driver.rule';
import { imageVifModel } from './image-vif-model.rule';
import { isolation } from './isolation.rule';
import { lockedMemory } from './locked-memory.rule';
import { mechanismDriver } from './mechanism-driver.rule';
import { nicMigrationNeed } from './migration-need.rule';
import { sharedMemory } from './shared-memory.rule';
import { trustedPort } from './trusted-port.rule';
import { tunnelledNetwork } from './tunnelled-network.rule';

type Name = NicPath['name'];

const EVERY_PATH: readonly Name[] = [
  'vhost_net',
  'vhost_user',
  'virtio',
  'macvtap',
  'vdpa',
  'sriov_vf',
  'sriov_vf_switchdev',
  'pci_passthrough',
  'emulated',
];

const WITH_A_DEVICE: readonly Name[] = ['macvtap', 'vdpa', 'sriov_vf', 'sriov_vf_switchdev', 'pci_passthrough'];

/** The paths that a rule leaves, in the catalogue's order. */
function left(rule: NicPathRule, nic: Partial<NicRequest>, request: Parameters<typeof aVmRequest>[0] = {}): Name[] {
  const wanted = aVmRequest({ ...request, nics: [aNicRequest(nic)] });
  const context = requestContext(wanted, buildFleet([]), { release: '2025.1' });
  return NIC_PATHS.filter((path) => rule.reject(path, aNicRequest(nic), context) === null).map(({ name }) => name);
}

function codes(rule: NicPathRule, nic: Partial<NicRequest>, request: Parameters<typeof aVmRequest>[0] = {}): string[] {
  const wanted = aVmRequest({ ...request, nics: [aNicRequest(nic)] });
  const context = requestContext(wanted, buildFleet([]), { release: '2025.1' });
  return [...new Set(NIC_PATHS.flatMap((path) => rule.reject(path, aNicRequest(nic), context)?.code ?? []))];
}

describe('isolation', () => {
  it.each<[IsolationNeed, readonly Name[]]>([
    ['shared', EVERY_PATH],
    ['dedicated_vf', WITH_A_DEVICE],
    ['tenant_pf', WITH_A_DEVICE],
    ['dedicated_device', ['pci_passthrough']],
  ])('%s', (need, paths) => {
    expect(left(isolation, {}, { isolation: need })).toEqual(paths);
    expect(codes(isolation, {}, { isolation: need })).toEqual(paths === EVERY_PATH ? [] : ['isolation.too_weak']);
  });
});

describe('the migration need', () => {
  it.each<[MigrationNeed, readonly Name[]]>([
    ['cold_ok', EVERY_PATH],
    ['live_preferred', EVERY_PATH],
    // A VF is unplugged and plugged in again; a whole PF stays behind (handbook 4.1).
    ['live_required', EVERY_PATH.filter((name) => name !== 'pci_passthrough')],
  ])('%s', (migration, paths) => {
    expect(left(nicMigrationNeed, {}, { migration })).toEqual(paths);
  });

  it('is told by its own code', () => {
    expect(codes(nicMigrationNeed, {}, { migration: 'live_required' })).toEqual(['migration.not_live']);
  });
});

describe('the guest’s NIC driver', () => {
  it.each<[string, Image, readonly Name[]]>([
    ['a Linux of today', { osId: 'ubuntu24.04', properties: {} }, EVERY_PATH],
    ['an unknown system gets the benefit of the doubt', { osId: null, properties: {} }, EVERY_PATH],
    [
      'Windows without virtio-win',
      { osId: 'win2k19', properties: {} },
      ['sriov_vf', 'sriov_vf_switchdev', 'pci_passthrough', 'emulated'],
    ],
    ['Windows with it', { osId: 'win2k19', properties: { hw_vif_model: 'virtio' } }, EVERY_PATH],
    [
      'a BSD before e1000 and virtio',
      { osId: 'openbsd3.0', properties: {} },
      ['sriov_vf', 'sriov_vf_switchdev', 'pci_passthrough'],
    ],
  ])('%s', (_case, image, paths) => {
    expect(left(guestNicDriver, {}, { image })).toEqual(paths);
    expect(codes(guestNicDriver, {}, { image })).toEqual(paths === EVERY_PATH ? [] : ['guest.no_driver']);
  });
});

const UNREAD: readonly Name[] = ['vdpa', 'sriov_vf', 'sriov_vf_switchdev', 'pci_passthrough'];

describe('the image’s hw_vif_model', () => {
  it.each<[string, readonly Name[]]>([
    ['virtio', EVERY_PATH.filter((name) => name !== 'emulated')],
    // Nova reads the property for no port that passes a device through, vDPA's among them.
    ['e1000', [...UNREAD, 'emulated']],
    ['rtl8139', UNREAD],
  ])('%s', (model, paths) => {
    const image = { osId: null, properties: { hw_vif_model: model } };

    expect(left(imageVifModel, {}, { image })).toEqual(paths);
    expect(codes(imageVifModel, {}, { image })).toEqual(['image.other_vif_model']);
  });
});

describe('a tunnelled network', () => {
  it('binds what a bridge or OVS carries: sriovnicswitch knows flat and VLAN networks only (handbook 2.1)', () => {
    expect(left(tunnelledNetwork, { physicalNetwork: null })).toEqual([
      'vhost_net',
      'vhost_user',
      'virtio',
      'vdpa',
      'sriov_vf_switchdev',
      'emulated',
    ]);
    expect(codes(tunnelledNetwork, { physicalNetwork: null })).toEqual(['network.tunnelled']);
  });

  it('is none when the port has a physical network', () => {
    expect(left(tunnelledNetwork, {})).toEqual(EVERY_PATH);
  });
});

describe('a trusted port', () => {
  it('is a VF that sriovnicswitch binds, or a PF whose guest may do all that trust allows (handbook 2.5)', () => {
    expect(left(trustedPort, { trusted: true })).toEqual(['sriov_vf', 'pci_passthrough']);
    expect(codes(trustedPort, { trusted: true })).toEqual(['port.trust_needs_vf']);
    expect(left(trustedPort, { trusted: false })).toEqual(EVERY_PATH);
  });
});

describe('the policy socket on a port', () => {
  const socket = 'socket' as const;

  function isLeft(
    release: OpenStackRelease,
    policies: readonly (NumaAffinityPolicy | null)[],
    flavorPolicy: NumaAffinityPolicy | null,
  ): boolean {
    const nics = policies.map((numaAffinityPolicy, index) => aNicRequest({ name: `nic${index}`, numaAffinityPolicy }));
    const extraSpecs: Record<string, string> =
      flavorPolicy === null ? {} : { 'hw:pci_numa_affinity_policy': flavorPolicy };
    const request = aVmRequest({ nics, flavor: { ...aVmRequest().flavor, extraSpecs } });
    const context = requestContext(request, buildFleet([]), { release });
    return context.nics[0]?.paths.some(({ name }) => name === 'sriov_vf') ?? false;
  }

  it.each<[OpenStackRelease, string, readonly (NumaAffinityPolicy | null)[], NumaAffinityPolicy | null, boolean]>([
    ['2024.2', 'beside any other', [socket, 'required'], 'legacy', true],
    ['2024.1', 'alone: the flavor says it', [socket], null, true],
    ['2024.1', 'beside a NIC that states none', [socket, null], null, true],
    ['2024.1', 'beside a NIC that states another', [socket, 'required'], null, false],
    ['2024.1', 'in a flavor that says so', [socket], socket, true],
    ['2024.1', 'in a flavor that says otherwise', [socket], 'required', false],
    ['zed', 'of another NIC', ['required', socket], null, true],
  ])('of %s, %s', (release, _case, policies, flavorPolicy, isPossible) => {
    expect(isLeft(release, policies, flavorPolicy)).toBe(isPossible);
  });

  it('does not matter to software paths, which take no device', () => {
    const nics = [aNicRequest({ numaAffinityPolicy: socket }), aNicRequest({ numaAffinityPolicy: 'required' })];
    const context = requestContext(aVmRequest({ nics }), buildFleet([]), { release: 'zed' });

    const ruledOut = context.nics[0]?.ruledOut ?? [];
    expect(context.nics[0]?.paths.map(({ name }) => name)).toEqual(['vhost_net', 'vhost_user', 'virtio', 'emulated']);
    expect(ruledOut.map(({ path }) => path)).toEqual(WITH_A_DEVICE);
    expect(new Set(ruledOut.map(({ rejection }) => rejection.code))).toEqual(
      new Set(['release.no_socket_port_policy']),
    );
  });
});

const BY_SRIOV: readonly Name[] = ['macvtap', 'sriov_vf', 'pci_passthrough'];

describe('the mechanism drivers of Neutron', () => {
  function bound(drivers: readonly string[] | null, release: OpenStackRelease = '2025.1'): Name[] {
    const cloud = { neutronMechanismDrivers: drivers, neutronExtensions: null, pciAliases: null };
    const context = requestContext(aVmRequest(), buildFleet([]), { release, cloud });
    return NIC_PATHS.filter((path) => mechanismDriver.reject(path, aNicRequest(), context) === null).map(
      ({ name }) => name,
    );
  }

  it.each<[string, readonly string[] | null, readonly Name[]]>([
    ['not known', null, EVERY_PATH],
    ['openvswitch alone', ['openvswitch'], EVERY_PATH.filter((name) => !BY_SRIOV.includes(name))],
    ['ovn alone', ['ovn'], EVERY_PATH.filter((name) => !BY_SRIOV.includes(name))],
    ['sriovnicswitch alone', ['sriovnicswitch'], BY_SRIOV],
    ['both', ['ovn', 'sriovnicswitch'], EVERY_PATH],
    ['none', [], []],
  ])('%s (handbook 2.1)', (_case, drivers, paths) => {
    expect(bound(drivers)).toEqual(paths);
  });

  it('had linuxbridge for the kernel’s paths before 2025.1 (handbook 1.6)', () => {
    expect(bound(['linuxbridge'], '2024.2')).toEqual(['vhost_net', 'virtio', 'emulated']);
    expect(bound(['linuxbridge'], '2025.1')).toEqual([]);
  });

  it('are told by name where none binds the port', () => {
    const cloud = { neutronMechanismDrivers: ['ovn'], neutronExtensions: null, pciAliases: null };
    const context = requestContext(aVmRequest(), buildFleet([]), { release: 'zed', cloud });
    const path = NIC_PATHS.find(({ name }) => name === 'sriov_vf') as NicPath;

    expect(mechanismDriver.reject(path, aNicRequest(), context)).toEqual({
      code: 'neutron.no_mechanism_driver',
      required: 'sriovnicswitch',
      available: 'ovn',
    });
  });
});

describe('guest memory', () => {
  const withSpecs = (extraSpecs: Record<string, string>, properties: Record<string, string> = {}) => ({
    flavor: { ...aVmRequest().flavor, extraSpecs },
    image: { osId: null, properties },
  });
  const without = (name: Name): readonly Name[] => EVERY_PATH.filter((other) => other !== name);

  it.each<[string, Record<string, string>, Record<string, string>, boolean]>([
    ['no page size: the planner adds large', {}, {}, true],
    ['large', { 'hw:mem_page_size': 'large' }, {}, true],
    ['any, which may come to huge pages', { 'hw:mem_page_size': 'any' }, {}, true],
    ['2 MiB', { 'hw:mem_page_size': '2MB' }, {}, true],
    ['64 KiB, huge where base pages have 4', { 'hw:mem_page_size': '64' }, {}, true],
    ['small', { 'hw:mem_page_size': 'small' }, {}, false],
    ['4 KiB', { 'hw:mem_page_size': '4' }, {}, false],
    ['large narrowed to 4 KiB by the image', { 'hw:mem_page_size': 'large' }, { hw_mem_page_size: '4' }, false],
  ])('with %s is or is not one that OVS-DPDK can map (handbook 1.3)', (_case, specs, properties, isShared) => {
    const request = withSpecs(specs, properties);

    expect(left(sharedMemory, {}, request)).toEqual(isShared ? EVERY_PATH : without('vhost_user'));
    expect(codes(sharedMemory, {}, request)).toEqual(isShared ? [] : ['memory.not_shared']);
  });

  it.each<[string, Record<string, string>, Record<string, string>, boolean]>([
    ['nothing said: the planner says it', {}, {}, true],
    ['locked', { 'hw:locked_memory': 'true', 'hw:mem_page_size': 'small' }, {}, true],
    ['not locked by the flavor', { 'hw:locked_memory': 'false' }, {}, false],
    ['not locked by the image', {}, { hw_locked_memory: 'no' }, false],
    [
      'realtime, which is locked whatever is said',
      { 'hw:cpu_policy': 'dedicated', 'hw:cpu_realtime': 'yes', 'hw:cpu_realtime_mask': '^0', 'hw:locked_memory': '0' },
      {},
      true,
    ],
  ])('with %s may or may not serve vDPA (handbook 4.1)', (_case, specs, properties, isPossible) => {
    const request = withSpecs(specs, properties);

    expect(left(lockedMemory, {}, request)).toEqual(isPossible ? EVERY_PATH : without('vdpa'));
    expect(codes(lockedMemory, {}, request)).toEqual(isPossible ? [] : ['memory.not_locked']);
  });

  it('needs a flavor that Nova takes with what the path adds: a page size brings ignored NUMA maps to life', () => {
    // Without hw:numa_nodes Nova ignores the map; with a page size the guest has a node, whose map is then incomplete.
    const request = withSpecs({ 'hw:numa_cpus.0': '0' });

    expect(left(flavorAgrees, {}, request)).toEqual(
      EVERY_PATH.filter((name) => name !== 'vhost_user' && name !== 'vdpa'),
    );
    expect(codes(flavorAgrees, {}, request)).toEqual(['flavor.contradiction']);
    expect(left(flavorAgrees, {})).toEqual(EVERY_PATH);
  });
});
