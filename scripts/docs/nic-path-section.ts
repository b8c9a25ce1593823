import { factAt, type NicExpression, type NicPath, type OpenStackRelease } from '@iopath/core';
import { byRelease } from './by-release-rows';
import { bullets, code, table } from './markdown';

/** Everything the catalogue says of one NIC path. */
export function nicPathSection(path: NicPath): string {
  const { migration } = path;
  return [
    `### \`${path.name}\``,
    `${sentence(path.summary)} Chosen by ${path.chosenBy}.`,
    table(['', ''], factRows(path)),
    `How it is asked for:`,
    table(
      ['release', 'port', 'flavor', 'role', 'Neutron drivers', 'remark'],
      byRelease((release) => expressionCells(path, release)),
    ),
    `Live migration: **${migration.mechanism}**.`,
    bullets([...migration.conditions, ...remarks(path)]),
    path.notes.length === 0 ? '' : `Worth knowing:\n\n${bullets(path.notes)}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function factRows({ takes, vfKind, needs, vifModel, isolation, isolatedBy, consumes, queues }: NicPath) {
  const { oldest } = needs;
  const host = [
    needs.iommu && 'a working IOMMU, and a device alone in its group',
    needs.vhostNet === 'present' && '`/dev/vhost-net`',
    needs.vhostNet === 'absent' && 'no `/dev/vhost-net`: libvirt would take it',
    needs.vhostUser && 'OVS-DPDK',
    needs.vhostVdpa && '`/dev/vhost-vdpa-*`',
    needs.bridge !== null && `a bridge of the ${needs.bridge} datapath on the network`,
    needs.hardwareOffload && 'hardware offload on in Open vSwitch',
    needs.eswitch !== null && `eswitch mode ${needs.eswitch}`,
    takes === 'vf' && `a free VF${vfKind === null ? '' : ` (${vfKind})`}`,
    takes === 'pf' && 'a PF with none of its VFs in use',
    ...Object.entries(oldest).map(([program, version]) => `${program} ${version} or later`),
    ...needs.alsoOnHost,
  ].filter((need) => need !== false);
  return [
    ['host', host.join('; ') || 'nothing'],
    ['guest', `driver ${code(needs.guestDriver)}${vifModel === null ? '' : `, \`hw_vif_model=${vifModel}\``}`],
    ['guest memory', needs.guestMemory],
    ['network', needs.network === 'any' ? 'any' : 'flat or VLAN'],
    ['queues', queues],
    ['isolation', `${code(isolation)}: ${isolatedBy}`],
    ['uses up', consumes.join('; ')],
  ];
}

function expressionCells(path: NicPath, release: OpenStackRelease): readonly string[] {
  const said = factAt(path.expression, release);
  return [
    [`\`vnic_type=${path.vnicType}\``, ...portParts(said)].join('<br>'),
    Object.entries(said.extraSpecs)
      .map(([key, value]) => code(`${key}=${value}`))
      .join('<br>') || '–',
    said.role,
    factAt(path.needs.mechanismDrivers, release).join(' or '),
    said.remark ?? '–',
  ];
}

function portParts({ bindingProfile, attribute }: NicExpression): readonly string[] {
  return [
    ...(Object.keys(bindingProfile).length === 0 ? [] : [code(`binding:profile=${JSON.stringify(bindingProfile)}`)]),
    ...(attribute === null ? [] : [`with \`${attribute.extension}\`: ${code(`${attribute.name}=${attribute.value}`)}`]),
  ];
}

function remarks({ migration }: NicPath): readonly string[] {
  return migration.byRelease.flatMap(({ since, is }) => (is === null ? [] : [`from ${since}: ${is}`]));
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
