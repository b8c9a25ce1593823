import { factAt, type DiskPath } from '@iopath/core';
import { byRelease } from './by-release-rows';
import { bullets, code, table } from './markdown';

/** Everything the catalogue says of one disk path. */
export function diskPathSection(path: DiskPath): string {
  const { needs, migration } = path;
  const host = [
    ...(needs.iommu ? ['a working IOMMU, and a device alone in its group'] : []),
    ...(path.deviceTypes.length === 0 ? [] : [`a free device of ${path.deviceTypes.join(' or ')} with an alias`]),
    ...needs.alsoOnHost,
  ];
  const conditions = [
    ...migration.conditions,
    ...migration.byRelease.flatMap(({ since, is }) => (is === null ? [] : [`from ${since}: ${is}`])),
  ];
  return [
    `### \`${path.name}\``,
    `${path.summary.charAt(0).toUpperCase()}${path.summary.slice(1)}. Chosen by ${path.chosenBy}.`,
    table(
      ['', ''],
      [
        ['host', host.join('; ') || 'nothing'],
        ['guest', `driver ${code(needs.guestDriver)}`],
        ['boots a VM', path.bootable ? 'yes' : 'no'],
        ['isolation', path.isolatedBy],
        ['uses up', path.consumes.join('; ')],
        ...byRelease((release) => [factAt(path.expression, release)]).map(([span, how]) => [
          `asked for (${span})`,
          how ?? '',
        ]),
      ],
    ),
    `Live migration: **${migration.mechanism}**.`,
    bullets(conditions),
    path.notes.length === 0 ? '' : `Worth knowing:\n\n${bullets(path.notes)}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
