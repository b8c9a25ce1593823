import { CapturedHost } from './captured-host.fixture';
import { readSysfs } from './read-sysfs';

const UP = { operstate: 'up\n', speed: '25000\n', mtu: '9000\n' };

const factsOf = (host: CapturedHost) => readSysfs(host.tree);
const pfsOf = (host: CapturedHost) => factsOf(host).pfs;

/** A capture as snapshot tools make them: ids and drivers, and no links between PF and VFs. */
function withoutLinks(functions: Readonly<Record<string, readonly [vendor: string, device: string, driver?: string]>>) {
  const host = new CapturedHost();
  for (const [address, [vendor, device, driver]] of Object.entries(functions)) {
    host.withFunction(address, { vendor, device, ...(driver !== undefined && { driver }) });
  }
  return host;
}

describe('a NIC', () => {
  it('has its ids, driver, node, group, root, interface, link and queues', () => {
    const host = new CapturedHost()
      .withFunction('0000:3b:00.0', {
        vendor: '15b3',
        device: '101D',
        driver: 'mlx5_core',
        numaNode: 1,
        iommuGroup: 42,
        behind: 'pci0000:3a/0000:3a:00.0',
        files: { sriov_totalvfs: '8\n', sriov_numvfs: '0\n', sriov_vf_total_msix: '128\n' },
      })
      .withInterface('0000:3b:00.0', 'ens1np0', {
        ...UP,
        'queues/rx-0/a': '',
        'queues/rx-1/a': '',
        'queues/tx-0/a': '',
        'queues/tx-1/a': '',
        'queues/tx-2/a': '',
      });
    expect(pfsOf(host)).toEqual([
      {
        address: '0000:3b:00.0',
        vendorId: '15b3',
        productId: '101d',
        driver: 'mlx5_core',
        ifname: 'ens1np0',
        linkState: 'up',
        linkSpeedMbps: 25_000,
        mtu: 9000,
        numaNode: 1,
        combinedQueues: 2,
        vfTotalMsix: 128,
        totalVfs: 8,
        iommuGroup: 42,
        pcieRoot: '0000:3a',
        vfs: [],
      },
    ]);
  });

  it('is one without a driver, and when it is InfiniBand or virtio', () => {
    const host = new CapturedHost()
      .withFunction('0000:01:00.0', { pciClass: '020700' })
      .withFunction('0000:00:03.0', { vendor: '1af4', device: '1041', driver: 'virtio-pci' })
      .withInterface('0000:00:03.0', 'eth0', { operstate: 'unknown\n', carrier: '1\n' }, '/virtio0');
    expect(pfsOf(host)).toMatchObject([
      { address: '0000:00:03.0', ifname: 'eth0', linkState: 'up' },
      { address: '0000:01:00.0', productId: '1572' },
    ]);
  });

  it('has no node where the firmware tells none, and no speed while it is down', () => {
    const host = new CapturedHost()
      .withFunction('0000:01:00.0', { numaNode: -1 })
      .withInterface('0000:01:00.0', 'eno1', { operstate: 'down\n', speed: '-1\n', mtu: '1500\n' });
    const [pf] = pfsOf(host) ?? [];
    expect(pf).toMatchObject({ linkState: 'down', mtu: 1500 });
    expect(pf).not.toHaveProperty('numaNode');
    expect(pf).not.toHaveProperty('linkSpeedMbps');
  });

  it('may be in a domain of 32 bits', () => {
    const host = new CapturedHost().withFunction('10000:e1:00.0', { behind: 'pci0000:5d/0000:5d:05.5/pci10000:e0' });
    expect(pfsOf(host)).toMatchObject([{ address: '10000:e1:00.0', pcieRoot: '10000:e0' }]);
  });

  it('is known by uevent or alias where the capture has no more', () => {
    const host = new CapturedHost()
      .withFile('/sys/bus/pci/devices/0000:01:00.0/uevent', 'DRIVER=igb\nPCI_CLASS=20000\nPCI_ID=8086:1521\n')
      .withFile(
        '/sys/bus/pci/devices/0000:02:00.0/modalias',
        'pci:v00008086d00001572sv00008086sd00000001bc02sc00i00\n',
      );
    expect(pfsOf(host)).toMatchObject([
      { address: '0000:01:00.0', vendorId: '8086', productId: '1521', driver: 'igb' },
      { address: '0000:02:00.0', productId: '1572' },
    ]);
  });

  it('is found where the bus has no links to it, or dangling ones', () => {
    const host = new CapturedHost().withFile('/sys/devices/pci0000:00/0000:00:01.0/0000:01:00.0/class', '0x020000\n');
    expect(pfsOf(host)).toMatchObject([{ address: '0000:01:00.0', pcieRoot: '0000:00' }]);
    host.tree.addLink('/sys/bus/pci/devices/0000:01:00.0', '../../../devices/elsewhere');
    expect(pfsOf(host)).toMatchObject([{ address: '0000:01:00.0' }]);
  });

  it('goes by the interface of its own, not by those of its VFs in the host', () => {
    const host = new CapturedHost()
      .withFunction('0000:3b:00.0')
      .withInterface('0000:3b:00.0', 'eth9', { phys_port_name: 'p0\n' })
      .withInterface('0000:3b:00.0', 'eth10', { phys_port_name: 'pf0vf0\n' });
    expect(pfsOf(host)).toMatchObject([{ ifname: 'eth9' }]);
  });

  it('goes by the interface of its first port where it has two', () => {
    const host = new CapturedHost()
      .withFunction('0000:3b:00.0')
      .withInterface('0000:3b:00.0', 'enp59d1', { dev_port: '1\n' })
      .withInterface('0000:3b:00.0', 'enp59', { dev_port: '0\n' });
    expect(pfsOf(host)).toMatchObject([{ ifname: 'enp59' }]);
  });

  it('has an interface that only the class of interfaces tells', () => {
    const host = new CapturedHost().withFunction('0000:01:00.0').withFile('/sys/class/net/eno1/operstate', 'up\n');
    host.tree.addLink('/sys/class/net/eno1/device', '../../../devices/pci0000:00/0000:01:00.0');
    host.tree.addLink('/sys/class/net/br0', '../../devices/virtual/net/br0');
    expect(pfsOf(host)).toMatchObject([{ ifname: 'eno1', linkState: 'up' }]);
  });

  it('has as many queues as interrupts for pairs where they were not captured', () => {
    const interrupts = [0, 1, 2].map((pair) => ` ${30 + pair}:  1  2  IR-PCI-MSI  i40e-eno1-TxRx-${pair}\n`).join('');
    const host = new CapturedHost()
      .withFunction('0000:01:00.0')
      .withInterface('0000:01:00.0', 'eno1')
      .withFile('/proc/interrupts', interrupts);
    expect(pfsOf(host)).toMatchObject([{ combinedQueues: 3 }]);
  });

  it('does not tell how many VFs it can have where no file does', () => {
    const facts = factsOf(new CapturedHost().withFunction('0000:01:00.0'));
    expect(facts.pfs?.[0]).not.toHaveProperty('totalVfs');
    expect(facts.pfs?.[0]).not.toHaveProperty('vfs');
    expect(facts.unseen).toContainEqual(expect.objectContaining({ fact: 'pfs.total_vfs' }));
  });

  it('is told by nobody in a tree without PCI', () => {
    const facts = factsOf(new CapturedHost().withNode(0, { cpulist: '0' }));
    expect([facts.pfs, facts.pciDevices]).toEqual([undefined, undefined]);
    expect(facts.unseen).toContainEqual(expect.objectContaining({ fact: 'pfs' }));
  });
});

