import { withNic } from './numa-policy.relaxation';
import type { ProposedChange, RelaxationRule } from './relaxation-rule';

/** Lifts `paths`, device by device. */
export const relaxPaths: RelaxationRule = (request) => {
  const nics: ProposedChange[] = request.nics.flatMap((nic, index) =>
    nic.paths === null
      ? []
      : [
          {
            change: `nics[${nic.name}].paths: ${nic.paths.join(', ')} -> any`,
            ladder: `${nic.name}.paths`,
            costs: 'another path than the one asked for',
            request: withNic(request, index, { paths: null }),
          },
        ],
  );
  const disks: ProposedChange[] = request.disks.flatMap((disk, index) =>
    disk.paths === null
      ? []
      : [
          {
            change: `disks[${disk.name}].paths: ${disk.paths.join(', ')} -> any`,
            ladder: `${disk.name}.paths`,
            costs: 'another path than the one asked for',
            request: {
              ...request,
              disks: request.disks.map((other, at) => (at === index ? { ...other, paths: null } : other)),
            },
          },
        ],
  );
  return [...nics, ...disks];
};
