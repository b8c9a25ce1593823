import { OUR_FLAVOR_MARK, portName, serverMetadata, type GuestBlueprint, type PortAnswer } from '@iopath/core';
import type { ArtifactSource, RenderArtifact } from '../artifact';
import { headLines, neededFlavors, networkBlanks, serverGroupId, volumeBlanks } from '../guest-parts';
import { oneLine } from '../one-line';
import { shellQuote } from './shell-quote';

/** Nova checks extra specs from this microversion on, and knows descriptions of flavors and hosts of servers. */
const COMPUTE_API = '--os-compute-api-version=2.86';

/**
 * A shell script of `openstack` commands that can be run again: what is there already is used. Names go in quotes, and
 * after `--`, so that none is read as an option.
 */
export const openstackCommands: RenderArtifact = (source) => ({
  fileName: `iopath-${source.recommendationId}.sh`,
  contentType: 'text/x-shellscript; charset=utf-8',
  text: [
    '#!/usr/bin/env bash',
    ...comments(headLines(source, 'Servers')),
    'set -euo pipefail',
    '',
    ...blanks(source),
    ...neededFlavors(source).flatMap(({ flavor }) => flavorCommands(flavor)),
    ...source.guests.flatMap((guest) => guestCommands(guest, source)),
  ].join('\n'),
});

function comments(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `# ${oneLine(line)}`);
}

function blanks(source: ArtifactSource): readonly string[] {
  return [
    '# Id or name of the image',
    ': "${IMAGE:?is not set}"',
    ...networkBlanks(source).flatMap(({ number, words }) => [
      ...comments([words]),
      `: "\${NETWORK_${number}:?is not set}"`,
    ]),
    '# Name of the key pair; empty for none',
    ': "${KEY_NAME:=}"',
    ...volumeBlanks(source).flatMap(({ number, words }) => [...comments([words]), `: "\${VOLUME_${number}:=}"`]),
    '',
  ];
}

function flavorCommands({ name, vcpus, ramMib, diskGib, extraSpecs }: GuestBlueprint['flavor']): readonly string[] {
  const specs = Object.entries(extraSpecs).map(([key, value]) => `--property=${shellQuote(`${key}=${value}`)}`);
  const size = [`--vcpus=${vcpus}`, `--ram=${ramMib}`, `--disk=${diskGib}`, `--description=${OUR_FLAVOR_MARK}`];
  const create = ['openstack', COMPUTE_API, 'flavor create', ...size, ...specs, '--', shellQuote(name)];
  return [`if ! openstack flavor show -- ${shellQuote(name)} >/dev/null 2>&1; then`, `  ${create.join(' ')}`, 'fi', ''];
}

function guestCommands(guest: GuestBlueprint, source: ArtifactSource): readonly string[] {
  const ports = guest.ports.map((port, index) => portCommands(guest, port, index + 1));
  return [...comments([`Server ${guest.serverName}`]), ...ports.flat(), ...serverCommands(guest, source), ''];
}

function portCommands(guest: GuestBlueprint, port: PortAnswer, number: number): readonly string[] {
  const name = shellQuote(portName(guest, port.name));
  const create = [
    'openstack port create',
    `--network="$NETWORK_${number}"`,
    `--vnic-type=${shellQuote(port.vnicType)}`,
    ...(Object.keys(port.bindingProfile).length === 0
      ? []
      : [`--binding-profile=${shellQuote(JSON.stringify(port.bindingProfile))}`]),
    ...(port.numaAffinityPolicy === null ? [] : [`--numa-policy-${port.numaAffinityPolicy}`]),
    ...(port.trusted === null ? [] : [port.trusted ? '--trusted' : '--not-trusted']),
    ...(port.hardwareOffloadType === null ? [] : [`--hardware-offload-type=${port.hardwareOffloadType}`]),
    '-f value -c id --',
    name,
  ];
  return [
    `PORT_${number}=$(openstack port list --name=${name} -f value -c ID)`,
    `if [ -z "$PORT_${number}" ]; then`,
    `  PORT_${number}=$(${create.join(' ')})`,
    'fi',
  ];
}

function serverCommands(guest: GuestBlueprint, source: ArtifactSource): readonly string[] {
  const group = serverGroupId(guest);
  const { placement } = source;
  const zone = placement === 'zone' ? guest.availabilityZone : null;
  const metadata = Object.entries(serverMetadata(guest)).map(
    ([key, value]) => `--property=${shellQuote(`${key}=${value}`)}`,
  );
  const create = [
    `openstack ${COMPUTE_API} server create`,
    `--flavor=${shellQuote(guest.flavor.name)}`,
    '--image="$IMAGE"',
    ...guest.ports.map((_port, index) => `--nic="port-id=$PORT_${index + 1}"`),
    ...(guest.ports.length === 0 ? ['--nic=none'] : []),
    ...(zone === null ? [] : [`--availability-zone=${shellQuote(zone)}`]),
    ...(placement === 'host' ? [`--host=${shellQuote(guest.hostName)}`] : []),
    ...(group === null ? [] : [`--hint=group=${shellQuote(group)}`]),
    ...metadata,
    '"${MORE[@]}"',
    '--',
    shellQuote(guest.serverName),
  ];
  return [
    'MORE=()',
    'if [ -n "$KEY_NAME" ]; then MORE+=("--key-name=$KEY_NAME"); fi',
    ...volumeBlanks(source).map(
      ({ number, diskBus }) =>
        `if [ -n "$VOLUME_${number}" ]; then MORE+=("--block-device=uuid=$VOLUME_${number},source_type=volume,destination_type=volume,disk_bus=${diskBus}"); fi`,
    ),
    create.join(' \\\n  '),
  ];
}
