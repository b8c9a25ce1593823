import { aGuestBlueprint, nastyGuest, tellingGuests } from '@iopath/testing';
import fc from 'fast-check';
import { convert } from 'xmlbuilder2';
import { domainXml } from './domain-xml';

const GUESTS = tellingGuests();

interface Domain {
  readonly domain: Readonly<Record<string, unknown>> & { readonly devices: Readonly<Record<string, unknown>> };
}

function textOf(guest = aGuestBlueprint()): string {
  return domainXml({ recommendationId: guest.recommendationId, guests: [guest], placement: 'host' }).text;
}

function read(guest = aGuestBlueprint()): Domain {
  return convert(textOf(guest), { format: 'object' }) as unknown as Domain;
}

function guestOf(name: string) {
  const guest = GUESTS.get(name);
  if (guest === undefined) throw new Error(name);
  return guest;
}

describe('the libvirt domain', () => {
  it('pins vCPUs, keeps the emulator on the CPU of its own, and takes huge pages of the right node', () => {
    const guest = guestOf('nic sriov_vf');
    const [cell] = guest.placement.compute.cells;
    const { domain } = read(guest);
    const pins = Object.entries(cell?.pinning ?? {}).map(([vcpu, cpu]) => ({ '@vcpu': vcpu, '@cpuset': String(cpu) }));
    const own = cell?.pinnedCpus.filter((cpu) => !Object.values(cell.pinning).includes(cpu));

    expect(pins).toHaveLength(4);
    expect(domain['cputune']).toEqual({ vcpupin: pins, emulatorpin: { '@cpuset': String(own) } });
    expect(domain['memoryBacking']).toEqual({
      hugepages: { page: { '@size': '1048576', '@unit': 'KiB', '@nodeset': '0' } },
    });
    expect(domain['numatune']).toMatchObject({ memnode: { '@cellid': '0', '@mode': 'strict', '@nodeset': '0' } });
  });

  it('has the interface of every path', () => {
    const interfaceOf = (name: string) => read(guestOf(name)).domain.devices['interface'];

    expect(interfaceOf('nic emulated')).toMatchObject({ model: { '@type': 'e1000' } });
    expect(interfaceOf('nic virtio')).toMatchObject({ model: { '@type': 'virtio' }, driver: { '@name': 'qemu' } });
    expect(interfaceOf('nic vhost_net')).toMatchObject({ '@type': 'bridge', driver: { '@name': 'vhost' } });
    expect(interfaceOf('nic vhost_user')).toMatchObject({ '@type': 'vhostuser', source: { '@mode': 'server' } });
    expect(interfaceOf('nic macvtap')).toMatchObject({ '@type': 'direct', source: { '@mode': 'passthrough' } });
    expect(interfaceOf('nic vdpa')).toMatchObject({ '@type': 'vdpa' });
    expect(interfaceOf('nic sriov_vf')).toMatchObject({
      '@type': 'hostdev',
      '@managed': 'yes',
      source: { address: { '@type': 'pci', '@domain': '0x0000', '@bus': '0x3b', '@slot': '0x01', '@function': '0x2' } },
    });
  });

  it('gives whole devices as host devices, and disks on their bus', () => {
    expect(read(guestOf('nic pci_passthrough')).domain.devices['hostdev']).toMatchObject({
      source: { address: { '@bus': '0x3b', '@slot': '0x00', '@function': '0x0' } },
    });
    expect(read(guestOf('disk pci_passthrough')).domain.devices['hostdev']).toMatchObject({
      source: { address: { '@bus': '0x5e' } },
    });
    expect(read(guestOf('disk virtio_scsi')).domain.devices).toMatchObject({
      disk: [{ target: { '@bus': 'virtio' } }, { target: { '@bus': 'scsi', '@dev': 'sda' } }],
      controller: { '@model': 'virtio-scsi' },
    });
  });

  it('takes no name for markup or a reference', () => {
    const text = textOf(aGuestBlueprint({ serverName: '</title>&#0;&amp;&x;' }));

    expect(text).toContain('<title>&lt;/title&gt;&amp;#0;&amp;amp;&amp;x;</title>');
  });

  it('stays well-formed XML, whatever the names are', () => {
    fc.assert(
      fc.property(nastyGuest(), (guest) => {
        const text = textOf(guest);

        // Anything else is no character of XML 1.0 (production 2).
        expect(text).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
        expect(Object.keys(read(guest))).toEqual(['domain']);
        expect(read(guest).domain['name']).toBe(`iopath-${guest.recommendationId}-0`);
        expect(String(read(guest).domain['title'])).not.toMatch(/[\n\r]/);
      }),
    );
  });
});
