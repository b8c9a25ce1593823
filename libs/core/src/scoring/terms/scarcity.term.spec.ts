import { aHostClaim, aHostState, anInventory, aPf, aVfClaim } from '@iopath/testing';
import { vfPrice } from '../../fleet/vf-demand';
import type { HostClaim } from '../../fleet/host-claims';
import type { PfState } from '../../fleet/host-state';
import type { PhysicalFunction } from '../../inventory/inventory';
import { aPfState, diskInput, diskPath, nicInput, nicPath } from '../../spec-score-inputs';
import { diskScarcity, nicScarcity } from './scarcity.term';

describe('what a NIC leaves for others', () => {
  const oneHeld = [aHostClaim({ devices: [aVfClaim('0000:3b:01.2')] })];

  it.each([
    ['a software path takes nothing scarce', 'vhost_net', null, 1],
    ['a VF of a PF with all VFs free is at best a half', 'sriov_vf', aPfState(4), 0.5],
    ['a VF of a PF with three of four free', 'sriov_vf', aPfState(4, {}, oneHeld), 0.375],
    ['a whole PF', 'pci_passthrough', aPfState(4), 0.05],
  ] as const)('%s', (_case, path, pf, worth) => {
    expect(nicScarcity.value(nicInput({ path: nicPath(path), pf }))).toBe(worth);
  });

  it('is told with the PF', () => {
    expect(nicScarcity.reason(nicInput({ path: nicPath('sriov_vf'), pf: aPfState(4, {}, oneHeld) }))).toBe(
      'takes 1 of 3 free VFs (of 4) on physnet1 near 0000:3b:00.0; price 0',
    );
  });

  it('is told with the price, or the PF that goes whole', () => {
    const reasonOf = (path: 'vhost_net' | 'sriov_vf' | 'pci_passthrough') =>
      nicScarcity.reason(
        nicInput({ path: nicPath(path), pf: path === 'vhost_net' ? null : aPfState(4), vfPrice: 0.256 }),
      );

    expect(reasonOf('vhost_net')).toBe('takes no scarce device');
    expect(reasonOf('sriov_vf')).toContain('price 0.26');
    expect(reasonOf('pci_passthrough')).toBe('takes the whole of 0000:3b:00.0');
  });

  it.each([
    ['nobody asked of late', 0, 0.5],
    ['as many were reserved in a day as are left', vfPrice(100, 100), 0.25],
    ['hardly any are left of what is asked for', vfPrice(99, 1), 0.005],
  ] as const)('shrinks with the price: %s', (_case, price, worth) => {
    expect(nicScarcity.value(nicInput({ path: nicPath('sriov_vf'), pf: aPfState(4), vfPrice: price }))).toBeCloseTo(
      worth,
    );
  });

  it('counts the PFs beside it on the same network and NUMA node, and no others', () => {
    const held = [aHostClaim({ devices: [aVfClaim('0000:3b:01.2'), aVfClaim('0000:3b:02.2')] })];
    const beside = (changes: Partial<PhysicalFunction>) =>
      pfBeside(aPf(2, { address: '0000:5e:00.0', ...changes }), held);

    expect(beside({ physicalNetwork: 'PhysNet1' }).vfPool).toEqual({ free: 2, all: 4 });
    expect(beside({ physicalNetwork: 'physnet2' }).vfPool).toEqual({ free: 0, all: 2 });
    expect(beside({ numaNode: null }).vfPool).toEqual({ free: 0, all: 2 });
  });
});

/** The state of a PF of two held VFs beside another one. */
function pfBeside(other: PhysicalFunction, claims: readonly HostClaim[]): PfState {
  const renamed = other.vfs.map((vf) => ({ ...vf, address: vf.address.replace('3b', '5e') }));
  const inventory = anInventory({ pfs: [aPf(2), { ...other, vfs: renamed }] });
  return aHostState('compute-1', { inventory, claims }).pfs[0] as PfState;
}

describe('what a disk leaves for others', () => {
  it('is all for Nova’s own disks, next to nothing for a drive given away', () => {
    expect(diskScarcity.value(diskInput())).toBe(1);
    expect(diskScarcity.value(diskInput({ path: diskPath('pci_passthrough') }))).toBe(0.05);
  });
});
