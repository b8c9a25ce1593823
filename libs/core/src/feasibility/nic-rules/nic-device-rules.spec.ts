import { aHostClaim, aHostState, anInventory, aNicRequest, aPf, aPfClaim, aVfClaim, aVmRequest } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import type { HostClaim } from '../../fleet/host-claims';
import type { PfState } from '../../fleet/host-state';
import type { PhysicalFunction, VfState } from '../../inventory/inventory';
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
import { pfVfExclusion } from './pf-vf-exclusion.rule';
import { tenantPf } from './tenant-pf.rule';

const FIRST_VF = '0000:3b:01.2';

function pfState(changes: Partial<PhysicalFunction> = {}, claims: readonly HostClaim[] = []): PfState {
  const inventory = anInventory({ pfs: [aPf(2, changes)] });
  return aHostState('compute-1', { inventory, claims }).pfs[0] as PfState;
}

function codesOf(
  rule: NicDeviceRule,
  pf: PfState,
  nic: Partial<NicRequest> = {},
  request: Partial<VmRequest> = {},
): { readonly vf: string | null; readonly pf: string | null } {
  const context = requestContext(aVmRequest(request), buildFleet([]), { release: '2025.1' });
  const ask = (name: NicPath['name']): string | null => {
    const path = NIC_PATHS.find((known) => known.name === name) as NicPath;
    return rule.reject(path, aNicRequest(nic), pf, context)?.code ?? null;
  };
  return { vf: ask('sriov_vf'), pf: ask('pci_passthrough') };
}

const both = (code: string | null) => ({ vf: code, pf: code });

describe('the physical network', () => {
  it.each([
    ['the same', 'physnet1', 'physnet1', null],
    ['the same without case (handbook 2.5)', 'PHYSNET1', 'physnet1', null],
    ['another', 'physnet2', 'physnet1', 'pf.other_physical_network'],
    ['an untagged PF', null, 'physnet1', 'pf.other_physical_network'],
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

describe('the eswitch', () => {
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
