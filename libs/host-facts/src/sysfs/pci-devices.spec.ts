import { CapturedHost } from './captured-host.fixture';
import { readSysfs } from './read-sysfs';

const NVME = '010802';
const devicesOf = (host: CapturedHost) => readSysfs(host.tree).pciDevices;

describe('devices that a guest can be given', () => {
  it('are disks, GPUs and accelerators; bridges and serial ports are left out', () => {
    const host = new CapturedHost()
      .withFunction('0000:00:01.0', { pciClass: '060400' })
      .withFunction('0000:00:16.3', { pciClass: '070002' })
      .withFunction('0000:01:00.0', { pciClass: NVME, driver: 'nvme', numaNode: 1, iommuGroup: 7 })
      .withFunction('0000:02:00.0', { pciClass: '030200', vendor: '10de', device: '20b0' })
      .withFunction('0000:03:00.0', { pciClass: '0b4000', device: '37c8', files: { sriov_totalvfs: '16\n' } })
      .withFunction('0000:04:00.0', { pciClass: '120000' })
      .withFunction('0000:05:00.0', { pciClass: NVME });
    expect(devicesOf(host)).toMatchObject([
      {
        address: '0000:01:00.0',
        deviceClass: 'nvme',
        deviceType: 'type-PCI',
        driver: 'nvme',
        numaNode: 1,
        iommuGroup: 7,
      },
      { address: '0000:02:00.0', deviceClass: 'gpu', vendorId: '10de' },
      { address: '0000:03:00.0', deviceClass: 'accelerator', deviceType: 'type-PF' },
      { address: '0000:04:00.0', deviceClass: 'accelerator' },
      { address: '0000:05:00.0', deviceClass: 'nvme' },
    ]);
  });

  it('are VFs of a PF that is no NIC', () => {
    const host = new CapturedHost()
      .withFunction('0000:03:00.0', { pciClass: '0b4000', files: { sriov_totalvfs: '16\n' } })
      .withFunction('0000:03:01.0', { pciClass: '0b4000', device: '37c9' })
      .withVfs('0000:03:00.0', ['0000:03:01.0']);
    expect(devicesOf(host)).toMatchObject([
      { address: '0000:03:00.0', deviceType: 'type-PF' },
      { address: '0000:03:01.0', deviceType: 'type-VF', pfAddress: '0000:03:00.0' },
    ]);
  });
});

describe('disks that the host itself needs', () => {
  /** Two NVMe disks. */
  function twoDisks(): CapturedHost {
    const host = new CapturedHost()
      .withFunction('0000:01:00.0', { pciClass: NVME })
      .withFunction('0000:02:00.0', { pciClass: NVME });
    for (const [at, name] of ['nvme0n1', 'nvme1n1'].entries()) {
      const place = `devices/pci0000:00/0000:0${at + 1}:00.0/nvme/nvme${at}/${name}`;
      host.withFile(`/sys/${place}/size`, '1\n').withFile(`/sys/${place}/${name}p1/size`, '1\n');
      host.tree.addLink(`/sys/block/${name}`, `../${place}`);
    }
    return host;
  }
  const inUse = (host: CapturedHost) =>
    devicesOf(host)?.flatMap(({ address, hostInUse }) => (hostInUse === true ? [address] : []));

  it('are those with a mounted partition', () => {
    expect(inUse(twoDisks().withFile('/proc/mounts', '/dev/nvme1n1p1 / ext4 rw 0 0\n'))).toEqual(['0000:02:00.0']);
  });

  it('are those under the mounted volume', () => {
    const host = twoDisks()
      .withFile('/proc/self/mounts', '/dev/mapper/vg-root / xfs rw 0 0\n')
      .withFile('/sys/devices/virtual/block/dm-0/dm/name', 'vg-root\n');
    host.tree.addLink('/sys/block/dm-0', '../devices/virtual/block/dm-0');
    host.tree.addLink(
      '/sys/devices/virtual/block/dm-0/slaves/nvme0n1p1',
      '../../../../pci0000:00/0000:01:00.0/nvme/nvme0/nvme0n1/nvme0n1p1',
    );
    expect(inUse(host)).toEqual(['0000:01:00.0']);
  });

  it('are those behind the multipath of NVMe', () => {
    const host = twoDisks().withFile('/proc/mounts', '/dev/nvme2n1p1 / ext4 rw 0 0\n');
    host.withFile('/sys/devices/virtual/nvme-subsystem/nvme-subsys2/nvme2n1/size', '1\n');
    host.tree.addLink('/sys/block/nvme2n1', '../devices/virtual/nvme-subsystem/nvme-subsys2/nvme2n1');
    host.tree.addLink(
      '/sys/devices/virtual/nvme-subsystem/nvme-subsys2/nvme1',
      '../../../pci0000:00/0000:02:00.0/nvme/nvme1',
    );
    expect(inUse(host)).toEqual(['0000:02:00.0']);
  });

  it('are not known of several where nothing is told', () => {
    const facts = readSysfs(twoDisks().tree);
    expect(facts.pciDevices).toMatchObject([{ hostInUse: false }, { hostInUse: false }]);
    expect(facts.unseen).toContainEqual(expect.objectContaining({ fact: 'pci_devices.host_in_use' }));
  });

  it('are the only one, by assumption', () => {
    const host = new CapturedHost().withFunction('0000:01:00.0', { pciClass: NVME });
    const facts = readSysfs(host.tree);
    expect(facts.pciDevices).toMatchObject([{ hostInUse: true }]);
    expect(facts.assumed).toContainEqual(expect.objectContaining({ fact: 'pci_devices/0000:01:00.0/host_in_use' }));
  });
});
