import { ASPECT } from './aspects';
import { withNic } from './numa-policy.relaxation';
import type { RelaxationRule, RequestConcession } from './relaxation-rule';

const BASE = {
  target: 'request',
  to: 'any',
  costs: 'another path than the one asked for',
  aspects: ASPECT.paths,
} as const;

/** Lifts `paths`, device by device. */
export const relaxPaths: RelaxationRule = ({ nics, disks }) => [
  ...nics.flatMap(({ name, paths }, index): readonly RequestConcession[] => {
    if (paths === null) return [];
    const subject = `nics[${name}].paths`;
    return [
      {
        ...BASE,
        subject,
        pointer: `/nics/${index}/paths`,
        from: paths.join(', '),
        ladder: subject,
        apply: (request) => withNic(request, index, { paths: null }),
      },
    ];
  }),
  ...disks.flatMap(({ name, paths }, index): readonly RequestConcession[] => {
    if (paths === null) return [];
    const subject = `disks[${name}].paths`;
    return [
      {
        ...BASE,
        subject,
        pointer: `/disks/${index}/paths`,
        from: paths.join(', '),
        ladder: subject,
        apply: (request) => ({
          ...request,
          disks: request.disks.map((disk, at) => (at === index ? { ...disk, paths: null } : disk)),
        }),
      },
    ];
  }),
];
