import { NIC_PATHS } from '../../catalogue';
import type { MigrationMechanism, NicPathName } from '../../io-path';
import { ORDINARY_DISK_CONDITIONS } from '../../model/disk-conditions';
import type { DiskModelPath } from '../../model/disk-terms';
import type { PathModel } from '../../model/path-model';
import type { DiskModelInput } from '../../model/prediction';
import { gbps, neverFalls, nicInput, rises, within, type Claim, type Ordering } from './ordering';

function diskInput(path: DiskModelPath, overrides: Partial<DiskModelInput> = {}): DiskModelInput {
  const queues = 4;
  return {
    path,
    device: 'nvme',
    vcpus: queues,
    numa: 'local',
    ioThread: false,
    iops: null,
    throughputMibps: null,
    conditions: { ...ORDINARY_DISK_CONDITIONS, queues, workers: queues },
    ...overrides,
  };
}

function disks({ predictDisk }: PathModel): readonly Claim[] {
  const iops = (path: DiskModelPath, overrides: Partial<DiskModelInput> = {}): number =>
    predictDisk(diskInput(path, overrides)).iops.value / 1000;
  const oneByOne = (path: DiskModelPath, overrides: Partial<DiskModelInput> = {}): number =>
    1000 / (predictDisk(diskInput(path, overrides)).latencyUs?.p50 ?? Infinity);
  const slow = { device: 'hdd' } as const;
  const chain: readonly (readonly [string, number])[] = [
    ['virtio-scsi', oneByOne('virtio_scsi')],
    ['virtio-blk', oneByOne('virtio_blk')],
    ['with IOThread', oneByOne('virtio_blk', { ioThread: true })],
    ['kernel vhost', oneByOne('vhost_blk')],
  ];
  return [
    rises('kIOPS at depth', [
      ['emulated', 2 * iops('emulated')],
      ['virtio-scsi', iops('virtio_scsi')],
    ]),
    neverFalls('kIOPS at depth', [
      ['virtio-scsi', iops('virtio_scsi')],
      ['virtio-blk', iops('virtio_blk')],
      ['with IOThread', iops('virtio_blk', { ioThread: true })],
      ['kernel vhost', iops('vhost_blk')],
    ]),
    rises('kIOPS one by one', [['emulated', oneByOne('emulated')], ...chain.slice(0, 1)]),
    neverFalls('kIOPS one by one', chain),
    rises('kIOPS one by one', [...chain.slice(-1), ['SPDK', oneByOne('vhost_user_blk')]]),
    within('mediated against SPDK, one by one', oneByOne('nvme_mediated') / oneByOne('vhost_user_blk'), 0.9, 1.1),
    neverFalls('kIOPS one by one', [
      ['mediated', oneByOne('nvme_mediated')],
      ['passthrough', oneByOne('pci_passthrough')],
    ]),
    within(
      'virtio-scsi against passthrough on a disk that turns',
      iops('virtio_scsi', slow) / iops('pci_passthrough', slow),
      0.9,
      1.01,
    ),
    within(
      'emulated against virtio-blk on a disk that turns',
      iops('emulated', slow) / iops('virtio_blk', slow),
      0,
      0.6,
    ),
  ];
}

function platform({ predictNic, parameters }: PathModel): readonly Claim[] {
  const plain = gbps(predictNic(nicInput({}, { peer: 'host' })));
  const emulated = gbps(predictNic(nicInput({}, { peer: 'host', guestIommu: 'emulated' })));
  const nested = gbps(predictNic(nicInput({}, { peer: 'host', nested: true })));
  return [
    within('bulk behind an emulated guest IOMMU, share', emulated / plain, 0, 0.1),
    rises('Gbit/s', [
      ['nested', nested],
      ['not nested', plain],
    ]),
    within('cost of a nested exit, times', parameters['nested.exit_factor'].default, 7, 11),
  ];
}

const RANKS: Readonly<Record<MigrationMechanism, number>> = { none: 0, unplug_replug: 1, transparent: 2 };
const FREE: readonly NicPathName[] = ['emulated', 'virtio', 'vhost_net', 'vhost_user', 'macvtap'];

function migration(): readonly Claim[] {
  const rank = (name: NicPathName): number =>
    RANKS[NIC_PATHS.find((path) => path.name === name)?.migration.mechanism ?? 'none'];
  return [
    ...FREE.map((name) => within(`${name} moves unseen`, rank(name), RANKS.transparent, RANKS.transparent)),
    within('a VF does not', rank('sriov_vf'), RANKS.none, RANKS.unplug_replug),
    neverFalls('how freely', [
      ['passthrough', rank('pci_passthrough')],
      ['VF', rank('sriov_vf')],
      ['vDPA', rank('vdpa')],
      ['vhost-net', rank('vhost_net')],
    ]),
  ];
}

/** Orderings 12, 14 and 15: disks, what ruins a platform, and who moves while running. */
export const PLATFORM_ORDERINGS: readonly Ordering[] = [
  { id: '12', check: disks },
  { id: '14', check: platform },
  { id: '15', check: migration },
];
