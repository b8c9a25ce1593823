import {
  aForeignClaim,
  aHostClaim,
  aHostState,
  anInventory,
  aNicRequest,
  aPf,
  aPfClaim,
  aVfClaim,
  aVmRequest,
} from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import type { HostClaim } from '../../fleet/host-claims';
import type { PfState } from '../../fleet/host-state';
import type { PhysicalFunction, VfState, VirtualFunction } from '../../inventory/inventory';
import { NIC_PATHS } from '../../io-path/catalogue';
import type { NicPath } from '../../io-path/nic-path';
import { requestContext } from '../../planning/request-context';
import type { NicRequest, VmRequest } from '../../request/vm-request';
import type { NicDeviceRule } from '../nic-rule';
import { freeVf } from './free-vf.rule';
import { guestVfDriver } from './guest-vf-driver.rule';
import { nicIommuGroup } from './iommu-group.rule';
import { eswitchMode } from './eswitch-mode.rule';
import { linkSpeed } from './link-speed.rule';
import { linkUp } from './link-up.rule';
import { novaAddressable } from './nova-addressable.rule';
import { pfPhysicalNetwork } from './pf-physical-network.rule';
import { nicQuarantine } from './nic-quarantine.rule';
import { pfVfExclusion } from './pf-vf-exclusion.rule';
import { tenantPf } from './tenant-pf.rule';

const FIRST_VF = '0000:3b:01.2';

function pfState(
  changes: Partial<PhysicalFunction> = {},
  claims: readonly HostClaim[] = [],
  quarantined: readonly string[] = [],
): PfState {
  const inventory = anInventory({ pfs: [aPf(2, changes)] });
  return aHostState('compute-1', { inventory, claims, quarantined }).pfs[0] as PfState;
}

function codesOf(
  rule: NicDeviceRule,
  pf: PfState,
  nic: Partial<NicRequest> = {},
  request: Partial<VmRequest> = {},
): { readonly vf: string | null; readonly pf: string | null } {
  return { vf: codeOf(rule, 'sriov_vf', pf, nic, request), pf: codeOf(rule, 'pci_passthrough', pf, nic, request) };
}

function codeOf(
  rule: NicDeviceRule,
  name: NicPath['name'],
  pf: PfState,
  nic: Partial<NicRequest> = {},
  request: Partial<VmRequest> = {},
): string | null {
  const context = requestContext(aVmRequest(request), buildFleet([]), { release: '2025.1' });
  const path = NIC_PATHS.find((known) => known.name === name) as NicPath;
  return rule.reject(path, aNicRequest(nic), pf, context)?.code ?? null;
}

const both = (code: string | null) => ({ vf: code, pf: code });

describe('the physical network', () => {
  it.each([
    ['the same', 'physnet1', 'physnet1', null],
    ['the same without case (handbook 2.5)', 'PHYSNET1', 'physnet1', null],
    ['another', 'physnet2', 'physnet1', 'pf.other_physical_network'],
    ['an untagged PF', null, 'physnet1', 'pf.other_physical_network'],
    ['a tagged PF for a tunnelled network', 'physnet1', null, 'pf.other_physical_network'],
    ['an untagged PF for a tunnelled network (handbook 2.3)', null, null, null],
  ])('%s', (_case, tag, wanted, code) => {
    const pf = pfState({ physicalNetwork: tag });

    expect(codesOf(pfPhysicalNetwork, pf, { physicalNetwork: wanted })).toEqual(both(code));
  });
});

describe('the PCI domain', () => {
  it.each([
    ['0000:3b:00.0', null],
    ['ffff:3b:00.0', null],
    ['10000:3b:00.0', 'pci.domain_too_wide'],
  ])('of %s (Nova bug 1897528)', (address, code) => {
    expect(codesOf(novaAddressable, pfState({ address }))).toEqual(both(code));
  });
});

describe('the guest’s driver for the device', () => {
  it.each([
    ['a Linux with mlx5', 'ubuntu24.04', null],
    ['a Linux before mlx5 (4.2)', 'rhel6.0', 'guest.no_driver'],
    ['an unknown system', null, null],
    ['a system before VFs', 'win2k3', 'guest.no_driver'],
  ])('%s', (_case, osId, code) => {
    expect(codesOf(guestVfDriver, pfState(), {}, { image: { osId, properties: {} } })).toEqual(both(code));
  });
});

