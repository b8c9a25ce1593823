/** Devices whose guest driver decides on a path. */
export type GuestDevice = 'virtioNet' | 'virtioBlk' | 'virtioScsi' | 'e1000';

/** First mainline Linux with the driver. */
export const LINUX_DRIVERS: Readonly<Record<GuestDevice, string>> = {
  virtioNet: '2.6.25',
  virtioBlk: '2.6.25',
  virtioScsi: '3.4',
  e1000: '2.6',
};

/** First release of other systems with the driver in the box; a family that is not listed here is not known. */
export const BSD_DRIVERS: ReadonlyMap<string, Readonly<Record<GuestDevice, string>>> = new Map([
  ['freebsd', { virtioNet: '9.0', virtioBlk: '9.0', virtioScsi: '10.0', e1000: '4.6' }],
  ['openbsd', { virtioNet: '5.3', virtioBlk: '5.3', virtioScsi: '5.5', e1000: '3.2' }],
  ['netbsd', { virtioNet: '6.0', virtioBlk: '6.0', virtioScsi: '7.0', e1000: '2.0' }],
]);

/** Systems that ended before virtio began, or never took it up. */
export const WITHOUT_VIRTIO: ReadonlySet<string> = new Set([
  'msdos',
  'freedos',
  'netware',
  'mandrake',
  'opensolaris',
  'macosx',
  'beos',
  'os2warp',
]);

/** First mainline Linux whose VF driver serves the VFs of a PF with this driver. */
export const VF_DRIVERS: ReadonlyMap<string, string> = new Map([
  ['igb', '2.6.30'],
  ['ixgbe', '2.6.34'],
  ['i40e', '3.14'],
  ['ice', '4.20'],
  ['fm10k', '3.18'],
  ['mlx4_core', '3.3'],
  ['mlx4_en', '3.3'],
  ['mlx5_core', '4.2'],
  ['bnx2x', '3.10'],
  ['bnxt_en', '4.6'],
  ['cxgb4', '2.6.37'],
  ['be2net', '2.6.39'],
  ['enic', '2.6.36'],
  ['qlcnic', '3.11'],
  ['qede', '4.7'],
  ['nfp', '4.5'],
  ['sfc', '4.2'],
  ['hns3', '4.17'],
  ['ionic', '5.5'],
  ['rvu_nicpf', '5.7'],
]);

/** The PF drivers of a vendor, for a PF whose own is not known. */
export const VF_DRIVERS_OF_VENDOR: ReadonlyMap<string, readonly string[]> = new Map([
  ['8086', ['igb', 'ixgbe', 'i40e', 'ice', 'fm10k']],
  ['15b3', ['mlx4_core', 'mlx5_core']],
  ['14e4', ['bnx2x', 'bnxt_en']],
  ['1425', ['cxgb4']],
  ['10df', ['be2net']],
  ['1137', ['enic']],
  ['1077', ['qlcnic', 'qede']],
  ['19ee', ['nfp']],
  ['1924', ['sfc']],
  ['19e5', ['hns3']],
  ['1dd8', ['ionic']],
]);
