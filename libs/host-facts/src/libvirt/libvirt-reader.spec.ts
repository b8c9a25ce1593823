import type { PfFacts } from '@iopath/core';
import fc from 'fast-check';
import { factsIn, refusalOf } from '../import/reading.fixture';
import { libvirtReader } from './libvirt-reader';
import { netDevice, pciAddressOf, pciDevice, pciName, type WrittenFunction } from './virsh.fixture';

const read = (text: string) => factsIn(libvirtReader, text);
const PF: WrittenFunction = { bus: 130, slot: 0, fn: 0, driver: 'mlx5_core', numaNode: 1, iommuGroup: 99 };
const VF: WrittenFunction = { bus: 130, slot: 0, fn: 3, product: '101e', driver: 'vfio-pci', iommuGroup: 101, pf: PF };

function onlyPf(text: string): PfFacts | undefined {
  const pfs = read(text).pfs ?? [];
  expect(pfs).toHaveLength(1);
  return pfs[0];
}

describe('the libvirt reader, on node devices', () => {
  it('reads text in decimal and attributes in hex: bus 130 is 82', () => {
    const pf = onlyPf(pciDevice({ ...PF, vfs: { max: 8, on: [VF] } }) + pciDevice(VF));

    expect(pf).toMatchObject({
      address: '0000:82:00.0',
      vendorId: '15b3',
      productId: '101d',
      driver: 'mlx5_core',
      numaNode: 1,
      iommuGroup: 99,
      totalVfs: 8,
      vfs: [
        { index: 0, address: '0000:82:00.3', vendorId: '15b3', productId: '101e', driver: 'vfio-pci', iommuGroup: 101 },
      ],
    });
  });

  it('reads a PF that has no VFs on', () => {
    expect(onlyPf(pciDevice({ ...PF, vfs: { max: 64, on: [] } }))).toMatchObject({ totalVfs: 64, vfs: [] });
  });

  it('knows of a function without SR-IOV that it can have no VFs, where libvirt tells classes', () => {
    expect(onlyPf(pciDevice(PF))).toMatchObject({ totalVfs: 0, vfs: [] });
    expect(onlyPf(pciDevice({ ...PF, class: null }) + netDevice('ens1', pciName(PF)))?.totalVfs).toBeUndefined();
  });

  it('takes a function with a PF for a VF, even when old libvirt gives it a list of VFs, too', () => {
    const pf = onlyPf(pciDevice(PF) + pciDevice({ ...VF, vfs: { max: 7, on: [{ bus: 130, slot: 2, fn: 0 }] } }));

    expect(pf?.vfs).toMatchObject([{ address: '0000:82:00.3' }]);
  });

  it('keeps a VF whose PF is not in the dump, as a device that names its PF', () => {
    const { pfs, pciDevices, warnings } = read(pciDevice({ ...VF, numaNode: 1 }));

    expect(pfs).toEqual([]);
    expect(pciDevices).toEqual([
      {
        address: '0000:82:00.3',
        vendorId: '15b3',
        productId: '101e',
        deviceClass: 'network',
        driver: 'vfio-pci',
        deviceType: 'type-VF',
        pfAddress: '0000:82:00.0',
        numaNode: 1,
        iommuGroup: 101,
      },
    ]);
    expect(warnings).toEqual([expect.stringContaining('0000:82:00.0')]);
  });

  it('reads a domain of 32 bits', () => {
    expect(onlyPf(pciDevice({ ...PF, domain: 0x10000 }))?.address).toBe('10000:82:00.0');
  });

  it('leaves out a NUMA node that libvirt leaves out, or gives as -1', () => {
    const { numaNode: _node, ...elsewhere } = PF;

    expect(onlyPf(pciDevice(elsewhere))?.numaNode).toBeUndefined();
    expect(onlyPf(pciDevice({ ...PF, numaNode: -1 }))?.numaNode).toBeUndefined();
  });

  it('reads the interface of a PF, its link and that its eswitch is in switchdev mode', () => {
    const link = "<link speed='25000' state='up'/>";
    const dump =
      pciDevice(PF) + netDevice('ens1f0', pciName(PF), link, "<feature name='rx'/><feature name='switchdev'/>");

    expect(onlyPf(dump)).toMatchObject({
      ifname: 'ens1f0',
      linkSpeedMbps: 25_000,
      linkState: 'up',
      eswitchMode: 'switchdev',
    });
  });

  it('does not take a representor for the interface of its PF', () => {
    const dump = ['ens1f0npf0vf0', 'ens1f0', 'ens1f0npf0vf1'].map((name) => netDevice(name, pciName(PF))).join('');

    expect(onlyPf(dump + pciDevice(PF))?.ifname).toBe('ens1f0');
  });

  it('leaves out the speed of a link that is down, which some drivers give as all ones', () => {
    const pf = onlyPf(pciDevice(PF) + netDevice('ens1f0', pciName(PF), "<link speed='4294967295' state='down'/>"));

    expect(pf?.linkState).toBe('down');
    expect(pf?.linkSpeedMbps).toBeUndefined();
  });

  it('finds the interface of a virtio function one level further down', () => {
    const card = { ...PF, vendor: '1af4', product: '1041' };
    const virtio = `<device><name>virtio3</name><parent>${pciName(card)}</parent><capability type='virtio'/></device>`;

    expect(onlyPf(netDevice('eth0', 'virtio3') + virtio + pciDevice(card))?.ifname).toBe('eth0');
  });

  it('takes neither bridges nor USB adapters for NICs', () => {
    const usb = {
      bus: 0,
      slot: 20,
      fn: 0,
      vendor: '8086',
      product: '8d31',
      class: null,
      label: 'C610 xHCI Host Controller',
    };
    const hub = `<device><name>usb_2_1</name><parent>${pciName(usb)}</parent><capability type='usb_device'/></device>`;
    const dump =
      pciDevice(usb) + hub + netDevice('enx0', 'usb_2_1') + netDevice('br0', 'computer') + netDevice('lo', 'computer');

    expect(read(dump).pfs).toEqual([]);
  });

  it('reads vDPA devices, and interfaces of VFs', () => {
    const vdpa = `<device><name>vdpa_vdpa0</name><parent>${pciName(VF)}</parent>
      <capability type='vdpa'><chardev>/dev/vhost-vdpa-0</chardev></capability></device>`;

    const pf = onlyPf(
      vdpa + netDevice('ens1f0v0', pciName(VF)) + pciDevice(VF) + pciDevice({ ...PF, vfs: { max: 8, on: [VF] } }),
    );

    expect(pf?.vfs).toMatchObject([{ vdpaDevice: 'vdpa0', ifname: 'ens1f0v0' }]);
  });

  it('lists NVMe, host bus adapters and GPUs apart from NICs, with what they are in SR-IOV', () => {
    const nvme = { bus: 94, slot: 0, fn: 0, class: '0x010802', vfs: { max: 4, on: [] } };
    const vf = { bus: 94, slot: 0, fn: 1, class: '0x010802', pf: nvme };
    const mdev =
      "<capability type='mdev_types'><type id='nvidia-11'><availableInstances>16</availableInstances></type></capability>";
    const gpu = { bus: 175, slot: 0, fn: 0, class: '0x030200', more: mdev };
    const sas = { bus: 24, slot: 0, fn: 0, class: '0x010700' };
    const bridge = { bus: 0, slot: 1, fn: 0, class: '0x060400', more: "<capability type='pci-bridge'/>" };

    const { pciDevices, pfs } = read([gpu, vf, nvme, sas, bridge].map(pciDevice).join(''));

    expect(pfs).toEqual([]);
    expect(pciDevices?.map((each) => [each.address, each.deviceClass, each.deviceType, each.pfAddress])).toEqual([
      ['0000:18:00.0', 'hba', 'type-PCI', undefined],
      ['0000:5e:00.0', 'nvme', 'type-PF', undefined],
      ['0000:5e:00.1', 'nvme', 'type-VF', '0000:5e:00.0'],
      ['0000:af:00.0', 'gpu', 'type-PCI', undefined],
    ]);
  });

  it.each<[string, Partial<WrittenFunction>]>([
    ['what it is called', { label: '82576 Gigabit Network Connection' }],
    ['its driver', { label: 'A card', driver: 'igb' }],
    ['its ids', { label: 'A card', vendor: '8086', product: '1521' }],
    ['that it has SR-IOV', { label: 'A card', vfs: { max: 7, on: [] } }],
  ])('infers from %s that a function is a NIC, where old libvirt tells no class, and says so', (_what, changes) => {
    const { pfs, assumed } = read(
      pciDevice({ bus: 130, slot: 0, fn: 0, vendor: '1d0f', product: 'ffff', class: '0xffffff', ...changes }),
    );

    expect(pfs).toHaveLength(1);
    expect(assumed).toEqual([{ fact: 'pfs/0000:82:00.0', why: expect.stringContaining('class') as string }]);
  });

  it('reads the PCIe root out of the path, or from the parents', () => {
    const port = { bus: 128, slot: 3, fn: 0, class: '0x060400' };
    const path = '/sys/devices/pci0000:80/0000:80:03.0/0000:82:00.0';

    expect(onlyPf(pciDevice({ ...PF, path }))?.pcieRoot).toBe('0000:80');
    expect(onlyPf(pciDevice({ ...PF, parent: pciName(port) }) + pciDevice(port))?.pcieRoot).toBe('0000:80');
  });

  it('knows from groups that the IOMMU is on', () => {
    expect(read(pciDevice(PF)).settings?.iommu).toEqual({ enabled: true });
  });

  it('takes a device that is in the dump twice for one', () => {
    expect(onlyPf(pciDevice(PF) + pciDevice({ ...PF, numaNode: 0 }))?.numaNode).toBe(1);
  });

  it('leaves out what has no address that can be one, with a warning', () => {
    const { pfs, warnings } = read(pciDevice({ bus: 300, slot: 0, fn: 0 }) + pciDevice(PF));

    expect(pfs).toHaveLength(1);
    expect(warnings).toHaveLength(1);
  });

  it('reads a dump that somebody put a root around', () => {
    expect(onlyPf(`<?xml version="1.0"?><nodedevs>${pciDevice(PF)}</nodedevs>`)?.address).toBe('0000:82:00.0');
  });

  it('says that a dump without the root of the tree need not be of all devices', () => {
    const computer =
      "<device><name>computer</name><capability type='system'><product>X</product></capability></device>";

    expect(read(pciDevice(PF)).partialLists).toEqual(['pfs', 'pciDevices']);
    expect(read(computer + pciDevice(PF)).partialLists).toBeUndefined();
  });

  it('reads of domain capabilities that VFIO is there', () => {
    const text = `<domainCapabilities><arch>x86_64</arch><devices><hostdev supported='yes'>
      <enum name='pciBackend'><value>default</value><value>vfio</value></enum></hostdev></devices></domainCapabilities>`;

    expect(read(text).settings).toEqual({ cpu: { arch: 'x86_64' }, vfio: true });
  });

  it.each([
    ['a guest', '<domain type="kvm"><name>db-1</name><devices><hostdev/></devices></domain>'],
    ['a topology of hwloc', '<topology version="2.0"><object type="Machine"/></topology>'],
  ])('refuses %s', (_what, text) => {
    expect(refusalOf(() => read(text))?.code).toBe('import.not_this_format');
  });

  it('refuses a dump that was cut short', () => {
    expect(refusalOf(() => read(pciDevice(PF) + pciDevice(VF).slice(0, -20)))?.code).toBe('import.malformed');
  });

  it('reads back the PFs and VFs of any host, in whatever order they are printed', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ bus: fc.nat(255), vfs: fc.nat(12), isDescribed: fc.boolean() }), {
          selector: ({ bus }) => bus,
          maxLength: 6,
        }),
        fc.integer({ min: 0, max: 0x1ffff }),
        fc.infiniteStream(fc.nat()),
        (cards, domain, order) => {
          const written = cards.map(({ bus, vfs, isDescribed }) => {
            const pf = { domain, bus, slot: 0, fn: 0 };
            const on = Array.from({ length: vfs }, (_, i) => ({ domain, bus, slot: 1 + Math.floor(i / 8), fn: i % 8 }));
            return { pf, on, isDescribed };
          });
          const dump = written.flatMap(({ pf, on, isDescribed }) => [
            pciDevice({ ...pf, vfs: { max: 64, on } }),
            ...(isDescribed ? on.map((vf) => pciDevice({ ...vf, pf })) : []),
          ]);

          const { pfs } = read(`<all>${shuffled(dump, order).join('')}${capabilitiesOfNothing}</all>`);

          const expected = written.map(({ pf, on }) => [
            pciAddressOf(pf),
            on.map((vf, index) => [index, pciAddressOf(vf)]),
          ]);
          const found = (pfs ?? []).map((pf) => [pf.address, pf.vfs?.map(({ index, address }) => [index, address])]);
          expect(new Map(found as [string, unknown][])).toEqual(new Map(expected as [string, unknown][]));
        },
      ),
    );
  });
});

const capabilitiesOfNothing = '<capabilities><host/></capabilities>';

function shuffled(parts: readonly string[], order: Iterator<number>): readonly string[] {
  return parts
    .map((part) => ({ part, rank: order.next().value as number }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ part }) => part);
}
