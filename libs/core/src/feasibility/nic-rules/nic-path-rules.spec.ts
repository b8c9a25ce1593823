import { aNicRequest, aVmRequest } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import { NIC_PATHS } from '../../io-path/catalogue';
import type { NicPath } from '../../io-path/nic-path';
import type { OpenStackRelease } from '../../nova/openstack-release';
import { requestContext } from '../../planning/request-context';
import type { Image, IsolationNeed, MigrationNeed, NicRequest, NumaAffinityPolicy } from '../../request/vm-request';
import type { NicPathRule } from '../nic-rule';
import { guestNicDriver } from './guest-nic-driver.rule';
import { imageVifModel } from './image-vif-model.rule';
import { isolation } from './isolation.rule';
import { nicMigrationNeed } from './migration-need.rule';
import { trustedPort } from './trusted-port.rule';
import { tunnelledNetwork } from './tunnelled-network.rule';

type Name = NicPath['name'];

const EVERY_PATH: readonly Name[] = ['vhost_net', 'virtio', 'sriov_vf', 'pci_passthrough', 'emulated'];

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
    ['dedicated_vf', ['sriov_vf', 'pci_passthrough']],
    ['tenant_pf', ['sriov_vf', 'pci_passthrough']],
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
    ['live_required', ['vhost_net', 'virtio', 'sriov_vf', 'emulated']],
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
    ['Windows without virtio-win', { osId: 'win2k19', properties: {} }, ['sriov_vf', 'pci_passthrough', 'emulated']],
    ['Windows with it', { osId: 'win2k19', properties: { hw_vif_model: 'virtio' } }, EVERY_PATH],
    ['a BSD before e1000 and virtio', { osId: 'openbsd3.0', properties: {} }, ['sriov_vf', 'pci_passthrough']],
  ])('%s', (_case, image, paths) => {
    expect(left(guestNicDriver, {}, { image })).toEqual(paths);
    expect(codes(guestNicDriver, {}, { image })).toEqual(paths === EVERY_PATH ? [] : ['guest.no_driver']);
  });
});

describe('the image’s hw_vif_model', () => {
  it.each<[string, readonly Name[]]>([
    ['virtio', ['vhost_net', 'virtio', 'sriov_vf', 'pci_passthrough']],
    ['e1000', ['sriov_vf', 'pci_passthrough', 'emulated']],
    ['rtl8139', ['sriov_vf', 'pci_passthrough']],
  ])('%s', (model, paths) => {
    const image = { osId: null, properties: { hw_vif_model: model } };

    expect(left(imageVifModel, {}, { image })).toEqual(paths);
    expect(codes(imageVifModel, {}, { image })).toEqual(['image.other_vif_model']);
  });
});

describe('a tunnelled network', () => {
  it('binds no VF and no PF: sriovnicswitch knows flat and VLAN networks only (handbook 2.1)', () => {
    expect(left(tunnelledNetwork, { physicalNetwork: null })).toEqual(['vhost_net', 'virtio', 'emulated']);
    expect(codes(tunnelledNetwork, { physicalNetwork: null })).toEqual(['network.tunnelled']);
  });

  it('is none when the port has a physical network', () => {
    expect(left(tunnelledNetwork, {})).toEqual(EVERY_PATH);
  });
});

describe('a trusted port', () => {
  it('is a VF, or a PF whose guest may do all that trust allows (handbook 2.5)', () => {
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

    expect(context.nics[0]?.paths.map(({ name }) => name)).toEqual(['vhost_net', 'virtio', 'emulated']);
    expect(context.nics[0]?.ruledOut.map(({ rejection }) => rejection.code)).toEqual([
      'release.no_socket_port_policy',
      'release.no_socket_port_policy',
    ]);
  });
});
