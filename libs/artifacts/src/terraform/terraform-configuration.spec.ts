import { parse } from '@cdktf/hcl2json';
import { aGuestBlueprint, aPortAnswer, nastyGuest, nastyText, tellingGuests } from '@iopath/testing';
import fc from 'fast-check';
import { hclText } from './hcl-writer';
import { terraformConfiguration } from './terraform-configuration';

const GUESTS = tellingGuests();

interface Configuration {
  readonly resource: Readonly<Record<string, Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>>>;
  readonly variable: Readonly<Record<string, unknown>>;
}

async function read(guest = aGuestBlueprint()): Promise<Configuration> {
  const source = { recommendationId: guest.recommendationId, guests: [guest], placement: 'host' as const };
  return (await parse('iopath.tf', terraformConfiguration(source).text)) as unknown as Configuration;
}

/** hcl2json keeps what a template was written as: a doubled mark stays doubled. */
function asTemplate(text: string): string {
  return text.replaceAll('${', () => '$${').replaceAll('%{', '%%{');
}

describe('the Terraform configuration', () => {
  it.each([...GUESTS.keys()])('is HCL for %s', async (name) => {
    const { resource } = await read(GUESTS.get(name));

    expect(Object.keys(resource).sort()).toEqual([
      'openstack_compute_flavor_v2',
      'openstack_compute_instance_v2',
      'openstack_networking_port_v2',
    ]);
  });

  it('has the flavor with its extra specs, a port a NIC, and the server on both', async () => {
    const port = aPortAnswer({ bindingProfile: { capabilities: ['switchdev'] }, numaAffinityPolicy: 'required' });
    const { resource, variable } = await read(aGuestBlueprint({ availabilityZone: 'nova', ports: [port] }));

    expect(resource['openstack_networking_port_v2']?.['port_1_1']).toMatchObject([
      {
        network_id: '${var.network_1}',
        value_specs: { numa_affinity_policy: 'required' },
        binding: [{ vnic_type: 'direct', profile: '{"capabilities":["switchdev"]}' }],
      },
    ]);
    expect(resource['openstack_compute_instance_v2']?.['server_1']).toMatchObject([
      {
        flavor_id: '${openstack_compute_flavor_v2.flavor_1.id}',
        network: [{ port: '${openstack_networking_port_v2.port_1_1.id}' }],
        availability_zone: 'nova:compute-01',
      },
    ]);
    expect(Object.keys(variable)).toEqual(expect.arrayContaining(['image', 'network_1']));
  });

  it('says every name as it is, and none as a template', async () => {
    await fc.assert(
      fc.asyncProperty(nastyGuest(), async (guest) => {
        const { resource } = await read(guest);

        expect(resource['openstack_compute_instance_v2']?.['server_1']?.[0]?.['name']).toBe(
          asTemplate(guest.serverName.normalize('NFC')),
        );
        expect(resource['openstack_compute_flavor_v2']?.['flavor_1']?.[0]?.['name']).toBe(
          asTemplate(guest.flavor.name.normalize('NFC')),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('leaves no line break and no bare quote in a text', () => {
    fc.assert(
      fc.property(nastyText(), (text) => {
        expect(hclText(text)).toMatch(/^"(?:[^"\\\p{Cc}\p{Zl}\p{Zp}]|\\.)*"$/u);
        expect(hclText(text)).not.toMatch(/(?<!\$)\$\{|(?<!%)%\{/);
      }),
    );
  });
});
