import { aPf, aVf } from '@iopath/testing';
import type { PhysicalFunction } from '../../inventory/inventory';
import { NIC_WARNINGS } from './nic-warning';
import { nicWarningsOf } from './nic-warnings-of';

const I350 = { vendorId: '8086', productId: '1521', driver: 'igb', totalVfs: 7 } as const;
const X520 = { vendorId: '8086', productId: '10fb', driver: 'ixgbe', totalVfs: 63 } as const;
const X710 = { vendorId: '8086', productId: '1572', driver: 'i40e', totalVfs: 64 } as const;
const E810 = { vendorId: '8086', productId: '1592', driver: 'ice', totalVfs: 128 } as const;
const CX6 = { totalVfs: 16 } as const;
const BCM = { vendorId: '14e4', productId: '16d7', driver: 'bnxt_en', totalVfs: 64 } as const;

const oneVf = (changes: Parameters<typeof aVf>[0]) => ({ vfs: [aVf({ queues: 1, ...changes })] });
const silent = (count: number) => ({ vfs: aPf(count).vfs.map((vf) => ({ ...vf, queues: 1 })) });

describe('warnings of a NIC', () => {
  it.each<[string, Partial<PhysicalFunction>, readonly string[]]>([
    ['none, as most are', { ...X520, ...silent(8) }, []],
    ['none of a NIC that the catalogue does not know', { vendorId: '1af4', productId: '1041', totalVfs: 999 }, []],
    ['more VFs than the driver allows', { ...I350, ...silent(8) }, ['nic.more_vfs_than_driver_allows']],
    ['as many as it allows', { ...I350, ...silent(7) }, []],
    ['more VFs than the card has', { ...X710, totalVfs: 128, ...silent(129) }, ['nic.more_vfs_than_driver_allows']],
    ['the total of the PCI capability', { ...I350, totalVfs: 8, vfs: [] }, ['nic.total_vfs_above_driver_limit']],
    ['a driver that is not for its VFs', { ...X710, ...oneVf({ driver: 'igbvf' }) }, ['nic.vf_driver_unusual']],
    ['the former name of its driver', { ...X710, ...oneVf({ driver: 'i40evf' }) }, []],
    ["the host's driver on a VF", { ...X710, ...oneVf({ driver: 'iavf' }) }, []],
    ['VFIO on a VF, and nothing on another', { ...X710, ...oneVf({ driver: 'vfio-pci' }) }, []],
    ['no driver on a VF', { ...X710, ...oneVf({ driver: null }) }, []],
    ['queues that the pools do not have', { ...X520, ...oneVf({ queues: 8 }) }, ['nic.vf_queues_above_limit']],
    ['a maximum that they do not have', { ...X520, ...oneVf({ queuesMax: 5 }) }, ['nic.vf_queues_above_limit']],
    ['a VF with too few vectors', { ...CX6, ...oneVf({ queues: 11, msixVectors: 8 }) }, ['nic.vf_vectors_too_few']],
    ['one with a vector to spare', { ...CX6, ...oneVf({ queues: 11, msixVectors: 12 }) }, []],
    ['vectors that do not suffice for all', { ...E810, ...silent(64), vfTotalMsix: 64 }, ['nic.vf_vectors_too_few']],
    ['vectors that cannot be divided', { ...E810, ...silent(64), vfTotalMsix: 0 }, []],
    ['switchdev on an X710', { ...X710, ...silent(1), eswitchMode: 'switchdev' }, ['nic.switchdev_not_supported']],
    ['switchdev on an E810', { ...E810, ...silent(1), eswitchMode: 'switchdev' }, []],
    ['vDPA on an X520', { ...X520, ...oneVf({ vdpaDevice: 'vdpa0' }) }, ['nic.vdpa_not_supported']],
    ['vDPA on a ConnectX-6 Dx', { ...CX6, ...oneVf({ driver: 'mlx5_vdpa' }) }, []],
    ['trust that firmware decides on', { ...BCM, ...silent(1) }, ['nic.trust_depends_on_firmware']],
    ['a card whose VFs are all on', { totalVfs: 4, ...silent(4) }, ['nic.vf_number_set_in_firmware']],
    ['a card that is set to none', { totalVfs: 0, vfs: [] }, ['nic.vf_number_set_in_firmware']],
    ['a card of which nobody told', { totalVfs: null, vfs: [] }, []],
  ])('are: %s', (_case, changes, codes) => {
    expect(nicWarningsOf(aPf(0, changes)).map(({ code }) => code)).toEqual(codes);
  });

  it('name the function and the numbers', () => {
    expect(nicWarningsOf(aPf(0, { ...I350, ...silent(8) }))[0]).toEqual({
      code: 'nic.more_vfs_than_driver_allows',
      address: '0000:3b:00.0',
      detail: '8 VFs are on; igb allows a PF 7.',
    });
    expect(nicWarningsOf(aPf(0, { ...X710, ...oneVf({ driver: 'igbvf' }) }))[0]?.address).toBe('0000:3b:00.2');
  });

  it('have a meaning each', () => {
    for (const { meaning } of Object.values(NIC_WARNINGS)) expect(meaning).toMatch(/\.$/);
  });
});
