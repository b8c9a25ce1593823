import { aGuestBlueprint, nastyGuest, tellingGuests } from '@iopath/testing';
import fc from 'fast-check';
import { parse } from 'yaml';
import { heatTemplate } from './heat-template';

const GUESTS = tellingGuests();

interface Resource {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Template {
  readonly heat_template_version: string;
  readonly parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly resources: Readonly<Record<string, Resource>>;
}

/** What Heat knows of the resources that are used (`heat/engine/resources/openstack/{nova,neutron}`). */
const PROPERTIES: Readonly<
  Record<string, { readonly required: readonly string[]; readonly known: readonly string[] }>
> = {
  'OS::Nova::Flavor': {
    required: ['ram', 'vcpus'],
    known: [
      'tenants',
      'ram',
      'vcpus',
      'disk',
      'swap',
      'ephemeral',
      'rxtx_factor',
      'extra_specs',
      'is_public',
      'flavorid',
      'name',
    ],
  },
  'OS::Neutron::Port': {
    required: ['network'],
    known: [
      'network',
      'name',
      'value_specs',
      'binding:vnic_type',
      'security_groups',
      'port_security_enabled',
      'fixed_ips',
    ],
  },
  'OS::Nova::Server': {
    required: ['flavor'],
    known: [
      'name',
      'image',
      'flavor',
      'networks',
      'availability_zone',
      'scheduler_hints',
      'metadata',
      'block_device_mapping_v2',
      'key_name',
    ],
  },
};

const PARAMETER_TYPES = ['string', 'json'];

/** As Heat reads it: YAML 1.1. */
function read(guest = aGuestBlueprint()): Template {
  const source = { recommendationId: guest.recommendationId, guests: [guest], placement: 'host' as const };
  return parse(heatTemplate(source).text, { version: '1.1' }) as Template;
}

/** Faults against Heat's rules: unknown or missing properties, references to nothing, functions from nowhere. */
function faultsOf({ heat_template_version, parameters, resources }: Template): readonly string[] {
  const faults: string[] = [];
  if (heat_template_version !== '2017-09-01') faults.push('version');
  for (const [name, { type }] of Object.entries(parameters)) {
    if (!PARAMETER_TYPES.includes(String(type))) faults.push(`type of ${name}`);
  }
  for (const [name, { type, properties }] of Object.entries(resources)) {
    const rules = PROPERTIES[type];
    if (rules === undefined) faults.push(`${name} is ${type}`);
    for (const property of rules?.required ?? [])
      if (!(property in properties)) faults.push(`${name} lacks ${property}`);
    for (const property of Object.keys(properties))
      if (!rules?.known.includes(property)) faults.push(`${name} has ${property}`);
    for (const [key, value] of keysOf(properties)) {
      if (key === 'get_param' && !(String(value) in parameters)) faults.push(`${name} asks for ${String(value)}`);
      if (key === 'get_resource' && !(String(value) in resources)) faults.push(`${name} refers to ${String(value)}`);
      if (key === 'get_file' || key === 'type' || /^(Fn|str|list|map|get_attr|yaql|digest|if)\b/.test(key))
        faults.push(`${name} has the function ${key}`);
    }
  }
  return faults;
}

function keysOf(node: unknown): readonly (readonly [string, unknown])[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => [[key, value] as const, ...keysOf(value)]);
}

describe('the Heat template', () => {
  it.each([...GUESTS.keys()])('keeps the rules of Heat for %s', (name) => {
    expect(faultsOf(read(GUESTS.get(name)))).toEqual([]);
  });

  it('has the flavor with its extra specs, a port a NIC, and the server on both', () => {
    const { resources } = read(GUESTS.get('nic sriov_vf'));

    expect(resources['flavor_1']?.properties).toMatchObject({
      vcpus: 4,
      ram: 4096,
      extra_specs: { 'hw:cpu_policy': 'dedicated' },
    });
    expect(resources['port_1_1']?.properties).toMatchObject({
      network: { get_param: 'network_1' },
      'binding:vnic_type': 'direct',
    });
    expect(resources['server_1']?.properties).toMatchObject({
      name: 'web-1',
      flavor: { get_resource: 'flavor_1' },
      networks: [{ port: { get_resource: 'port_1_1' } }],
      metadata: { iopath_member: '0' },
    });
  });

  it.each(['<<', 'yes', '12:30', '0x1f', '~', '1_000'])(
    'quotes %s, which YAML 1.1 would read as something else',
    (name) => {
      const guest = aGuestBlueprint({ serverName: name });
      const { text } = heatTemplate({ recommendationId: guest.recommendationId, guests: [guest], placement: 'free' });

      expect(text).toContain(`"name": "${name}"`);
    },
  );

  it('says every name as it is, and none as a function of Heat', () => {
    fc.assert(
      fc.property(nastyGuest(), (guest) => {
        const template = read(guest);
        const { properties } = template.resources['flavor_1'] as Resource;

        expect(faultsOf(template)).toEqual([]);
        expect(template.resources['server_1']?.properties['name']).toBe(guest.serverName);
        expect(properties['name']).toBe(guest.flavor.name);
        const specs = properties['extra_specs'] as Record<string, unknown> | undefined;
        const given =
          specs !== undefined && 'get_param' in specs ? template.parameters[String(specs['get_param'])] : null;
        expect(given === null ? (specs ?? {}) : (JSON.parse(String(given?.['default'])) as unknown)).toEqual(
          guest.flavor.extraSpecs,
        );
      }),
    );
  });
});
