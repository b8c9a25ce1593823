import { aHostState, anInventory, aPf, aVf } from '@iopath/testing';
import type { PfState } from './host-state';
import { hasNetdev, isVdpa, servingVfCount, servingVfs } from './vf-kinds';

describe('a VF', () => {
  it.each<[string | null, boolean, boolean]>([
    ['mlx5_core', false, true],
    ['iavf', false, true],
    ['ixgbevf', false, true],
    ['vfio-pci', false, false],
    ['mlx5_vfio_pci', false, false],
    ['hisi_acc_vfio_pci', false, false],
    ['igb_uio', false, false],
    ['uio_pci_generic', false, false],
    ['pci-stub', false, false],
    ['ifcvf', true, false],
    ['octep_vdpa', true, false],
    [null, false, false],
  ])('bound to %s is vDPA: %s, has a network interface: %s', (driver, vdpa, netdev) => {
    expect([isVdpa(aVf({ driver })), hasNetdev(aVf({ driver }))]).toEqual([vdpa, netdev]);
  });

  it('with a vDPA device is one, whatever its driver', () => {
    const vf = aVf({ driver: 'mlx5_core', vdpaDevice: 'vdpa0' });

    expect([isVdpa(vf), hasNetdev(vf)]).toEqual([true, false]);
  });
});

describe('the VFs that serve a kind of path', () => {
  const own = aPf(4).vfs;
  const state = (...changes: Parameters<typeof aVf>[0][]): PfState => {
    const vfs = changes.map((change, i) => ({ ...aVf(own[i]), ...change }));
    return aHostState('a', { inventory: anInventory({ pfs: [aPf(4, { vfs })] }) }).pfs[0] as PfState;
  };
  const kernel = { driver: 'mlx5_core' };
  const vfio = { driver: 'vfio-pci' };
  const inSharedGroup = { driver: 'mlx5_core', iommuGroup: 12 };

  it.each<[string, PfState, { plain: number[]; netdev: number[]; vdpa: number[] }]>([
    ['all alike', state(kernel, kernel), { plain: [0, 1], netdev: [0, 1], vdpa: [] }],
    [
      'first those that serve it alone',
      state(kernel, vfio, inSharedGroup),
      { plain: [1, 0], netdev: [2, 0], vdpa: [] },
    ],
    ['vDPA apart', state({ vdpaDevice: 'v' }, vfio), { plain: [1], netdev: [], vdpa: [0] }],
    ['vDPA in a shared group', state({ vdpaDevice: 'v', iommuGroup: 12 }), { plain: [], netdev: [], vdpa: [] }],
  ])('%s', (_case, pf, expected) => {
    const indexes = (kind: keyof typeof expected): number[] => servingVfs(pf, kind).map(({ index }) => index);

    expect({ plain: indexes('plain'), netdev: indexes('netdev'), vdpa: indexes('vdpa') }).toEqual(expected);
    for (const kind of ['plain', 'netdev', 'vdpa'] as const) {
      expect(servingVfCount(pf, kind)).toBe(expected[kind].length);
    }
  });
});
