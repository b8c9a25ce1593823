import { OUR_FLAVOR_MARK, portName, serverMetadata, type GuestBlueprint, type PortAnswer } from '@iopath/core';
import { stringify } from 'yaml';
import type { ArtifactSource, RenderArtifact } from '../artifact';
import {
  headLines,
  neededFlavors,
  networkBlanks,
  portExtras,
  serverGroupId,
  volumeBlanks,
  zoneText,
} from '../guest-parts';
import { oneLine } from '../one-line';

/** A document in YAML, as nested plain values. */
type Node = string | number | boolean | readonly Node[] | { readonly [key: string]: Node };

/** Pike's, which every supported release reads. */
const VERSION = '2017-09-01';

/** A HOT template: flavors, ports and servers. */
export const heatTemplate: RenderArtifact = (source) => {
  const specs = specParameters(source);
  const template = {
    heat_template_version: VERSION,
    description: headLines(source, 'Servers').map(oneLine).join('. '),
    parameters: { ...parameters(source), ...specs },
    resources: {
      ...Object.fromEntries(neededFlavors(source).map((needed) => flavorResource(needed, specs))),
      ...Object.fromEntries(source.guests.flatMap((guest) => guestResources(guest, source))),
    },
    outputs: Object.fromEntries(
      source.guests.map(({ member }) => [
        `server_${member + 1}`,
        { description: 'Id of the server', value: { get_resource: `server_${member + 1}` } },
      ]),
    ),
  };
  return {
    fileName: `iopath-${source.recommendationId}.yaml`,
    contentType: 'application/yaml; charset=utf-8',
    text: toYaml(template),
  };
};

/**
 * Heat reads YAML 1.1, where `yes`, `12:30` and `<<` are no texts unless they are quoted; so every text is. (As a writer of
 * 1.1 the library leaves `<<` bare.) What its parser refuses to read raw is escaped, which can stand only within quotes.
 */
function toYaml(template: Node): string {
  const options = {
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'QUOTE_DOUBLE',
    lineWidth: 0,
  } as const;
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return stringify(template, options).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped);
}

function parameters(source: ArtifactSource): Record<string, Node> {
  const text = (description: string, more: Record<string, Node> = {}): Node => {
    return { type: 'string', description: oneLine(description), ...more };
  };
  return {
    image: text('Id or name of the image'),
    ...Object.fromEntries(networkBlanks(source).map(({ number, words }) => [`network_${number}`, text(words)])),
    ...Object.fromEntries(
      volumeBlanks(source).map(({ number, words }) => [
        `volume_${number}`,
        text(words.replace('; empty for none', '')),
      ]),
    ),
  };
}

/** A map with such a key is a function to Heat, and `get_file` makes its client read a file, wherever it stands. */
const PLAIN_SPEC = /^[a-z_]+\d*:[A-Za-z0-9_.:-]+$/;

/** Extra specs that Heat could misread are handed over as JSON, in which it looks for no functions. */
function specParameters(source: ArtifactSource): Record<string, Node> {
  const unsafe = neededFlavors(source).filter(
    ({ flavor }) => !Object.keys(flavor.extraSpecs).every((key) => PLAIN_SPEC.test(key)),
  );
  return Object.fromEntries(
    unsafe.map(({ number, flavor }) => [
      `extra_specs_${number}`,
      { type: 'json', description: 'Extra specs of the flavor', default: JSON.stringify(flavor.extraSpecs) },
    ]),
  );
}

function flavorResource(
  { number, flavor }: ReturnType<typeof neededFlavors>[number],
  specs: Record<string, Node>,
): [string, Node] {
  const { name, vcpus, ramMib, diskGib, extraSpecs } = flavor;
  const parameter = `extra_specs_${number}`;
  const properties = {
    name,
    vcpus,
    ram: ramMib,
    disk: diskGib,
    is_public: true,
    ...(Object.keys(extraSpecs).length === 0
      ? {}
      : { extra_specs: parameter in specs ? { get_param: parameter } : { ...extraSpecs } }),
  };
  return [`flavor_${number}`, { type: 'OS::Nova::Flavor', metadata: { made_by: OUR_FLAVOR_MARK }, properties }];
}

function guestResources(guest: GuestBlueprint, source: ArtifactSource): readonly (readonly [string, Node])[] {
  const server = guest.member + 1;
  return [
    ...guest.ports.map((port, index) => [`port_${server}_${index + 1}`, portResource(guest, port, index + 1)] as const),
    [`server_${server}`, { type: 'OS::Nova::Server', properties: serverProperties(guest, source) }],
  ];
}

function portResource(guest: GuestBlueprint, port: PortAnswer, number: number): Node {
  const specs: Record<string, Node> = {
    ...(Object.keys(port.bindingProfile).length === 0 ? {} : { 'binding:profile': port.bindingProfile }),
    ...portExtras(port),
  };
  return {
    type: 'OS::Neutron::Port',
    properties: {
      name: portName(guest, port.name),
      network: { get_param: `network_${number}` },
      'binding:vnic_type': port.vnicType,
      ...(Object.keys(specs).length === 0 ? {} : { value_specs: specs }),
    },
  };
}

function serverProperties(guest: GuestBlueprint, source: ArtifactSource): Node {
  const zone = zoneText(guest, source.placement);
  const group = serverGroupId(guest);
  const flavor = neededFlavors(source).find((needed) => needed.flavor.name === guest.flavor.name);
  const disks = volumeBlanks(source).map(({ number, diskBus }) => {
    return { volume_id: { get_param: `volume_${number}` }, disk_bus: diskBus, boot_index: -1 };
  });
  return {
    name: guest.serverName,
    flavor: { get_resource: `flavor_${flavor?.number ?? 1}` },
    image: { get_param: 'image' },
    networks:
      guest.ports.length === 0
        ? [{ allocate_network: 'none' }]
        : guest.ports.map((_port, index) => ({ port: { get_resource: `port_${guest.member + 1}_${index + 1}` } })),
    ...(zone === null ? {} : { availability_zone: zone }),
    ...(group === null ? {} : { scheduler_hints: { group } }),
    metadata: { ...serverMetadata(guest) },
    ...(disks.length === 0 ? {} : { block_device_mapping_v2: disks }),
  };
}