it('sees virtio on macvtap and vDPA, so that the vendor’s driver is not asked for', () => {
  const before = { image: { osId: 'rhel6.0', properties: {} } };

  expect(codeOf(guestVfDriver, 'macvtap', pfState(), {}, before)).toBeNull();
  expect(codeOf(guestVfDriver, 'vdpa', pfState(), {}, before)).toBeNull();
  expect(codeOf(guestVfDriver, 'sriov_vf_switchdev', pfState(), {}, before)).toBe('guest.no_driver');
});

describe('the eswitch', () => {
  it.each([
    ['macvtap', 'legacy', null],
    ['macvtap', 'switchdev', 'pf.in_switchdev_mode'],
    ['sriov_vf_switchdev', 'switchdev', null],
    ['sriov_vf_switchdev', 'legacy', 'pf.not_in_switchdev_mode'],
    ['sriov_vf_switchdev', null, 'pf.not_in_switchdev_mode'],
    ['vdpa', 'switchdev', null],
    ['vdpa', null, 'pf.not_in_switchdev_mode'],
  ] as const)('for %s in mode %s (handbook 2.3, Nova’s vDPA guide)', (path, mode, code) => {
    expect(codeOf(eswitchMode, path, pfState({ eswitchMode: mode }))).toBe(code);
  });

  it.each([
    ['legacy', null],
    [null, null],
    ['switchdev', 'pf.in_switchdev_mode'],
  ] as const)('in mode %s binds a legacy VF or not, and a PF always (handbook 2.1)', (mode, code) => {
    expect(codesOf(eswitchMode, pfState({ eswitchMode: mode }))).toEqual({ vf: code, pf: null });
  });
});

describe('the link', () => {
  it.each([
    ['up', null],
    ['down', 'pf.link_not_up'],
    ['unknown', 'pf.link_not_up'],
  ] as const)('%s', (linkState, code) => {
    expect(codesOf(linkUp, pfState({ linkState }))).toEqual(both(code));
  });

  it.each([
    ['as fast as asked', 25_000, 25_000, null],
    ['slower', 25_000, 25_001, 'link.too_slow'],
    ['of unknown speed', null, 100_000, null],
    ['when nothing is asked', 1_000, null, null],
  ])('%s', (_case, linkSpeedMbps, bandwidthMbps, code) => {
    expect(codesOf(linkSpeed, pfState({ linkSpeedMbps }), { bandwidthMbps })).toEqual(both(code));
  });
});

describe('a PF and its VFs, never both given (handbook 3.3)', () => {
  const vfHeld = [aHostClaim({ devices: [aVfClaim(FIRST_VF)] })];
  const pfHeld = [aHostClaim({ devices: [aPfClaim()] })];

  it.each([
    ['all free', [], { vf: null, pf: null }],
    ['a VF held', vfHeld, { vf: null, pf: 'pf.not_free' }],
    ['the PF held', pfHeld, { vf: 'vf.pf_is_taken', pf: 'pf.not_free' }],
  ])('%s', (_case, claims, expected) => {
    expect(codesOf(pfVfExclusion, pfState({}, claims))).toEqual(expected);
  });

  it('a VF in use by somebody else keeps the PF too', () => {
    expect(codesOf(pfVfExclusion, pfState({ vfs: vfsIn('in_use_externally', 'available') }))).toEqual({
      vf: null,
      pf: 'pf.not_free',
    });
  });
});

describe('a free VF', () => {
  it.each<[string, readonly VfState[], readonly HostClaim[], string | null]>([
    ['two', ['available', 'available'], [], null],
    ['one held', ['available', 'available'], [aHostClaim({ devices: [aVfClaim(FIRST_VF)] })], null],
    ['the only one held', ['available'], [aHostClaim({ devices: [aVfClaim(FIRST_VF)] })], 'vf.none_free'],
    ['none that is available', ['in_use_externally', 'unhealthy', 'quarantined'], [], 'vf.none_free'],
    ['no VFs', [], [], 'vf.none_free'],
  ])('%s', (_case, states, claims, code) => {
    expect(codesOf(freeVf, pfState({ vfs: vfsIn(...states) }, claims))).toEqual({ vf: code, pf: null });
  });
});

