import { OUR_FLAVOR_MARK, portName, serverMetadata, type GuestBlueprint, type PortAnswer } from '@iopath/core';
import type { ArtifactSource, RenderArtifact } from '../artifact';
import {
  headLines,
  type NeededFlavor,
  neededFlavors,
  networkBlanks,
  portExtras,
  serverGroupId,
  volumeBlanks,
  zoneText,
} from '../guest-parts';
import { oneLine } from '../one-line';
import { argument, block, type HclBlock, hclBlock, type HclItem, reference } from './hcl-writer';

/** Resources of the provider `terraform-provider-openstack/openstack`. */
export const terraformConfiguration: RenderArtifact = (source) => ({
  fileName: `iopath-${source.recommendationId}.tf`,
  contentType: 'text/plain; charset=utf-8',
  text: `${[
    headLines(source, 'Servers')
      .map((line) => `# ${oneLine(line)}`)
      .join('\n'),
    ...blocks(source).map((one) => hclBlock(one)),
  ].join('\n\n')}\n`,
});

function blocks(source: ArtifactSource): readonly HclBlock[] {
  const provider = { source: 'terraform-provider-openstack/openstack', version: '>= 1.54.0' };
  return [
    block('terraform', [], [block('required_providers', [], [argument('openstack', provider)])]),
    ...variables(source),
    ...neededFlavors(source).map(flavorBlock),
    ...source.guests.flatMap((guest) => [
      ...guest.ports.map((port, index) => portBlock(guest, port, index + 1)),
      serverBlock(guest, source),
    ]),
  ];
}

function variables(source: ArtifactSource): readonly HclBlock[] {
  const text = reference('string');
  const variable = (name: string, description: string, more: readonly HclItem[] = []) =>
    block('variable', [name], [argument('type', text), argument('description', oneLine(description)), ...more]);
  return [
    variable('image', 'Id of the image'),
    variable('key_pair', 'Name of the key pair; null for none', [argument('default', reference('null'))]),
    ...networkBlanks(source).map(({ number, words }) => variable(`network_${number}`, words)),
    ...volumeBlanks(source).map(({ number, words }) =>
      variable(`volume_${number}`, words.replace('; empty for none', '')),
    ),
  ];
}

function flavorBlock({ number, flavor }: NeededFlavor): HclBlock {
  const { name, vcpus, ramMib, diskGib, extraSpecs } = flavor;
  return block(
    'resource',
    ['openstack_compute_flavor_v2', `flavor_${number}`],
    [
      argument('name', name),
      argument('description', OUR_FLAVOR_MARK),
      argument('vcpus', vcpus),
      argument('ram', ramMib),
      argument('disk', diskGib),
      argument('is_public', true),
      argument('extra_specs', extraSpecs),
    ],
  );
}

function portBlock(guest: GuestBlueprint, port: PortAnswer, number: number): HclBlock {
  const profile = JSON.stringify(port.bindingProfile);
  // The provider hands these over as they are; Neutron reads texts for true and false.
  const extras = Object.entries(portExtras(port)).map(([key, value]) => [key, String(value)] as const);
  return block(
    'resource',
    ['openstack_networking_port_v2', `port_${guest.member + 1}_${number}`],
    [
      argument('name', portName(guest, port.name)),
      argument('network_id', reference(`var.network_${number}`)),
      ...(extras.length === 0 ? [] : [argument('value_specs', Object.fromEntries(extras))]),
      block(
        'binding',
        [],
        [argument('vnic_type', port.vnicType), ...(profile === '{}' ? [] : [argument('profile', profile)])],
      ),
    ],
  );
}

function serverBlock(guest: GuestBlueprint, source: ArtifactSource): HclBlock {
  const number = guest.member + 1;
  const zone = zoneText(guest, source.placement);
  const group = serverGroupId(guest);
  const flavor = neededFlavors(source).find((needed) => needed.flavor.name === guest.flavor.name);
  return block(
    'resource',
    ['openstack_compute_instance_v2', `server_${number}`],
    [
      argument('name', guest.serverName),
      argument('flavor_id', reference(`openstack_compute_flavor_v2.flavor_${flavor?.number ?? 1}.id`)),
      argument('image_id', reference('var.image')),
      argument('key_pair', reference('var.key_pair')),
      ...(zone === null ? [] : [argument('availability_zone', zone)]),
      argument('metadata', serverMetadata(guest)),
      ...(guest.ports.length === 0 ? [argument('network_mode', 'none')] : []),
      ...guest.ports.map((_port, index) =>
        block(
          'network',
          [],
          [argument('port', reference(`openstack_networking_port_v2.port_${number}_${index + 1}.id`))],
        ),
      ),
      ...(group === null ? [] : [block('scheduler_hints', [], [argument('group', group)])]),
      ...diskBlocks(source),
    ],
  );
}

/** An image beside other block devices has to be named among them. */
function diskBlocks(source: ArtifactSource): readonly HclBlock[] {
  const volumes = volumeBlanks(source);
  if (volumes.length === 0) return [];
  const root = block(
    'block_device',
    [],
    [
      argument('uuid', reference('var.image')),
      argument('source_type', 'image'),
      argument('destination_type', 'local'),
      argument('boot_index', 0),
      argument('delete_on_termination', true),
    ],
  );
  const attached = volumes.map(({ number, diskBus }) =>
    block(
      'block_device',
      [],
      [
        argument('uuid', reference(`var.volume_${number}`)),
        argument('source_type', 'volume'),
        argument('destination_type', 'volume'),
        argument('boot_index', -1),
        argument('disk_bus', diskBus),
      ],
    ),
  );
  return [root, ...attached];
}
