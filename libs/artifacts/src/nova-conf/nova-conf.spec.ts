import { aGuestBlueprint, nastyGuest, tellingGuests } from '@iopath/testing';
import fc from 'fast-check';
import { novaConf } from './nova-conf';

const GUESTS = tellingGuests();

/** Options by section, as oslo.config reads them: comments left out, `$$` for a dollar. */
function read(guest = aGuestBlueprint()): Readonly<Record<string, readonly string[]>> {
  const { text } = novaConf({ recommendationId: guest.recommendationId, guests: [guest], placement: 'free' });
  const sections: Record<string, string[]> = {};
  let section = 'none';
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const head = /^\[(\w+)\]$/.exec(line);
    if (head?.[1] !== undefined) section = head[1];
    else (sections[section] ??= []).push(line.replaceAll('$$', () => '$'));
  }
  return sections;
}

describe('the nova.conf', () => {
  it('offers the devices of ports, and those that flavors ask for with their alias', () => {
    expect(read(GUESTS.get('nic sriov_vf'))['pci']).toEqual([
      'device_spec = {"vendor_id":"15b3","product_id":"101e","address":"0000:3b:00.0","physical_network":"physnet1"}',
    ]);
    const { pci } = read(GUESTS.get('disk pci_passthrough'));
    expect(pci).toContainEqual(expect.stringMatching(/^device_spec = .*0000:5e:00\.0/));
    expect(pci).toContainEqual(expect.stringMatching(/^alias = .*"name":"nvme"/));
  });

  it('names the CPUs for pinned guests', () => {
    expect(read(GUESTS.get('nic sriov_vf'))['compute']).toEqual(['cpu_dedicated_set = 4-31']);
  });

  it('has no section and no option that a name brought in', () => {
    fc.assert(
      fc.property(nastyGuest(), (guest) => {
        const alias = guest.placement.operatorPrerequisites[0]?.what;
        const { pci, ...others } = read(guest);
        const [option, value] = (pci?.[0] ?? '').split(/ = (.*)/s);

        expect(others).toEqual({});
        expect(pci).toHaveLength(1);
        expect([option, JSON.parse(value ?? '')]).toEqual(['alias', { name: alias }]);
      }),
    );
  });
});