describe('what servers that Nova runs hold', () => {
  const context = requestContext(aVmRequest(), buildFleet([]), { release: '2025.1' });
  const reject = (rule: NicDeviceRule, name: string, pf: PfState): unknown =>
    rule.reject(NIC_PATHS.find((path) => path.name === name) as NicPath, aNicRequest(), pf, context);
  const somewhere = [{ count: 1, among: [{ kind: 'vf', address: '0000:3b:00.0' } as const] }];
  const both = [aForeignClaim({ devices: [aVfClaim(FIRST_VF)], somewhere })];
  const pf = pfState({ vfs: vfsIn('available', 'available') }, both);

  it('is not free, and said to be theirs', () => {
    expect(reject(freeVf, 'sriov_vf', pf)).toMatchObject({ available: '0 of 2, 2 held by servers that Nova runs' });
    expect(reject(pfVfExclusion, 'pci_passthrough', pf)).toMatchObject({
      available: 'VFs of it held or in use, 2 of them by servers that Nova runs',
    });
  });

  it('may be the PF itself', () => {
    const whole = pfState({}, [aForeignClaim({ devices: [aPfClaim()] })]);
    const available = 'the PF itself is held by a server that Nova runs';

    expect(reject(pfVfExclusion, 'sriov_vf', whole)).toMatchObject({ available });
    expect(reject(pfVfExclusion, 'pci_passthrough', whole)).toMatchObject({ available });
  });
});

describe('a quarantine', () => {
  const PF = '0000:3b:00.0';

  it.each<[string, readonly string[], ReturnType<typeof codesOf>]>([
    ['of nothing', [], both(null)],
    ['of the PF', [PF], { vf: 'vf.pf_in_quarantine', pf: 'pf.in_quarantine' }],
    ['of a VF: another VF may be had', [FIRST_VF], { vf: null, pf: 'pf.in_quarantine' }],
    ['of another host’s PF', ['0000:5e:00.0'], both(null)],
  ])('%s', (_case, quarantined, codes) => {
    const pf = pfState({}, [], quarantined);

    expect(codesOf(nicQuarantine, pf)).toEqual(codes);
    expect(codesOf(pfVfExclusion, pf)).toEqual(both(null));
  });

  it('of the only VF leaves none free, and says why', () => {
    const pf = pfState({ vfs: vfsIn('available') }, [], [FIRST_VF]);
    const path = NIC_PATHS.find(({ name }) => name === 'sriov_vf') as NicPath;
    const context = requestContext(aVmRequest(), buildFleet([]), { release: '2025.1' });

    expect(freeVf.reject(path, aNicRequest(), pf, context)).toEqual({
      code: 'vf.none_free',
      required: '1 free VF',
      available: '0 of 1, 1 in quarantine',
    });
  });
});