describe('VFs of a NIC', () => {
  it('have numbers, drivers, groups, queues, vectors, interfaces and vDPA devices', () => {
    const host = new CapturedHost()
      .withFunction('0000:3b:00.0', { files: { sriov_totalvfs: '8\n' } })
      .withFunction('0000:3b:00.2', { device: '154c', driver: 'vfio-pci', iommuGroup: 50 })
      .withFunction('0000:3b:00.3', { device: '154c', driver: 'iavf', files: { sriov_vf_msix_count: '12\n' } })
      .withVfs('0000:3b:00.0', ['0000:3b:00.3', '0000:3b:00.2'])
      .withInterface('0000:3b:00.3', 'ens1v0', { 'queues/rx-0/a': '', 'queues/tx-0/a': '' });
    host.tree.addLink('/sys/bus/vdpa/devices/vdpa0', '../../../devices/pci0000:00/0000:3b:00.3/vdpa0');
    expect(pfsOf(host)).toMatchObject([
      {
        address: '0000:3b:00.0',
        totalVfs: 8,
        vfs: [
          {
            index: 0,
            address: '0000:3b:00.3',
            driver: 'iavf',
            msixVectors: 12,
            ifname: 'ens1v0',
            queues: 1,
            vdpaDevice: 'vdpa0',
          },
          { index: 1, address: '0000:3b:00.2', driver: 'vfio-pci', iommuGroup: 50, productId: '154c' },
        ],
      },
    ]);
  });

  it('are of their PF by the link of either end', () => {
    const host = new CapturedHost()
      .withFunction('0000:3b:00.0')
      .withFunction('0000:3b:00.2')
      .withFunction('0000:3b:00.3');
    host.tree.addLink('/sys/devices/pci0000:00/0000:3b:00.2/physfn', '../0000:3b:00.0');
    host.tree.addLink('/sys/devices/pci0000:00/0000:3b:00.0/virtfn1', '../0000:3b:00.3');
    expect(pfsOf(host)).toMatchObject([{ vfs: [{ address: '0000:3b:00.3', index: 1 }, { address: '0000:3b:00.2' }] }]);
  });

  it('are of their PF where the capture has folders instead of the links', () => {
    const host = withoutLinks({ '0000:3b:00.0': ['15b3', '1017'], '0000:3b:00.2': ['15b3', '1018'] });
    const virtfn = '/sys/devices/pci0000:00/0000:3b:00.0/virtfn0';
    host.withFile(`${virtfn}/uevent`, 'DRIVER=mlx5_core\nPCI_SLOT_NAME=0000:3b:00.2\n');
    expect(pfsOf(host)).toMatchObject([{ address: '0000:3b:00.0', vfs: [{ index: 0, address: '0000:3b:00.2' }] }]);
  });

  it('are told by links alone, of the vendor of their PF', () => {
    const host = new CapturedHost().withFunction('0000:3b:00.0', { files: { sriov_vf_device: '154c\n' } });
    host.tree.addLink('/sys/devices/pci0000:00/0000:3b:00.0/virtfn0', '../0000:3b:02.0');
    expect(pfsOf(host)).toMatchObject([{ vfs: [{ address: '0000:3b:02.0', vendorId: '8086', productId: '154c' }] }]);
  });

  it('follow from offset and stride of their model where a capture has no links', () => {
    const facts = factsOf(
      withoutLinks({
        '0000:05:00.0': ['8086', '1521', 'igb'],
        '0000:05:00.1': ['8086', '1521', 'igb'],
        '0000:05:10.0': ['8086', '1520', 'igbvf'],
        '0000:05:10.1': ['8086', '1520', 'igbvf'],
        '0000:05:10.4': ['8086', '1520', 'igbvf'],
      }),
    );
    expect(facts.pfs).toMatchObject([
      {
        address: '0000:05:00.0',
        vfs: [
          { address: '0000:05:10.0', index: 0 },
          { address: '0000:05:10.4', index: 1 },
        ],
      },
      { address: '0000:05:00.1', vfs: [{ address: '0000:05:10.1', index: 0 }] },
    ]);
    expect(facts.assumed).toContainEqual(expect.objectContaining({ fact: 'pfs/0000:05:00.0/vfs' }));
  });

  it('lie on the next bus without ARI', () => {
    const host = withoutLinks({
      '0000:05:00.1': ['8086', '10fb'],
      '0000:06:10.3': ['8086', '10ed'],
      '0000:05:00.0': ['8086', '10fb'],
    });
    expect(pfsOf(host)?.find(({ address }) => address === '0000:05:00.1')).toMatchObject({
      vfs: [{ address: '0000:06:10.3', index: 1 }],
    });
  });

  it('follow from offset and stride that the kernel tells of each PF', () => {
    const host = withoutLinks({ '0000:3b:02.0': ['8086', '154c'], '0000:3b:0a.0': ['8086', '154c'] });
    host.withFunction('0000:3b:00.0', { files: { sriov_offset: '16\n', sriov_stride: '1\n', sriov_totalvfs: '64\n' } });
    host.withFunction('0000:3b:00.1', { files: { sriov_offset: '79\n', sriov_stride: '1\n', sriov_totalvfs: '64\n' } });
    expect(pfsOf(host)).toMatchObject([
      { vfs: [{ address: '0000:3b:02.0', index: 0 }] },
      { vfs: [{ address: '0000:3b:0a.0', index: 0 }] },
    ]);
  });

  it('are of the only function on their bus that can have them', () => {
    const facts = factsOf(withoutLinks({ '0000:0b:00.0': ['1137', '0043', 'enic'], '0000:0b:00.1': ['1137', '00cf'] }));
    expect(facts.pfs).toMatchObject([{ address: '0000:0b:00.0', vfs: [{ address: '0000:0b:00.1' }] }]);
    expect(facts.pfs?.[0]?.vfs?.[0]).not.toHaveProperty('index');
  });

  it('are devices of their own where it could be one PF or the other', () => {
    const facts = factsOf(
      withoutLinks({
        '0000:3b:00.0': ['15b3', '1017', 'mlx5_core'],
        '0000:3b:00.1': ['15b3', '1017', 'mlx5_core'],
        '0000:3b:01.2': ['15b3', '1018', 'mlx5_core'],
      }),
    );
    expect(facts.pfs?.map(({ address }) => address)).toEqual(['0000:3b:00.0', '0000:3b:00.1']);
    expect(facts.pciDevices).toMatchObject([
      { address: '0000:3b:01.2', deviceClass: 'network', deviceType: 'type-VF' },
    ]);
    expect(facts.warnings).toEqual([expect.stringContaining('0000:3b:01.2')]);
  });

  it('are NICs like any other in a virtual machine, which has no PF', () => {
    expect(pfsOf(withoutLinks({ '0000:00:05.0': ['8086', '1889', 'iavf'] }))).toMatchObject([
      { address: '0000:00:05.0' },
    ]);
    const whole = new CapturedHost()
      .withFunction('0000:00:05.0', { device: '1889', driver: 'iavf', files: { broken_parity_status: '0\n' } })
      .withFunction('0000:00:06.0', { device: '1592', driver: 'ice' });
    expect(pfsOf(whole)).toHaveLength(2);
  });

  it('that are fewer than the PF says are told to be', () => {
    const host = new CapturedHost().withFunction('0000:3b:00.0', { files: { sriov_numvfs: '4\n' } });
    const facts = factsOf(host);
    expect(facts.pfs?.[0]).not.toHaveProperty('vfs');
    expect(facts.warnings).toEqual([expect.stringContaining('4 VFs')]);
  });
});