describe('the kind of a free VF', () => {
  const vfs = (...changes: Partial<VirtualFunction>[]): PfState =>
    pfState({ vfs: aPf(changes.length).vfs.map((vf, i) => ({ ...vf, ...changes[i] })) });
  const vfio = { driver: 'vfio-pci' };
  const kernel = { driver: 'mlx5_core' };
  const vdpa = { driver: 'mlx5_core', vdpaDevice: 'vdpa0' };

  it.each<[string, PfState, Record<'sriov_vf' | 'macvtap' | 'vdpa', string | null>]>([
    ['bound to vfio-pci', vfs(vfio), { sriov_vf: null, macvtap: 'vf.no_netdev', vdpa: 'vf.no_vdpa_device' }],
    ['bound to its network driver', vfs(kernel), { sriov_vf: null, macvtap: null, vdpa: 'vf.no_vdpa_device' }],
    [
      'of unknown driver',
      vfs({ driver: null }),
      { sriov_vf: null, macvtap: 'vf.no_netdev', vdpa: 'vf.no_vdpa_device' },
    ],
    // Nova types it vdpa, and offers it as nothing else (handbook 3.3).
    ['with a vDPA device', vfs(vdpa), { sriov_vf: 'vf.is_vdpa', macvtap: 'vf.no_netdev', vdpa: null }],
    [
      'bound to a vDPA driver',
      vfs({ driver: 'ifcvf' }),
      { sriov_vf: 'vf.is_vdpa', macvtap: 'vf.no_netdev', vdpa: null },
    ],
    ['of each kind', vfs(vfio, kernel, vdpa), { sriov_vf: null, macvtap: null, vdpa: null }],
    [
      'that is held, beside one of another kind',
      vfs({ ...kernel, state: 'in_use_externally' }, vdpa),
      { sriov_vf: 'vf.is_vdpa', macvtap: 'vf.no_netdev', vdpa: null },
    ],
  ])('%s', (_case, pf, expected) => {
    expect({
      sriov_vf: codeOf(freeVf, 'sriov_vf', pf),
      macvtap: codeOf(freeVf, 'macvtap', pf),
      vdpa: codeOf(freeVf, 'vdpa', pf),
    }).toEqual(expected);
  });

  it('counts for the IOMMU group: vhost-vdpa takes groups as a whole, macvtap leaves the VF with the host', () => {
    const shared = vfs({ ...vdpa, iommuGroup: 7 }, { ...kernel, iommuGroup: 7 });

    expect(codeOf(nicIommuGroup, 'vdpa', shared)).toBe('iommu.group_shared');
    expect(codeOf(nicIommuGroup, 'sriov_vf', shared)).toBe('iommu.group_shared');
    expect(codeOf(nicIommuGroup, 'macvtap', shared)).toBeNull();
    expect(codeOf(nicIommuGroup, 'vdpa', vfs({ ...vdpa, iommuGroup: null }))).toBe('iommu.group_unknown');
    expect(codeOf(nicIommuGroup, 'vdpa', vfs(vdpa, { ...kernel, iommuGroup: null }))).toBeNull();
    expect(codeOf(nicIommuGroup, 'macvtap', vfs({ ...vfio, iommuGroup: null }))).toBeNull();
  });

  it('is refused for the group of a VF of its own kind, not of another', () => {
    const mixed = vfs({ ...vdpa, iommuGroup: null }, { ...vfio, iommuGroup: 7 }, { ...vfio, iommuGroup: 7 });

    expect(codeOf(nicIommuGroup, 'sriov_vf', mixed)).toBe('iommu.group_shared');
    expect(codeOf(nicIommuGroup, 'vdpa', mixed)).toBe('iommu.group_unknown');
  });
});

describe('the IOMMU group', () => {
  const groups = (pf: number | null, ...vfs: (number | null)[]): PfState =>
    pfState({
      iommuGroup: pf,
      vfs: aPf(vfs.length).vfs.map((vf, i) => ({ ...vf, iommuGroup: vfs[i] ?? null })),
    });

  it.each([
    ['of its own for each', groups(1, 2, 3), { vf: null, pf: null }],
    ['shared by the VFs', groups(1, 2, 2), { vf: 'iommu.group_shared', pf: null }],
    ['shared by one VF and the PF, another is alone', groups(1, 1, 2), { vf: null, pf: 'iommu.group_shared' }],
    ['not known', groups(null, null, null), { vf: 'iommu.group_unknown', pf: 'iommu.group_unknown' }],
  ])('%s', (_case, pf, expected) => {
    expect(codesOf(nicIommuGroup, pf)).toEqual(expected);
  });
});

describe('a PF for one tenant', () => {
  const claim = (projectId: string) => [aHostClaim({ projectId, devices: [aVfClaim(FIRST_VF)] })];

  it.each([
    ['nobody on it', [], null],
    ['the same project on it', claim('p1'), null],
    ['another project on it', claim('p2'), 'isolation.pf_has_other_tenant'],
  ])('%s', (_case, claims, code) => {
    const request = { projectId: 'p1', isolation: 'tenant_pf' as const };

    expect(codesOf(tenantPf, pfState({}, claims), {}, request)).toEqual({ vf: code, pf: null });
  });

  it('is not asked of other isolation needs', () => {
    expect(codesOf(tenantPf, pfState({}, claim('p2')), {}, { isolation: 'dedicated_vf' })).toEqual(both(null));
  });
});

function vfsIn(...states: VfState[]): PhysicalFunction['vfs'] {
  return aPf(states.length).vfs.map((vf, i) => ({ ...vf, state: states[i] ?? 'available' }));
}
